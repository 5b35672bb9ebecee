interface NewsFacts {
  village: string;
  no: number;
  due: string | null;
  who: string;
  place: string;
}

/** A private matter is named only by its number: a phone lies on the table. */
const thing = ({ village, no }: NewsFacts, isPrivate: boolean) =>
  isPrivate ? '您的一件事' : `${village} #${no}`;

export const appeals = {
  name: '诉求',
  raise: '有事说一声',
  metoo: '我家也是',

  state: {
    received: '刚收到',
    answered: '办理中',
    planned: '按计划在办',
    awaiting: '等本人看一眼',
    solved: '本人说好了',
    unconfirmed: '没等到本人回话',
    withdrawn: '本人已撤回',
  },

  photo: { before: '办之前', after: '办好以后' },

  /** Who reads it, on the page itself. */
  audience: {
    handlers: '只有本人和办事的人看得到',
    town: '直接到镇上，村里看不到',
    public: '大家都看得到',
    village: '本村的人看得到',
  },

  page: {
    entered: '请人代写',
    total: (days: number) => (days === 0 ? '今天刚说的' : `到今天第 ${days + 1} 天`),
    whole: (days: number) => (days === 0 ? '当天办好' : `前后 ${days} 天`),
    writtenTo: (title: string, name: string) => `写给${title}${name}`,
    landmark: '在哪里',
    position: '看地图上的位置',
    sealed: '没有遮住的原话（只有本人和办事的人看得到）',
    gone: '本人已撤回',
    removed: '这一条已经撤下',
    classified: (item: string, remedy: string | null) =>
      `归在“${item}”${remedy ? `，${remedy}` : ''}`,
    remedy: { repair: '坏了的，修好', build: '没有的，新建', neither: '不用修建' },
    clockSheet: '这个日子怎么算的',
    signIn: '登录以后可以点',
    back: (place: string) => `${place}大家的事`,
  },

  cosign: {
    count: (n: number) => `${n} 户`,
    too: '也这样说',
    none: '还没有别家点过',
    note: '一户算一份，不用再说一遍。有进展会告诉您。',
    yours: '算您家一份了',
    undo: '收回我家这一份',
    private: '这件事不公开，别家看不到',
  },

  answers: {
    title: '答复',
    counted: (n: number) => `${n} 条`,
    instead: (name: string) => `代${name}答`,
    none: '还没有答复',
    earlier: (n: number) => `前面的 ${n} 条`,
    kind: {
      answered: '答复',
      progress: '进展',
      planned: '计划',
      proposed: '说办好了',
      classified: '怎么办',
    },
    count: (count: string) => `数量：${count}`,
  },

  plan: {
    title: '计划',
    next: '下一步',
    done: (day: string) => `${day}做完`,
    late: (days: number) => (days === 0 ? '今天到期' : `晚了 ${days} 天`),
    by: (day: string) => `${day}前`,
    old: (n: number) => `以前的计划（第 ${n} 次）`,
    oldNote: '换过的计划留在这里，大家能对照',
    allDone: '各步都做完了',
  },

  steps: {
    title: '一步一步',
    what: {
      raised: '说了这件事',
      entered: '请人代写，说了这件事',
      signed: '签收了',
      receipt: '回了一句套话，不算答复',
      answered: '答复了',
      classified: '定了怎么办',
      contested: '本人不同意，请镇上再看',
      planned: '定了计划',
      progress: '报了进展',
      proposed: '说办好了，请本人看',
      confirmed: '本人说确实好了',
      notYet: '本人说还没好',
      unconfirmed: '没等到本人回话，不算办好',
      withdrawn: '本人撤回了',
      handed: '换了人负责',
      merged: '和另一件合在一起',
    },
    firstAnswered: '首次答复',
    resident: '本人',
    instead: (name: string, other: string) => `${name}（代${other}）`,
    handedOn: (from: string, to: string) => `${from}交给${to}`,
    next: {
      answer: (who: string) => `等${who}答复`,
      finish: (who: string) => `等${who}办好`,
      awaiting: '等本人看一眼',
      unconfirmed: '本人随时可以说好没好',
    },
    dueBy: (day: string) => `最晚 ${day}`,
    taken: (length: string) => `按上班时间算用了 ${length}`,
  },

  /** What the appellant may do. */
  own: {
    awaits: '办好了，请您看一眼',
    awaitsNote: (until: string) => `您点了才算数。${until} 前都可以打回去。`,
    unconfirmedNote: '上次没等到您回话，现在说也行。',
    forOther: '替没有手机的人问一声',
    forOtherNote: '请当面或者打电话问过本人，再替他点。经手这件事的人不能点。',
    confirm: '确实好了',
    grade: '办得怎么样',
    grades: {
      'very-satisfied': '非常满意',
      satisfied: '满意',
      'fairly-satisfied': '基本满意',
      dissatisfied: '不满意',
      'very-dissatisfied': '非常不满意',
    },
    confirmWords: '还想说一句',
    notYet: '还没好',
    notYetWords: '哪里还没好',
    notYetNote: '点了就接着办，总时间不重来。',
    notYetSend: '还没好，接着办',
    photo: '照片',
    contest: '不同意这样办',
    contestNote: '请镇上再看一遍。镇上看的人不是定的那个人。',
    contestWords: '为什么不同意',
    contestSend: '请镇上再看',
    withdraw: '收回这件事',
    withdrawNote: '收回以后别人看不到内容，编号和日子还在。',
    withdrawSend: '收回',
    thanks: '您说好了，这件事就算办完。谢谢您一直盯着',
    graded: (grade: string) => `评：${grade}`,
    reopened: (n: number) => `打回过 ${n} 次`,
  },

  emergency: {
    title: '人有危险，先打电话',
    call: (number: string, name: string) => `打 ${number} ${name}`,
    note: '这里照样记下了，但打电话最快。',
    nobody: (when: string) => `现在没有排好的值班，${when} 才有人看到这里。`,
    nobodyNow: '没有排专门的值班，眼下是上班时间，会有人尽快看到这里。',
    nobodyUnknown: '现在没有排好的值班，这里不会马上有人看到。',
  },

  list: {
    title: '大家的事',
    all: '全部',
    states: '按办到哪一步看',
    group: '哪个组',
    allGroups: (everyone: string) => everyone,
    apply: '看这个组',
    emptyTitle: '这里还没有人说事',
    emptyText: '没有就是没有，不凑数。您有事，第一个说也行。',
    emptyFiltered: '这样挑，一件也没有',
    showAll: '看全部',
    shown: (n: number) => `这一页 ${n} 件`,
  },

  receipt: {
    title: '记下了',
    number: '编号',
    code: '查询码',
    codeNote: '凭这个码，不登录也能看到您写的话。别给外人。',
    scan: '扫一扫，就到这件事',
    print: '打印大字回执',
    open: '看这件事',
    home: (name: string) => `回${name}`,
    next: '接下来',
    nextRead: (who: string) => `${who}看到以后给您回话`,
    readSoon: (who: string) => `${who}负责，眼下是上班时间，会尽快看`,
    nextTell: '每走一步，“消息”里都告诉您',
    nextConfirm: '办好了请您看一眼，您点了才算数',
    phone: '电话',
    held: '照片和头一次发的话，有人看过以后大家才看得到。时间现在就开始算。',
    keep: '把这页截个图，或者抄下编号和查询码。',
    what: '说的什么',
    who: '谁负责',
    by: '最晚哪天回您',
    on: '哪天说的',
    paperTitle: '回执',
  },

  track: {
    title: '查一件事',
    lead: '凭村名和编号，谁都可以查办到哪一步。',
    place: '哪个村或社区',
    no: '编号',
    noHint: '回执上写着，比如 3101',
    find: '查',
    missing: '没有查到。请对着回执再看一遍村名和编号。',
    which: '有几个同名的，您要找哪个？',
    bySlip: '有回执上的查询码',
    bySlipNote: '凭查询码还能看到写的话。一共 10 位，不分大小写，一小时可以试 5 次。',
    code: '查询码',
    findSlip: '凭码查',
    dates: '办到哪一步',
    words: '写的话',
    more: '登录，或者用查询码，能看到写的话。',
    open: '看这件事的全部',
    again: '再查一件',
    said: (day: string) => `${day}说的`,
  },

  clock: {
    latest: '现在用的',
    earlier: (n: number) => `第 ${n} 次算的，后来换了`,
    madeAt: (day: string) => `${day}算的`,
    from: (day: string) => `从 ${day} 收到算起`,
    reason: {
      raised: '刚收到时，先按一般的事算',
      repair: '定了是修，按修的日子算',
      build: '定了是新建，先定计划',
      class: '定了归哪一类，按那一类算',
      plan: '按公开的计划，下一步的日子',
      reopened: '本人说还没好，重新给的日子',
      calendar: '放假通知公布后重算',
    },
    planDay: '计划里写的日子，不另外数天',
    recounted: '这一版是按当时的日历算的，日子没有改',
    source: '照着哪条规定',
    roundTheClock: '不分昼夜，连着算',
    show: '一天一天看',
    back: '回到这件事',
  },

  messages: {
    handed: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：现在到了${facts.place}，${facts.who}在办。总时间接着算，不会从头来。`,
      toHandlers: (facts: NewsFacts) =>
        `${facts.village} #${facts.no} 现在由您负责${facts.due ? `，最晚 ${facts.due}` : ''}。总时间接着算，不会从头来。`,
    },
    raised: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        facts.due
          ? `您说的事记下了（#${facts.no}），最晚 ${facts.due} 前有人回您。`
          : `您说的事记下了（#${facts.no}）。${isPrivate ? '' : '急事请先打 110、119、120。'}`,
      toHandlers: (facts: NewsFacts) =>
        facts.due
          ? `${facts.village} #${facts.no} 来了一件事，最晚 ${facts.due} 前要答复。`
          : `${facts.village} #${facts.no} 来了一件急事，请马上看。`,
    },
    answered: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：${facts.who}回您了，点开看看。`,
      toHandlers: () => '',
    },
    classified: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：怎么办、哪天前办好定了${facts.due ? `（${facts.due} 前）` : ''}，点开看看。`,
      toHandlers: () => '',
    },
    contested: {
      toPeople: () => '',
      toHandlers: (facts: NewsFacts) =>
        `${facts.village} #${facts.no}：本人不同意这样办，请镇上再看、再定。`,
    },
    planned: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：有计划了，下一步${facts.due ? `在 ${facts.due} 前` : ''}。`,
      toHandlers: () => '',
    },
    progress: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：有新进展，点开看看。`,
      toHandlers: () => '',
    },
    proposed: {
      toPeople: (facts: NewsFacts, isPrivate: boolean) =>
        `${thing(facts, isPrivate)}：${facts.who}说办好了，请您看一眼，您点了才算数。`,
      toHandlers: () => '',
    },
    confirmed: {
      toPeople: () => '',
      toHandlers: (facts: NewsFacts) => `${facts.village} #${facts.no}：本人说确实好了。`,
    },
    reopened: {
      toPeople: () => '',
      toHandlers: (facts: NewsFacts) =>
        `${facts.village} #${facts.no}：本人说还没好，请接着办${facts.due ? `，${facts.due} 前再答复` : ''}。`,
    },
  },
};
