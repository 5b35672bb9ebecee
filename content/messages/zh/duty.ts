/** The desk for leave and for who is on duty out of hours. */
export const duty = {
  title: (place: string) => `${place}：请假和值班`,
  above: (place: string) => `回${place}`,
  others: '别处的请假和值班',
  line: '有人请假，副手代答，时间照走；排了值班，急事那口钟才走。',
  leave: {
    title: '记一个请假',
    who: '谁请假',
    from: '从哪天',
    to: '到哪天（这天也算）',
    save: '记下请假',
    now: '眼下和以后的请假',
    none: '没有人请假',
  },
  shift: {
    title: '排一个班',
    who: '谁值班',
    fromDay: '从哪天',
    fromTime: '几点',
    toDay: '到哪天',
    toTime: '几点',
    save: '排上',
    now: '眼下和以后的值班',
    none: '还没有排值班。急事来了，页面会先请人打 110、119、120',
  },
  pick: '请选',
  /** Of a list that is longer than its page. */
  rest: '看后面的',
  first: '从头看',
  span: (from: string, to: string) => `${from} 到 ${to}`,
  /** On a plate, while somebody is away. */
  away: (name: string, day: string) => `${name}请假到${day}。`,
  standIn: (name: string, day: string, who: string) => `${name}请假到${day}，这几天由${who}代办。`,
};
