/** Words of the badge 十佳 on what was chosen, how it is lost, and of the award to print. */
export const badges = {
  /** 10月十佳 */
  short: (month: string) => `${Number(month.slice(5))}月十佳`,
  full: (month: string, name: string, place: number) => `${month}${name}第 ${place} 名`,
  title: '评上过的',
  lostTag: (name: string) => `${name}，已去掉`,
  lost: (day: string) => `${day}去掉`,
  why: (promised: string) => `承诺“${promised}”，抽到的村民评为未兑现`,
  table: '看打分表',
  message: '您报的那封信里有一件承诺，村民评为未兑现，十佳的标志划掉了，名次和打分表都还留着。',
  won: (title: string, place: number) => `${title}定了，您报的是第 ${place} 名，可以打印奖状。`,
  award: {
    link: '打印奖状',
    kick: '奖状',
    line: (name: string, place: number) => `评为${name}第 ${place} 名`,
    remark: '评委的一句话',
    by: '抽签抽出的评委隐去名字打分，点赞、浏览一分不算。',
    look: '扫一扫，看打分表和每一条理由',
    month: (month: string) => month,
    lost: (day: string) => `${day}起，这份荣誉已经去掉，原因写在打分表旁边。`,
    print: '打印',
  },
};
