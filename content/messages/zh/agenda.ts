/** Words of the days that a village has before it, and of what runs there now. */
export const agenda = {
  kinds: {
    vote: '投票',
    survey: '问卷',
    meeting: '开会',
    gathering: '联名',
    talking: '议事',
    drive: '大讨论',
    contest: '评选',
  },
  /** What a village decides together just now, on its home. */
  now: {
    label: '眼下要大家一起定的',
    left: (days: number) => {
      if (days === 0) return '今天最后一天';
      return days === 1 ? '明天最后一天' : `还有 ${days} 天`;
    },
    meets: (days: number) => {
      if (days === 0) return '今天开';
      return days === 1 ? '明天开' : `还有 ${days} 天开`;
    },
    more: (n: number) => `另外 ${n} 件`,
    days: '看日子',
  },
  /** The same for a county or a town, over all its villages. */
  everywhere: {
    label: '各村眼下大家一起定的',
    title: (place: string) => `${place}眼下大家一起定的`,
    line: '各村正在办的，先到日子的排在前面。谁可以参加，点进去看。',
    kinds: '看哪一种',
    none: '眼下没有',
    noneText: '哪个村有了，会先公告，这里马上看得到。',
    county: (county: string) => `看${county}的`,
  },
  tiles: {
    hall: '议事厅',
    matters: (n: number) => `${n} 件正在议`,
    days: '日子',
    daysWhat: '开会、投票哪天',
  },
  page: {
    title: '日子',
    line: '开会、投票、问卷、说好要办成的事，哪一天、在哪里、谁可以来，都在这里。',
    ahead: '往后的',
    past: '刚过去的',
    none: '往后还没有定下的日子',
    noneText: '要开会、要投票，会先公告，日子就会在这里。',
    more: '再往后的，日历里都有。',
    off: '取消了',
    subscribe: '放进手机日历',
    subscribeWhy: '点一下，手机会问要不要订阅。订了以后，日子定了、改了，手机日历自己会跟着变。',
    tap: '订阅到日历',
    byHand: '点了没反应，就自己加',
    steps: [
      '苹果手机：设置 → 日历 → 账户 → 添加账户 → 其他 → 添加已订阅的日历，把下面的网址填进去。',
      '华为、小米、荣耀等手机：日历 → 设置 → 日程导入或网络日历 → 新建订阅，填下面的网址；没有这一项的，用下面的文件。',
      '电脑上的日历：找「从网址订阅」或「通过 URL 添加」。',
    ],
    address: '网址',
    file: '下载日历文件',
    fileNote: '文件只有今天为止定下的日子，以后不会自己变。',
    private: '日历里只有公开的日子，没有谁的名字，也不知道是谁订的。',
  },
  /** What stands on a day: its title holds the thing's own title. */
  entries: {
    opens: (title: string) => `开始投票：${title}`,
    closes: (title: string) => `投票截止：${title}`,
    held: (title: string) => `到会投票：${title}`,
    meeting: (name: string, title: string) => `${name}：${title}`,
    survey: (title: string) => `问卷最后一天：${title}`,
    talk: (title: string) => `议事最后一天：${title}`,
    drive: (title: string) => `大讨论最后一天：${title}`,
    nominate: (title: string) => `推荐最后一天：${title}`,
    object: (title: string) => `提意见最后一天：${title}`,
    judge: (title: string) => `评委打分最后一天：${title}`,
    promise: (title: string) => `说好这天办成：${title}`,
    resolution: (title: string) => `决议定的办成日子：${title}`,
  },
  /** Who may come or take part. */
  who: {
    roll: '名册上的人投票',
    meeting: (body: string) => `${body}参加`,
    villagers: '本村村民都可以',
    groups: (names: string) => `${names}的村民`,
    judges: '抽出来的评委',
  },
  calendar: (place: string) => `${place}的日子`,
  and: '、',
  place: (where: string) => `地点：${where}`,
  description: (who: string | null, address: string) => [who, address].filter(Boolean).join('\n'),
  mine: {
    title: '等您看的',
    asks: {
      survey: '请您填问卷',
      nomination: '有人提名了您家，愿不愿意您说了算',
      judging: '请您当评委打分',
      invited: '请您来议一议',
    },
    until: (day: string) => `${day}截止`,
  },
};
