/** Words of the demonstration. */
export const demo = {
  guest: '过路人',
  people: {
    villager: (name: string) => `村民 ${name}`,
    cadre: (name: string) => `网格员 ${name}`,
    secretary: (name: string) => `书记 ${name}`,
    town: (name: string) => `镇上 ${name}`,
    county: (name: string) => `市里 ${name}`,
  },
  sketch: (caption: string) => `${caption}（示意图）`,
  outbox: {
    title: '发出的消息',
    about: '演示站不真发短信。本该发到手机上的消息和验证码，都在这里看。',
    empty: '这几天还没有消息。',
    to: (who: string) => `给 ${who}`,
    open: '打开看',
    later: '更早的',
  },
};
