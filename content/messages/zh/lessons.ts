/** Words of 微党课. */
export const lessons = {
  kind: {
    name: '微党课',
    shared: (place: string, title: string) => `${place}的微党课：${title}`,
  },
  shelf: {
    title: '微党课',
    intro:
      '几分钟一课，讲用得上的事。先看字，省流量；图和录像点了才下载。看没看、看多久，这里不记，也不排名。',
    /** 第 3 期 */
    issue: (n: number) => `第 ${n} 期`,
    made: '各村新讲的',
    nothing: '村里还没有讲过课。',
  },
  page: {
    transcript: '说的什么',
    quiz: '想一想',
    answer: '看答案',
    right: (option: string) => `答案：${option}`,
    notKept: '答对答错不记，只给自己看。',
    sources: '出处',
    written: (month: string) => `${month} 写的`,
    words: (size: string) => `文字 ${size}`,
    keep: (size: string) => `存到手机，没网也能看（${size}）`,
  },
};
