type Amount = { n: number; unit: 'minutes' | 'hours' | 'days' };

function plural(n: number, one: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${one}s`;
}

function amount({ n, unit }: Amount): string {
  if (unit === 'days') return plural(n, 'day');
  return unit === 'hours' ? `${n} h` : `${n} min`;
}

function length({ n, unit }: Amount): string {
  if (unit === 'days') return plural(n, 'day');
  if (unit === 'hours') return plural(n, 'hour');
  if (n === 0) return 'less than a minute';
  if (n < 60) return plural(n, 'minute');
  const hours = plural(Math.floor(n / 60), 'hour');
  return n % 60 === 0 ? hours : `${hours} ${plural(n % 60, 'minute')}`;
}

function taken({ n, unit }: Amount): string {
  if (unit !== 'minutes' || n < 60) return amount({ n, unit });
  return n % 60 === 0 ? `${n / 60} h` : `${Math.floor(n / 60)} h ${n % 60} min`;
}

export const time: typeof import('../zh/time.ts').time = {
  day: {
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    thisMorning: 'this morning',
    tomorrowMorning: 'tomorrow',
  },
  length,

  clock: {
    first: 'First reply',
    finish: 'Closed',
    plan: 'Plan',
    left: (left) => `${amount(left)} left`,
    late: (over) => (over ? `${amount(over)} late` : 'past due'),
    answeredAfter: (answer) => (answer.n === 0 ? 'before opening' : `in ${taken(answer)}`),
    finishedAfter: (work) =>
      work.n === 0 && work.unit === 'days' ? 'same day' : `in ${taken(work)}`,
    startsAt: (when) => `from ${when}`,
    notBegun: 'not begun',
    paused: 'paused',
    awaitsYou: 'please look',
    awaitsAuthor: 'with the author',
    keptPlan: 'on plan',
    unset: 'no calendar yet',
    nobodyOnDuty: 'no duty roster',
    by: (when) => `by ${when}`,
    afterAnswer: 'set on reply',
    afterNotice: 'once holidays are known',
    afterRest: 'set later',
    answeredOn: (day) => `replied ${day}`,
    finishedOn: (day) => `closed ${day}`,
    wasDue: (day) => `was due ${day}`,
    mayReturn: (days) => `${plural(days, 'day')} to object`,
    mayReturnUntil: (day) => `may object till ${day}`,
    satisfied: 'author satisfied',
    provisional: 'Provisional date, until the State Council announces the holidays',
  },

  say: {
    comma: ', ',
    answersBy: (who, when) => `${who} is responsible and replies by ${when} at the latest`,
    answersWhenRead: (who, when) => `${who} is responsible; somebody reads it at ${when}`,
    answersUnknown: (who) =>
      `${who} is responsible; the date is worked out once the holidays are announced`,
    startsLater: (when) => `Received after hours; time counts from ${when}`,
    answered: (who, answer) => `${who} replied in ${answer} (of office hours)`,
    answeredRoundTheClock: (who, answer) => `${who} replied in ${answer}`,
    lateAnswer: (who, late) => `${late}: ${who} has not replied yet. `,
    lateAnswerCall: (phone) => `You can call ${phone}, or ask the secretary to press`,
    awaitsYou: 'Done. Please take a look: it counts only when you say so',
    promiseDayCame: 'The day has come and the secretary has not said how it went',
    dateLater: 'worked out once the holidays are announced',
    dayNumber: (n) => `Day ${n} in all; the time never starts again`,
    wholeTime: (days) => (days === 0 ? 'done the same day' : `${plural(days, 'day')} in all`),
    nobodyOnDuty: (when) =>
      `Nobody is on a duty roster now; somebody reads it at ${when}. In an emergency call 110, 119 or 120 first`,
  },

  sheet: {
    title: 'How this date was counted',
    lead: 'The day it was received does not count. Below is each day, whether it counts, and the notice that says so.',
    limit: ({ n, unit }) => {
      if (unit === 'working-days') return plural(n, 'working day');
      if (unit === 'days') return `${plural(n, 'day')}, days off included`;
      return unit === 'hours' ? plural(n, 'hour') : plural(n, 'minute');
    },
    limitLabel: 'Limit',
    dueLabel: 'Due',
    sourceLabel: 'Modelled on',
    dayColumn: 'Day',
    countColumn: 'Counts',
    whyColumn: 'Why',
    counted: (nth) => `day ${nth}`,
    notCounted: 'no',
    why: {
      start: () => 'day of receipt',
      workday: () => 'working day',
      makeup: (name) => `worked in exchange for ${name}`,
      weekend: () => 'weekend',
      holiday: (name) => `holiday: ${name}`,
      natural: () => 'every day counts',
    },
    rolled: 'The last day was a day off, so it moves to the next working day',
    notice: (title) => `by 《${title}》`,
    version: (n) => `calendar version ${n}`,
    hours: (spans) => `office hours ${spans}`,
    provisionalYear:
      'Some of these days have no holiday notice yet. They follow the holiday law for now; the date is counted again, and you are told, once the notice is out',
    unconfirmedLimit: 'This limit is a default that the county has not confirmed yet',
    noCalendar: 'worked out once the holidays are announced',
    noRoster: 'Nobody is on a duty roster, so this clock does not run',
    noLimit: 'The receiving body follows its own rules; there is no common date',
  },
};
