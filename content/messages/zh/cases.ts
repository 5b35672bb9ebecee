/** Words of 治理案例: solved matters of a village told again. */
export const cases = {
  kind: {
    name: '治理案例',
    shared: (place: string, title: string) => `${place}的治理案例：${title}`,
  },
  list: {
    title: '治理案例',
    intro: '提的人说“确实好了”，才能写进来。原来什么样、怎么办的、现在什么样，别的村照着能不能做。',
    add: '写一个案例',
    nothing: '还没有写过案例。',
    nothingHint: '大家说的事里，办好的都看得到。',
  },
  /** Headings of the four parts; they stand in the text itself. */
  parts: {
    was: '原来什么样',
    how: '怎么办的',
    now: '现在什么样',
    elsewhere: '别处能不能照着做',
  },
  choose: {
    title: '写哪一件',
    intro: '从公开的、提的人说好了的事里选一件。办过这件事的人，在那件事自己的页面上也能写。',
    nothing: '还没有提的人说好了的事。',
    write: '写这一件',
  },
  form: {
    title: '写治理案例',
    intro:
      '日子和村里、镇上说过的话已经填好，您改成连贯的话。提的人在这里都叫“本村村民”，不写名字、门牌、电话。',
    matter: '写的是这件事',
    subject: '题目',
    wasHint: '多少户、多久了、难在哪里。用您自己的话，不抄提的人的原话。',
    howHint: '先做什么、后做什么，跟谁商量的，花了多少钱、多少工。走过的弯路也写。',
    nowHint: '拿得出的数：几盏灯、几公里、几户。',
    elsewhereHint: '别的村要照着做，先要有什么，哪一步最容易卡住。不好照做也直说。',
    before: '原来的照片',
    after: '现在的照片',
    photo: (n: number) => `照片 ${n}`,
    noPhoto: '不放照片',
    photosHint: '照片还是那件事的：那边遮了、下了，这里也一样。两张都有，才能报名十佳。',
    noPhotos: '这件事没有公开的照片。',
    send: '发出来',
  },
  filled: {
    confirmed: (day: string, days: number, reopened: number) =>
      `${day}，提的村民说“确实好了”。前后 ${days} 天${reopened > 0 ? `，中间退回重办 ${reopened} 次` : ''}。`,
  },
  page: {
    matter: '说的是这件事',
    said: '提的人当时怎么说',
    facts: (days: number, cosigns: number) =>
      cosigns > 0 ? `前后 ${days} 天，${cosigns} 户也这样说` : `前后 ${days} 天`,
    reopened: (times: number) => `退回重办 ${times} 次`,
    confirmed: (day: string) => `${day}，提的人说“确实好了”`,
    before: '原来',
    after: '现在',
    matterGone: '这件事的原帖已经不在了，只留下案例。',
    changed: (when: string) => `${when} 改过字句`,
    history: '看每一稿',
  },
  /** On the matter's own page. */
  link: { told: '写成了治理案例', write: '把这件事写成治理案例' },
  /** A message to whoever raised it. */
  told: (village: string, no: number) =>
    `${village}把您说过的第 ${no} 件事写成了治理案例，里面只叫您“本村村民”。您看看，有写得不对的，在下面说一声。`,
};
