/** Words of 书记公开信. */
export const letters = {
  kind: {
    name: '书记公开信',
    shared: (place: string, title: string) => `${place}书记写了一封信：${title}`,
  },
  list: {
    title: '书记公开信',
    intro: '书记写给大家的信。说好的事写明哪天前、怎样算办成，办没办成，抽到的村民说了算。',
    write: '写一封信',
    all: '全部的信',
    nothing: '书记还没有写信。',
  },
  page: {
    over: (village: string, day: string) => `${village}书记公开信·${day}`,
    writer: '写信的人',
    changed: (when: string) => `${when} 改过字句`,
    history: '看每一稿',
    likes: '点赞不参加评选',
  },
  form: {
    title: '写一封信',
    intro:
      '先说我是谁、办成了什么、没办成什么卡在哪，再写接下来办什么、哪天前。写了日子和标准的才算承诺，到日子由抽到的村民说办没办成。',
    subject: '题目',
    body: '信的内容',
    bodyHint: '用 **两个星号** 把字加粗；空一行就是另起一段。别人的电话、证件号会遮住。',
    lines: '说好的事',
    linesHint: '没有标准或者没有日子的，单独列成“打算”，不算承诺。',
    line: (no: number) => `第 ${no} 件`,
    what: '办什么',
    whatHint: '比如：86 户改厕全部验收',
    measure: '怎样算办成',
    measureHint: '比如：镇上验收表 86 张都签了字',
    dueOn: '哪天以前',
    dueOnHint: '比如 2026-12-31',
    helpers: '谁来办',
    moreLines: '再写几件',
    send: '发出去',
    sentForGood: '发出去以后，字句可以改，每一稿都留着；说好的事收不回来。',
  },
};
