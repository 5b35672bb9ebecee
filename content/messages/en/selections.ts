/** Words of the month's best letters (十佳公开信): rounds, entries, what towns recommend. */
export const selections: typeof import('../zh/selections.ts').selections = {
  title: 'Letters of the month',
  intro:
    'Each month the towns choose, among the letters that secretaries entered themselves, those that hold most, and say why. Entering is voluntary; nobody who did not is named.',
  all: 'Every month',
  likes: 'Likes, views and shares count for nothing.',
  nothing: 'No month has been chosen from yet.',
  nothingText: 'As soon as the organization department opens one, it stands here.',
  month: (month) => {
    const [year, no] = month.split('-');
    const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July'];
    names.push('August', 'September', 'October', 'November', 'December');
    return `${names[Number(no) - 1]} ${year}`;
  },
  round: (month) => `Letters of ${month}`,
  phases: {
    entering: 'open for entries',
    recommending: 'towns are choosing',
    published: 'towns have chosen',
  },
  entriesUntil: (day) => `Entries until midnight at the end of ${day}`,
  townsUntil: (day) => `Towns choose until midnight at the end of ${day}; then all is published`,
  publishedAt: (day) => `Published on ${day}`,
  recommended: 'Recommended by the towns',
  noneRecommended: 'No town recommended a letter this month.',
  entered: 'Entered',
  alsoEntered: 'Also entered',
  noneEntered: 'Nobody has entered yet.',
  order: 'By town and village; the order says nothing about merit.',
  writer: (village, name) => `${name}, secretary of ${village}`,
  reason: 'Why',
  how: {
    title: 'How they are chosen',
    rules: (least) => [
      'The secretary of the village wrote the letter',
      'It was sent in that month',
      `It holds at least ${least} promise with a day and a measure`,
    ],
    town: (most) =>
      `A village enters one letter a month; a town recommends at most ${most} and says why for each.`,
    withdrawn: 'An entry may be taken back until entries close.',
  },
  older: 'Older',
  newest: 'Back to the newest',

  desk: {
    rail: 'Letters of the month',
    lead: 'Secretaries enter if they wish, towns recommend with reasons; before all is published, no town sees what another recommends.',
    open: (month) => `Open the round of ${month}`,
    openNote: 'Once open, letters of this month can be entered until midnight of its last day.',
    mine: (village) => `This month's letters of ${village}`,
    noLetters: 'No letter this month yet. Enter one once it is written, or none.',
    verdicts: {
      own: { met: 'You wrote it', unmet: 'You did not write it; whoever did may enter it' },
      'in-month': { met: 'Sent in this month', unmet: 'Not sent in this month' },
      promises: {
        met: 'Has promises with a day and a measure',
        unmet: 'Still lacks a promise with a day and a measure',
      },
    },
    enter: 'Enter it',
    enterLabel: (title) => `Enter “${title}”`,
    isEntered: 'entered',
    takeBack: 'Take back',
    oneOnly: 'A village enters one letter. To enter another, take this one back first.',
    entriesOver: 'Entries are closed.',
    town: (town, n, most) => `Letters of ${town}: ${n} recommended, at most ${most}`,
    notYet: 'Choosing begins when entries are closed, so that being early is no advantage.',
    over: 'The towns have chosen; all is published.',
    reasonHint: (most) =>
      `Say what is good about it and which sentence convinces; at most ${most} characters, read by everybody.`,
    recommend: 'Recommend it',
    recommendLabel: (title) => `Recommend “${title}”`,
    isRecommended: 'recommended',
    notRecommend: 'Do not recommend it',
    notRecommendLabel: (title) => `Do not recommend “${title}” any more`,
    all: 'Everything entered',
    publicPage: 'See the public page',
  },
};
