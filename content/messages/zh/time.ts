type Amount = { n: number; unit: 'minutes' | 'hours' | 'days' };

function amount({ n, unit }: Amount): string {
  if (unit === 'days') return `${n} 天`;
  return unit === 'hours' ? `${n}小时` : `${n}分钟`;
}

/** '17 分钟', '3 小时 12 分', '2 天': in a sentence. */
function length({ n, unit }: Amount): string {
  if (unit === 'days') return `${n} 天`;
  if (unit === 'hours') return `${n} 小时`;
  if (n === 0) return '不到 1 分钟';
  if (n < 60) return `${n} 分钟`;
  return n % 60 === 0 ? `${n / 60} 小时` : `${Math.floor(n / 60)} 小时 ${n % 60} 分`;
}

/** '17分钟', '3小时12分', '2 天': on the plate, at most seven signs. */
function taken({ n, unit }: Amount): string {
  if (unit !== 'minutes' || n < 60) return amount({ n, unit });
  return n % 60 === 0 ? `${n / 60}小时` : `${Math.floor(n / 60)}小时${n % 60}分`;
}

export const time = {
  day: {
    today: '今天',
    tomorrow: '明天',
    yesterday: '昨天',
    thisMorning: '今早',
    tomorrowMorning: '明早',
  },
  length,

  /** The two clocks on a plate: a name, a value and a line under it. */
  clock: {
    first: '首次答复',
    finish: '办结',
    plan: '定计划',
    left: (left: Amount) => `还剩 ${amount(left)}`,
    /** Past its due date, but no countable day yet. */
    late: (over: Amount | null) => (over ? `晚了 ${amount(over)}` : '过了时间'),
    /** No working minute was used: answered at night or before the office opened. */
    answeredAfter: (answer: Amount) => (answer.n === 0 ? '上班前' : taken(answer)),
    finishedAfter: (work: Amount) => {
      if (work.unit === 'days') return work.n === 0 ? '当天办好' : `${work.n} 天办好`;
      return taken(work);
    },
    startsAt: (when: string) => `${when}起`,
    notBegun: '还没开始',
    paused: '暂停',
    awaitsYou: '等您看一眼',
    awaitsAuthor: '等本人看',
    keptPlan: '按计划在办',
    unset: '等放假通知',
    nobodyOnDuty: '没排值班',
    by: (when: string) => `${when}前`,
    afterAnswer: '答复后定',
    afterNotice: '公布后算出',
    afterRest: '到时再算',
    answeredOn: (day: string) => `${day}答复`,
    finishedOn: (day: string) => `${day}办结`,
    wasDue: (day: string) => `原定 ${day}`,
    mayReturn: (days: number) => `${days}天内可打回`,
    mayReturnUntil: (day: string) => `${day}前可打回`,
    satisfied: '本人满意',
    provisional: '日期是暂定的，以国务院放假通知为准',
  },

  /** Whole sentences about time on the pages of a post. */
  say: {
    comma: '，',
    answersBy: (who: string, when: string) => `${who}负责，最晚 ${when} 前回您`,
    answersWhenRead: (who: string, when: string) => `${who}负责，${when} 有人看`,
    answersUnknown: (who: string) => `${who}负责，哪天前回您，等放假通知公布后算出`,
    startsLater: (when: string) => `下班后收到的，${when} 开始算时间`,
    answered: (who: string, taken: string) => `${who}回您了，用了 ${taken}（按上班时间算）`,
    answeredRoundTheClock: (who: string, taken: string) => `${who}回您了，用了 ${taken}`,
    lateAnswer: (who: string, late: string) => `${late}，${who}还没回。`,
    lateAnswerCall: (phone: string) => `您可以打 ${phone}，或者请书记催一下`,
    awaitsYou: '办好了，请您看一眼，您点了才算数',
    promiseDayCame: '到日子了，书记还没说办得怎么样',
    dateLater: '等放假通知公布后算出',
    dayNumber: (n: number) => `总共第 ${n} 天，时间不重来`,
    wholeTime: (days: number) => (days === 0 ? '当天办好' : `前后 ${days} 天`),
    nobodyOnDuty: (when: string) => `现在没有排好的值班，${when} 有人看。急事先打 110、119、120`,
  },

  /** The clock sheet: every counted day and the notice it came from. */
  sheet: {
    title: '这个日子怎么算的',
    lead: '收到那天不算，从第二天数起。每一天算不算、依据哪份通知，都在下面。',
    limit: ({ n, unit }: { n: number; unit: 'minutes' | 'hours' | 'days' | 'working-days' }) => {
      if (unit === 'working-days') return `${n} 个工作日`;
      if (unit === 'days') return `${n} 天（含休息日）`;
      return unit === 'hours' ? `${n} 小时` : `${n} 分钟`;
    },
    limitLabel: '时限',
    dueLabel: '最晚',
    sourceLabel: '参照',
    dayColumn: '日子',
    countColumn: '算不算',
    whyColumn: '为什么',
    counted: (nth: number) => `第 ${nth} 天`,
    notCounted: '不算',
    why: {
      start: () => '收到这天不算',
      workday: () => '上班',
      makeup: (name: string) => `${name}调休，这天补班`,
      weekend: () => '周末',
      holiday: (name: string) => `${name}放假`,
      natural: () => '天天都算',
    },
    rolled: '最后一天放假，顺延到上班那天',
    notice: (title: string) => `依据《${title}》`,
    version: (n: number) => `日历第 ${n} 版`,
    hours: (spans: string) => `上班时间 ${spans}`,
    provisionalYear: '有的日子还没有放假通知，先按法定节日算，通知公布后重算并告诉您',
    unconfirmedLimit: '这个时限是先用着的，县里还没有正式定',
    noCalendar: '等放假通知公布后算出',
    noRoster: '没有排好的值班，这口钟不走',
    noLimit: '按受理机关自己的规定，没有统一的日子',
  },
};
