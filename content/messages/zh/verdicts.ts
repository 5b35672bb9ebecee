/** Villagers drawn by lot say whether a promise was kept: asking, answering, what came out. */
export const verdicts = {
  verdicts: { kept: '兑现', part: '部分兑现', broken: '未兑现', undecided: '人数不够' },
  ask: {
    title: '这件事办成了没有',
    lead: (village: string) =>
      `${village}抽到您来说一句。您怎么说，谁也看不到，评完只公布几个人怎么说。`,
    promised: '当时说好的',
    dueOn: '哪天以前',
    measure: '怎样算办成',
    more: '看书记都说过什么',
    claims: { done: '书记说：办成了', part: '书记说：办成了一部分', 'not-done': '书记说：没办成' },
    noClaim: '到日子了，书记还没说办得怎么样。',
    question: '您看呢',
    answers: { kept: '办成了', part: '办成了一部分', broken: '没办成' },
    reasons: '为什么这样说，可以选几样',
    send: '就这样说',
    again: '改成这样',
    until: (day: string) => `到${day}晚上 12 点以前都可以改。`,
    given: '您说过了，下面还可以改。',
    over: '这件事已经评完了',
    overText: '谢谢您。结果写在承诺那一页。',
    toResult: '看结果',
    fair: '怎么抽到的，一步一步都能查',
  },
  mine: {
    title: '请您说一句',
    until: (day: string) => `${day}以前`,
    answered: '说过了，还可以改',
  },
  result: {
    title: '村民怎么评',
    line: (invited: number, answered: number) => `抽到 ${invited} 位，${answered} 位作答`,
    counts: (kept: number, part: number, broken: number) =>
      `兑现 ${kept}，部分兑现 ${part}，未兑现 ${broken}`,
    reasons: '勾得多的理由：',
    reason: (words: string, n: number) => `${words}（${n} 位）`,
    rule: (needed: number, kept: string, broken: string) =>
      `怎么算：至少 ${needed} 位作答；${kept}说兑现才算兑现，${broken}说未兑现才算未兑现，别的算部分兑现。`,
    share: (part: number, whole: number) =>
      `${'零一二三四五六七八九十'[whole] ?? whole}分之${'零一二三四五六七八九十'[part] ?? part}`,
    secret: '谁怎么说的没有留下，数完就销毁了。',
    draw: '怎么抽的',
    asking: (day: string) => `抽到的村民正在说，到${day}为止。说完以前谁也看不到。`,
  },
  recent: '村民评过的承诺',
  kin: {
    title: '申报亲属',
    rail: '申报亲属',
    line: '您家里的亲属不参加评您的承诺。申报的是谁只有您看得到，公开的只有几位。',
    name: '姓名',
    household: '户号',
    householdHint: '有同名的才要写',
    add: '申报',
    drop: '撤回',
    none: '还没有申报。',
  },
  paper: {
    title: '纸上的回答',
    sheets: '要上门问的',
    none: '抽到的都有账号，不用上门。',
    hidden: '名字要先打开对照表才看得到。',
    done: '两个人录得一样，算数了',
    entered: '录了一遍，等另一位同志再录',
    enteredOwn: '您录了一遍，等另一位同志再录',
    enter: '录入',
    until: (day: string) => `${day}以前录完`,
    token: (token: string) => `签号 ${token}`,
  },
  messages: {
    over: (what: string, verdict: string) =>
      `抽到您说的那件事评完了：“${what}”，${verdict}。谢谢您。`,
    gone: '抽到您说的那件事不用再评了：那封信已经撤下来了。',
    asked: (what: string, until: string) =>
      `抽到您来说一句：“${what}”办成了没有。${until}以前都可以说，谁也看不到您怎么说。`,
    decided: (what: string, verdict: string) => `村民评完了：“${what}”，${verdict}`,
    paperDiffers: (token: string) => `签号 ${token} 的纸，两个人录得不一样，请对着纸重新录`,
  },
};
