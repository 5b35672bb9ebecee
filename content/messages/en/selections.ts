/** Words of the month's ten best (十佳): rounds, entries, what towns recommend. */
export const selections: typeof import('../zh/selections.ts').selections = {
  title: 'The month’s ten best',
  intro:
    'A round a month: entry is voluntary, towns recommend with reasons, reviewers drawn by lot read without names and give points line by line. Nobody who did not enter is named.',
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
  kinds: {
    letters: {
      name: 'Ten best letters',
      round: (month) => `Letters of ${month}`,
      writer: (place, name) => `${name}, secretary of ${place}`,
      mine: (place) => `This month's letters of ${place}`,
      none: 'No letter this month yet. Enter one once it is written, or none.',
      rules: [
        'The secretary of the village wrote the letter',
        'It was sent in that month',
        'It holds a promise with a day and a measure',
      ],
      verdicts: {
        own: { met: 'You wrote it', unmet: 'You did not write it; whoever did may enter it' },
        'in-month': { met: 'Sent in this month', unmet: 'Not sent in this month' },
        promises: {
          met: 'Has promises with a day and a measure',
          unmet: 'Still lacks a promise with a day and a measure',
        },
      },
      fulfilment: 'Kept',
      fulfilmentHow:
        'The promises of the secretary who entered the letter, in this village, that fell due in the past year. Those that drawn villagers called kept are done; partly kept, not kept, and due without a report are not. What is still being asked, or could not be decided, is left out. Where nothing fell due, all points are given.',
    },
    cases: {
      name: 'Ten best governance cases',
      round: (month: string) => `Governance cases of ${month}`,
      writer: (place: string, name: string) => `${name}, ${place}`,
      mine: (place: string) => `Cases of ${place} this month`,
      none: 'No case was written this month. Solve a matter, write it up, then enter it, or do not.',
      rules: [
        'Whoever raised the matter said that it is done',
        'The case was written in the month',
        'Photos of before and of now can be seen',
      ],
      verdicts: {
        confirmed: {
          met: 'whoever raised it says it is done',
          unmet: 'whoever raised it has not said so yet, or the matter can no longer be read',
        },
        'in-month': { met: 'written in the month', unmet: 'not written in the month' },
        pictures: { met: 'photos of before and now', unmet: 'a photo of before or now is missing' },
      },
      fulfilment: 'In time',
      fulfilmentHow:
        'The two clocks of the matter itself: the first answer is one, the end is one; what is newly built counts step by step of its plan. The time its villager takes to look is not counted.',
    },
    lessons: {
      name: 'Adding lustre to the flag: short lessons',
      round: (month) => `Lessons of ${month}`,
      writer: (place, name) => `${name}, ${place}`,
      mine: (place) => `This month's lessons of ${place}`,
      none: 'No lesson this month yet. Enter one once it is given, or none.',
      rules: [
        'The village itself gave the lesson; those of towns and the county are not entered',
        'It was given in that month',
        'Everybody can see it',
      ],
      verdicts: {
        village: { met: 'Given by the village itself', unmet: 'Made by a town or the county' },
        'in-month': { met: 'Given in this month', unmet: 'Not given in this month' },
        public: {
          met: 'Everybody can see it',
          unmet: 'Only the village can see it, so nobody else could object',
        },
      },
      fulfilment: 'Promises',
      fulfilmentHow: 'A lesson promises nothing; no points are given for this.',
    },
  },
  phases: {
    entering: 'open for entries',
    recommending: 'towns are choosing',
    drawing: 'reviewers are to be drawn',
    reviewing: 'reviewers are reading',
    objecting: 'open to objections',
    final: 'final',
  },
  entriesUntil: (day) => `Entries until midnight at the end of ${day}`,
  townsUntil: (day) => `Towns choose until midnight at the end of ${day}; then all is published`,
  publishedAt: (day) => `Published on ${day}`,
  townsChose: 'The towns have chosen; reviewers are to be drawn by lot',
  reviewUntil: (day) => `Reviewers read until midnight at the end of ${day}`,
  objectionsUntil: (day) => `Open until midnight at the end of ${day}; anybody may object`,
  recommended: 'Recommended by the towns',
  noneRecommended: 'No town recommended anything in this round.',
  entered: 'Entered',
  alsoEntered: 'Also entered',
  noneEntered: 'Nobody has entered yet.',
  order: 'By town and village; the order says nothing about merit.',
  reason: 'Why',
  how: {
    title: 'How they are chosen',
    town: (most) =>
      `A village enters one of a kind a round; a town recommends at most ${most} and says why for each.`,
    withdrawn: 'An entry may be taken back until entries close.',
  },
  older: 'Older',
  newest: 'Back to the newest',

  desk: {
    rail: 'Ten best',
    lead: 'Entry is voluntary, towns recommend with reasons; before all is published, no town sees what another recommends.',
    open: (name, month) => `Open ${name}, ${month}`,
    openNote: 'Once open, what is of this month can be entered until midnight of its last day.',
    enter: 'Enter it',
    isEntered: 'entered',
    takeBack: 'Take back',
    oneOnly: 'One a round. To enter another, take this one back first.',
    entriesOver: 'Entries are closed.',
    town: (town, n, most) => `${town}: ${n} recommended, at most ${most}`,
    notYet: 'Choosing begins when entries are closed, so that being early is no advantage.',
    over: 'The towns have chosen; all is published.',
    reasonHint: (most) =>
      `Say what is good about it and which sentence convinces; at most ${most} characters, read by everybody.`,
    recommend: 'Recommend it',
    isRecommended: 'recommended',
    notRecommend: 'Do not recommend it',
    all: 'Everything entered',
    publicPage: 'See the public page',
  },
};
