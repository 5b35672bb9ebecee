/** The sheet of one matter, for the notice board or a file. */
export const paper = {
  title: '一件事的来龙去脉',
  keepSafe: '请收好，不要张贴。',
  state: '办到哪一步',
  holder: '谁负责',
  said: '哪天说的',
  voices: '也这样说',
  day: '哪天',
  what: '谁做了什么',
  printedOn: (day: string) => `${day}打印`,
  print: '打印这一页',
};
