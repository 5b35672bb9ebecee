/** Words of the demonstration. */
export const demo = {
  guest: '过路人',
  labels: { villager: '村民', cadre: '网格员', secretary: '书记', town: '镇上', county: '市里' },
  be: (label: string, name: string) => `${label} ${name}`,
  time: (when: string) => `演示时间 ${when}`,
  nextWorkday: '下一个工作日',
  sketch: (caption: string) => `${caption}（示意图）`,
  chime: (name: string, length: string) =>
    `示意录音：这里没有真人的声音，只有三声钟响。${name}讲了 ${length}，一字不落写在下面`,
  tellerKey: (secret: string) =>
    `演示用：您这次监票的钥匙是 ${secret}。真的投票里，它只写在您手里的纸上。`,
  outbox: {
    title: '发出的消息',
    short: '短信',
    about: '演示站不真发短信。本该发到手机上的消息和验证码，都在这里看。',
    empty: '这几天还没有消息。',
    to: (who: string) => `给 ${who}`,
    open: '打开看',
    openAs: (who: string) => `登录成${who}再打开`,
    older: '更早的',
  },
};
