/** Words of 联名要求公开: villagers ask together for what the catalogue does not have. */
export const disclosureRequests = {
  kind: {
    name: '联名要求公开',
    shared: (place: string, title: string) => `${place}有人联名要求公开：${title}`,
  },
  states: { open: '正在签名', reached: '人数够了', over: '人数没有够' },
  /** The village's own item that a request becomes. */
  item: {
    name: (no: number) => `联名要求公开的事项（#${no}）`,
    columns: { matter: '事项', detail: '内容', day: '日期', amount: '金额' },
  },
  news: {
    reached: (day: string) => `您发起的联名够人数了，村里最晚${day}公开。`,
    owed: (village: string, day: string) => `${village}：村民联名要求公开一件事，最晚${day}公开。`,
  },
  list: {
    title: '联名要求公开',
    intro:
      '公开目录里没有、又想知道的，可以联名要求公开。十分之一以上的村民，或者五分之一以上的村民代表签名，村里就要公开。',
    start: '发起一个',
    none: '还没有人发起。目录里没有、又想知道的，您来开个头？',
    signed: (signed: number, needed: number) => `${signed} 人签了，要 ${needed} 人`,
    open: '看公开目录',
  },
  start: {
    title: '联名要求公开',
    back: '回到联名要求公开',
    what: '要公开什么',
    whatHint: '一句话，比如“村口鱼塘这三年的承包合同”。',
    why: '为什么要公开',
    whyHint: '说说您想知道的是哪一段、哪几笔。发出以后不能再改，因为别人签的是这些话。',
    shownAs: '别人看到的名字',
    send: '发起，签上我的名',
    asker: '谁来联名',
    askers: { villagers: '村民', representatives: '村民代表' },
    askerHint: (needed: number, outOf: number) => `要 ${needed} 人签名，一共 ${outOf} 人`,
    terms: (needed: number, day: string) => `要 ${needed} 人签名，${day}以前都可以签。`,
    termsBoth: (day: string) => `${day}以前都可以签。`,
    after: (days: number) => `人数够了，村里在 ${days} 天以内公开。`,
    onlyVillagers: (here: string) => `${here}在册的人才能发起和签名。`,
    signIn: '登录以后可以发起',
    inCatalogue: '先看看公开目录里有没有：有的，到日子就要公开，用不着联名。',
  },
  page: {
    crumb: '联名要求公开',
    counted: (signed: number, needed: number) => `${signed} 人签了，要 ${needed} 人`,
    basis: {
      adults: (outOf: number) => `按发起那天村里满十八岁的 ${outOf} 人算，十分之一以上就够。`,
      villagers: (outOf: number) =>
        `按发起那天名册上的 ${outOf} 人算，十分之一以上就够。有的人年龄没写明，也算在里面；写明没满十八岁的不算。`,
      representatives: (outOf: number) =>
        `由村民代表联名。按发起那天的 ${outOf} 位代表算，五分之一以上就够。写明没满十八岁的不算。`,
    },
    until: (day: string) => `${day}以前都可以签`,
    over: (day: string) => `签到${day}为止，人数没有够。可以再发起一次。`,
    reached: (day: string) => `${day}人数够了`,
    owes: (day: string) => `村里最晚${day}公开`,
    shown: '已经公开，点开看',
    noNames: '这里只写人数，不写谁签了。',
    sign: '我也要求公开',
    unsign: '收回签名',
    signed: '您签过了。',
    onlyVillagers: (here: string) => `${here}在册的人才能签。`,
    onlyRepresentatives: '这一件由村民代表联名，您不在代表名册上。也可以由村民另外发起。',
    signIn: '登录以后可以签',
  },
};
