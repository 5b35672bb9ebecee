/** Appointing many people to posts by a table. */
export const postsImport = {
  link: '用一张表登记多位',
  title: (place: string) => `${place}：用一张表登记`,
  lead: '一张表，一行一个职务：组、姓名、手机、职务、副手。先看会登记谁，您点了才算数。',
  back: '回谁管什么',
  columnsTitle: '表里要有什么',
  columns: [
    '姓名、手机、职务一定要有；列的先后不要紧，多出来的列不看。',
    '职务写书记、主任、文书、会计、委员、监委会主任、网格员、组长，前面可以带全称，例如“党总支书记”。',
    '副手这一列写“是”，就是副手；副手自己另写一行。写“副书记”“副网格员”也行。',
    '“从哪天”空着，就从今天起。已经在任的不会变；要换人，请先给原来的那位办离任。',
  ],
  townColumn: '前面加一列“村”；“组”空着，就是村里的职务。',
  villageColumn: '“组”空着，就是村里的职务。组要先在“怎么分”里建好。',
  template: '下载空表（Excel）',
  templateText: '空表（CSV）',
  templateHint:
    'Excel 空表用 Excel 或 WPS 打开，各列都设成了“文本”。用 CSV 的，填之前先把“手机”这一列设成“文本”。',
  waiting: (n: number) => `上次传的表还等着：${n} 个职务`,
  waitingOpen: '接着看',
  send: '看看会登记谁',

  check: {
    title: (place: string) => `${place}：看看会登记谁`,
    lead: (n: number) => `读到 ${n} 个职务。还没有登记。`,
    none: '没有等着登记的表',
    noneHint: '传上来的表只留 24 小时。请再传一次。',
    ready: '要登记',
    accounts: '其中新开账号',
    same: '已经在任，不动',
    wrong: '登记不了的行',
    posts: (n: number) => `${n} 个职务`,
    people: (n: number) => `${n} 人`,
    lines: (n: number) => `${n} 行`,
    newcomer: '新开账号',
    apply: (n: number) => `登记这 ${n} 个职务`,
    passwords:
      '这里没有接短信。点了以后会显示各人的初始密码，只显示这一次，请先准备好打印或者抄写。',
    nothing: '没有要登记的：都已经在任，或者有错。',
    drop: '不登记，删掉这张表',
    otherFile: '另传一张',
    faultsTitle: '这些行这次不登记',
    faultsLead: '请在表里改好，再传一次；对的行可以先登记。',
  },

  passwords: {
    title: '初始密码',
    lead: (n: number) => `登记好了。下面是 ${n} 位的初始密码，每人一条，剪开当面交给本人。`,
    to: (place: string, name: string) => `${place}·${name}`,
  },

  fault: {
    noSuchVillage: () => '没有找到这个村，请写村名',
    noSuchGroup: () => '村里没有这个组。请先在“怎么分”里建好，或者看看写对没有',
    noSuchMicroGrid: () => '组里没有这个微网格',
    postUnknown: () => '不认识这个职务。请写书记、主任、文书、委员、监委会主任、网格员、组长',
    postNotHere: () => '这个职务不在这一级：网格员、组长在组里，书记、主任在村里',
    deputyWrong: () => '副手这一列只写“是”或者空着；副手自己另写一行',
    phoneTwoNames: (_: string, other: number) => `和第 ${other} 行是同一个手机号，名字不一样`,
    sameLineTwice: (_: string, other: number) => `和第 ${other} 行是同一个人、同一个职务`,
    twoHeads: (_: string, other: number) =>
      `第 ${other} 行已经有一位正职了。一个地方只有一位，别的写成副手`,
    accountStopped: () => '这个手机号的账号停用了',
    nameDiffers: () => '这个手机号的账号不叫这个名字。请再看看号码，或者请本人先把名字改成本名',
    phoneUnproven: () => '这个手机号还没有人核过。请网格员先当面认一下本人',
    postTaken: (_: string, __: number, name: string) =>
      `已经有${name}在任。请先办离任，或者把这一位写成副手`,
    holdsItOtherwise: () => '这一位已经有这个职务，正副和表里不一样。请先办离任',
    notYoursToFill: () => '这个职务不归您登记，要由上一级来',
    notYourself: () => '自己的职务要由别人来登记',
  },
};
