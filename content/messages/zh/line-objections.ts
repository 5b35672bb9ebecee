interface NewsFacts {
  village: string;
  no: number;
  isPrivate: boolean;
  who: string;
  due: string | null;
}

/** What names a person is not named in a message: a phone lies on the table. */
const thing = ({ village, no, isPrivate }: NewsFacts) =>
  isPrivate ? '您问的一件事' : `您问${village}的账 #${no}`;

/** Words of what people ask about a line of the accounts. */
export const lineObjections = {
  kind: {
    name: '问账',
    shared: (place: string, title: string) => `${place}有人问账：${title}`,
  },
  /** The county's discipline inspection, by the name of the county. */
  county: (name: string) => `${name}纪检`,
  /** Of the supervision committee, which answers what names a person. */
  supervision: {
    village: '村务监督委员会',
    community: '居务监督委员会',
    campus: '居务监督委员会',
  },
  outcomes: {
    explained: '说清楚了',
    corrected: '改过来了',
    unfounded: '没有这回事',
  },
  states: { asked: '等答复', replied: '在查', answered: '答复了' },
  news: {
    asked: ({ village, no, due }: NewsFacts) =>
      `${village}有人问账（#${no}）${due ? `，最晚 ${due} 前要先回一句` : ''}。`,
    replied: (facts: NewsFacts) => `${thing(facts)}：${facts.who}先回了您一句，点开看看。`,
    answered: (facts: NewsFacts) => `${thing(facts)}：${facts.who}答复您了，点开看看。`,
    raised: ({ village, no, due }: NewsFacts) =>
      `${village}问账 #${no} 转到您这里了${due ? `，最晚 ${due} 前答复` : ''}。总时间接着算，不会从头来。`,
    raisedAbove: ({ village, no }: NewsFacts) =>
      `${village}问账 #${no}：本人请上面再看一遍，已经转上去了。`,
    handed: (facts: NewsFacts) =>
      `${thing(facts)}：现在由${facts.who}来答。总时间接着算，不会从头来。`,
    handedTo: ({ village, no, due }: NewsFacts) =>
      `${village}问账 #${no} 现在由您答复${due ? `，最晚 ${due}` : ''}。`,
  },
  ask: {
    title: '我对这笔有疑问',
    struck: '这一行后来更正过',
    lineIs: (no: number) => `第 ${no} 行`,
    backTo: (title: string) => `回到《${title}》`,
    question: '您想问什么',
    hint: '一句话就行，比如“石子 6,800 元是几车？”。不用写自己的电话。',
    publicTo: '大家都看得到您问的话，答复也一直摆在这一行旁边。',
    villageTo: (here: string) => `${here}的人看得到您问的话和答复。`,
    privateTo: (who: string) =>
      `这一行说的是一个人，所以您问的话不公开：只有您自己、${who}、镇上和纪检看得到。查清以后，这一行只写“有人问过，已核实”。`,
    townTo:
      '这一行说的是一个人，所以您问的话不公开，直接交给镇上：只有您自己、镇上和纪检看得到，村里没有人看得到。查清以后，这一行只写“有人问过，已核实”。',
    answerer: (who: string, limits: string) => `由${who}答复您：${limits}`,
    rule: (source: string) => `这几天是照这条定的：${source}。`,
    nobody: '这里还没有排好负责的人，请打村里的电话。',
    limits: (first: string | null, finish: string | null) =>
      first && finish
        ? `最晚 ${first} 前先回一句，${finish} 前说清楚。`
        : '等放假通知公布后算出哪天前答复。',
    shownAs: '别人看到的名字',
    signIn: '发之前要先登录，您写的会给您留着。',
    send: '问出去',
    notAccusation: '不是举报，就是想问清楚',
    notAccusationHint: '问出去以后先有人看一眼，再给大家看。',
  },
  page: {
    crumb: '问账',
    over: (village: string) => `${village}·问账`,
    onLine: '问的是这一行',
    audience: {
      public: '大家都看得到',
      village: '只给本村的人看',
      handlers: '不公开：只有本人、监督委员会、镇上和纪检看得到',
      town: '不公开：只有本人、镇上和纪检看得到',
    },
    answers: '答复',
    earlier: '前面的答复',
    total: (days: number) => `总共第 ${days} 天，时间不重来`,
    took: (days: number) => (days === 0 ? '当天答复' : `前后 ${days} 天`),
    stage: (level: string, days: number) => `到${level}第 ${days} 天`,
    corrected: '账改过来了：看改了什么',
    steps: '一步一步',
    step: {
      asked: '问出来了',
      replied: '先回了一句',
      answered: (outcome: string) => `答复：${outcome}`,
      raised: (level: string) => `请${level}再看一遍`,
    },
    why: (words: string) => `您写的原因：${words}`,
    whyTheirs: (words: string) => `本人写的原因：${words}`,
  },
  act: {
    reply: '先回一句',
    replyHint: '还要查，就先说清楚：谁在查、查什么、哪天有结果。光说“收到”不算，时间照样走。',
    answer: '答复并了结',
    answerHint: '写明钱怎么花的、凭据在哪里。大家都看得到，会一直摆在这一行旁边。',
    answerHintPrivate: '写明查了什么、怎么核实的。只有本人、监督委员会、镇上和纪检看得到。',
    answerHintTown: '写明查了什么、怎么核实的。只有本人、镇上和纪检看得到。',
    words: '写给问的人',
    outcome: '查下来是',
    outcomeHints: {
      explained: '账没有错，把来龙去脉说明白',
      corrected: '账有错，已经更正',
      unfounded: '查了凭据，没有他说的情况',
    },
    correctFirst: '账有错，请先更正这张表，再来答复。',
    correct: '去更正这张表',
    send: '发出去',
    raise: (level: string) => `请${level}再看一遍`,
    raiseLate: '到日子了还没有说清楚，您可以请上一级来看。',
    raiseAnswered: (day: string) => `对答复不满意，${day} 前可以请上一级再看一遍。`,
    raiseWhy: '哪里还没有说清楚',
    raiseWhyHint: '只有经手的人看得到这句话。',
    raiseSend: (level: string) => `交给${level}`,
  },
  list: {
    title: '大家问的账',
    intro: '问的是哪一笔、谁来答、哪天前答，都在这里。牵涉到个人的不公开，不在这里。',
    all: '全部',
    none: '还没有人问过账。看到哪一笔不明白，点那一行的“我对这笔有疑问”。',
    open: '看公开的账',
  },
  desk: {
    rail: '问账',
    title: '大家问的账',
    lead: '最急的在前面。牵涉到个人的，只有监督委员会、镇上和纪检看得到。',
    none: '没有等着答复的。',
    caption: '等着答复的问账',
    question: '问的是',
    table: '哪一笔',
    place: '哪里',
    due: '还有多久',
    isPrivate: '不公开',
    late: '晚了',
  },
};
