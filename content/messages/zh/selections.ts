/** Words of the month's ten best (十佳): rounds, entries, what towns recommend. */
export const selections = {
  title: '每月十佳',
  intro:
    '每月一轮：自愿报名，各镇写明理由推荐，抽签抽出的评委隐去名字来读、逐项打分。没报的不点名。',
  all: '各月的',
  likes: '点赞、浏览、转发一分不算。',
  nothing: '还没有哪个月评过。',
  nothingText: '组织部开了一轮，这里就能看到。',
  month: (month: string) => {
    const [year, no] = month.split('-');
    return `${year}年${Number(no)}月`;
  },
  /** Each kind of round; what a kind adds stands here under its code. */
  kinds: {
    letters: {
      name: '十佳公开信',
      round: (month: string) => `${month}的公开信`,
      writer: (place: string, name: string) => `${place}书记 ${name}`,
      mine: (place: string) => `${place}这个月的信`,
      none: '这个月还没有写信。写了再来报名，不报也行。',
      rules: ['信是本村书记自己写的', '信是当月发的', '信里有承诺写明哪天前、怎样算办成'],
      verdicts: {
        own: { met: '是您自己写的', unmet: '不是您写的，谁写的谁报' },
        'in-month': { met: '是当月发的', unmet: '不是当月发的' },
        promises: { met: '有日子、有标准的承诺', unmet: '还缺一件写明哪天前、怎样算办成的事' },
      },
      fulfilment: '兑现',
      fulfilmentHow:
        '看写信的书记在本村、这一年里到期的承诺：村民抽签评过算“兑现”的算办成，“部分兑现”“未兑现”和到期未报的算没办成，还在问的、人数不够的不算进来。一件都没到期，给满分。',
    },
    cases: {
      name: '十佳治理案例',
      round: (month: string) => `${month}的治理案例`,
      writer: (place: string, name: string) => `${place} ${name}`,
      mine: (place: string) => `${place}这个月的案例`,
      none: '这个月还没有写案例。办好一件、写成案例再来报名，不报也行。',
      rules: ['提的人自己点了“确实好了”', '案例是当月写的', '原来和现在的照片都在'],
      verdicts: {
        confirmed: { met: '提的人说好了', unmet: '提的人还没说好，或者那件事看不到了' },
        'in-month': { met: '是当月写的', unmet: '不是当月写的' },
        pictures: { met: '原来、现在的照片都在', unmet: '还缺原来或者现在的照片' },
      },
      fulfilment: '按时',
      fulfilmentHow:
        '看这件事自己的两个钟：头一次答复算一件，办好算一件；新修的按计划一步一步算。村民看一眼花的时间不算在内。',
    },
    lessons: {
      name: '我为党旗添光彩·微党课',
      round: (month: string) => `${month}的微党课`,
      writer: (place: string, name: string) => `${place} ${name}`,
      mine: (place: string) => `${place}这个月的课`,
      none: '这个月村里还没有讲课。讲了再来报名，不报也行。',
      rules: ['课是本村自己讲的，镇上和全市的课不参评', '课是当月讲的', '人人看得到'],
      verdicts: {
        village: { met: '是本村自己讲的', unmet: '是镇上或者全市的课，不参评' },
        'in-month': { met: '是当月讲的', unmet: '不是当月讲的' },
        public: { met: '人人看得到', unmet: '只给本村看，别人没法提意见' },
      },
      fulfilment: '承诺',
      fulfilmentHow: '课里没有承诺，这一项不算分。',
    },
  },
  phases: {
    entering: '正在报名',
    recommending: '各镇正在挑',
    drawing: '等抽评委',
    reviewing: '评委正在读',
    objecting: '公示中',
    final: '定了',
  },
  entriesUntil: (day: string) => `报名到 ${day}夜里 12 点`,
  townsUntil: (day: string) => `各镇挑到 ${day}夜里 12 点，挑完一起公布`,
  publishedAt: (day: string) => `${day}公布`,
  townsChose: '各镇挑好了，等抽签抽评委',
  reviewUntil: (day: string) => `评委读到 ${day}夜里 12 点`,
  objectionsUntil: (day: string) => `公示到 ${day}夜里 12 点，谁有不同意见都可以提`,
  recommended: '镇上推荐的',
  noneRecommended: '这一轮各镇没有推荐。',
  entered: '自己报名的',
  alsoEntered: '也报了名的',
  noneEntered: '还没有人报名。',
  order: '按镇和村排，不分先后。',
  reason: '推荐理由',
  how: {
    title: '怎么挑的',
    town: (most: number) => `一个村一轮报一份，一个镇最多推荐 ${most} 份，每份写明理由。`,
    withdrawn: '报名截止以前，随时可以收回。',
  },
  older: '更早的',
  newest: '回到最近的',

  /** The desk. */
  desk: {
    rail: '每月十佳',
    lead: '自愿报名，各镇写理由推荐，公布以前谁也看不到别的镇推荐了哪份。',
    open: (name: string, month: string) => `开${month}的${name}`,
    openNote: '开了以后，当月的就能报名，月底夜里 12 点截止。',
    enter: '报名',
    isEntered: '已经报名',
    takeBack: '收回',
    oneOnly: '一轮报一份。想换一份，先收回这份。',
    entriesOver: '报名已经截止。',
    town: (town: string, n: number, most: number) => `${town}的，推荐了 ${n} 份，最多 ${most} 份`,
    notYet: '报名截止以后再挑，免得先报的占便宜。',
    over: '各镇已经挑完，公布了。',
    reasonHint: (most: number) => `说清楚好在哪里、哪一句打动人，最多 ${most} 个字，大家都看得到。`,
    recommend: '推荐这份',
    isRecommended: '已推荐',
    notRecommend: '不推荐了',
    all: '全部报名',
    publicPage: '看公开的一页',
  },
};
