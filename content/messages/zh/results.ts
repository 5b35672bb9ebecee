/** What was published of a round of the month's ten best: the table, a sheet, the formula. */
export const results = {
  chosen: '评出来的',
  noneChosen: '这一轮没有评出来的。',
  place: (n: number) => `第 ${n} 名`,
  shared: '同分并列',
  points: (n: string) => `${n} 分`,
  remark: '评语',
  townReason: '镇上推荐时说',
  gone: '原文已经撤下',
  table: {
    title: '打分表',
    caption: (most: number) =>
      `满分 ${most} 分。点开哪一份，能看到每位评委每一项给了几分、为什么。`,
    columns: {
      entry: '哪一份',
      sheets: '各位评委给的',
      review: '评委平均',
      fulfilment: '兑现',
      score: '总分',
      place: '名次',
    },
    notScored: (least: number) => `评委不够 ${least} 位，不打分`,
    notChosen: '没有选上',
    dropped: { highest: '最高，去掉', lowest: '最低，去掉' },
  },
  entry: {
    title: (title: string) => `《${title}》的打分表`,
    toPost: '看原文',
    reviewer: (no: number) => `评委 ${no}`,
    total: (n: number) => `一共 ${n} 分`,
    line: (n: number, most: number) => `${n} 分，满分 ${most} 分`,
    average: '去掉最高和最低，剩下的平均',
    fulfilment: (done: number, due: number) => `到期 ${due} 件，办成 ${done} 件`,
    nothingDue: '没有到期的，给满分',
    back: '回到这一轮',
  },
  reviewers: {
    title: '评委',
    drawn: (n: number) => `${n} 位评委在读，抽签抽出来的。评完公布他们的名字。`,
    names: (names: string) => `这一轮的评委：${names}。哪一张表是谁打的，不公布。`,
    draw: '怎么抽的',
  },
  frozen: {
    title: '定下来的表',
    text: '公布的时候就定住了：后来的承诺怎么样、信改没改，这张表都不变。',
    hash: '这张表的指纹',
    version: (n: number, day: string) => `第 ${n} 版，${day}公布`,
    data: '下载这张表的数据',
  },
  formula: {
    title: '怎么评的',
    link: '怎么评的，什么算分、什么不算',
    lead: '每个月怎么评，数字和步骤都在这一页。换了数字，会写明从哪一版起。',
    scores: '什么算分',
    whole: (most: number) => `满分 ${most} 分`,
    review: (most: number) =>
      `评委打分 ${most} 分：每位评委每一项给整数分，写明为什么；去掉一张总分最高的、一张总分最低的，剩下的平均。`,
    fulfilment: (name: string, most: number) => `${name} ${most} 分：办成几件除以该办成几件。`,
    least: (n: number) => `交上来的表不到 ${n} 张，这一份不打分，写明“评委不够”。`,
    survey:
      '本来还该抽居民问一问，占 10 分。这一项还没有做，所以现在没有这 10 分，也没有拿别的来顶。',
    rubric: '评委看这几项',
    never: '什么不算分',
    neverList: [
      '点赞、“我家也是”、评论和问题有多少，一分不算',
      '多少人看过、转发过，一分不算，也没有记',
      '谁登录过、学了多久，一分不算',
      '谁先报名谁后报名，不算；打乱顺序，结果一样',
    ],
    neverProof: '算分的程序碰不到这些数。每次改程序都要过一道检查：把这些数全改掉，分数一分不变。',
    steps: '一步一步',
    stepList: {
      enter: (days: number) =>
        `月底夜里 12 点以前自愿报名，一个村一份；随后 ${days} 天由各镇推荐，写明理由。`,
      town: (n: number) => `一个镇最多推荐 ${n} 份，也最多评上 ${n} 份。`,
      draw: (n: number, more: number) =>
        `组织部请人进评委名单，本人答应才算。每一轮用事先说好的彩票号码抽签：前 ${n} 位评，再抽最多 ${more} 位备着。`,
      avoid:
        '自己报了名的不能评；自己镇上的、申报了有亲属的村的，不读；认得出是谁的，可以随时回避。不够的由后面抽到的补上。',
      blind:
        '评委读的时候，人名、村名、镇名都遮住，看不到点赞和评论。写的事情本身认得出来的，遮不住。',
      read: (most: number, least: number, days: number) =>
        `一位评委最多读 ${most} 份，每一份至少 ${least} 位读，${days} 个工作日评完。`,
      choose: (places: number) =>
        `总分从高到低取前 ${places} 名；同分并列，不抽签也不比先后，所以有时会多于 ${places} 份。`,
      publish: (days: number) => `打分表和理由全部公布，${days} 个工作日里谁有不同意见都可以提。`,
    },
    weights: '这些数写在规则表里，每一版都留着；改了数字，从下一轮起用。',
    rules: (version: number) => `现在用的是第 ${version} 版`,
  },
};
