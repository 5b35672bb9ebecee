/** Words of 书记公开信. */
export const letters: typeof import('../zh/letters.ts').letters = {
  kind: {
    name: 'Open letter',
    shared: (place, title) => `A letter from the secretary of ${place}: ${title}`,
  },
  list: {
    title: 'Letters from the secretary',
    intro:
      'What the secretary writes to everybody. Each promise says by when and how it is measured; villagers drawn by lot say whether it was kept.',
    write: 'Write a letter',
    all: 'All letters',
    nothing: 'The secretary has not written yet.',
  },
  page: {
    over: (village, day) => `Open letter, ${village}, ${day}`,
    writer: 'Who wrote it',
    changed: (when) => `wording changed on ${when}`,
    history: 'Every wording',
    likes: 'Likes are never part of a selection',
  },
  form: {
    title: 'Write a letter',
    intro:
      'Say who you are, what was done, what was not and where it is stuck; then what comes next and by when. Only a line with a day and a measure is a promise; on its day, villagers drawn by lot say whether it was kept.',
    subject: 'Title',
    body: 'The letter',
    bodyHint:
      'Two stars make words **bold**; an empty line begins a paragraph. Personal numbers are covered.',
    lines: 'What is promised',
    linesHint: 'A line without a measure or a day stands apart as an intention and is not counted.',
    line: (no) => `No. ${no}`,
    what: 'What',
    whatHint: 'For example: all 86 toilets rebuilt',
    measure: 'How it counts as done',
    measureHint: 'For example: the town has signed all 86 sheets',
    dueOn: 'By which day',
    dueOnHint: 'For example 2026-12-31',
    helpers: 'Who does it',
    moreLines: 'More lines',
    send: 'Send it',
    sentForGood:
      'Once sent, words may change, with every wording kept; a promise cannot be taken back.',
  },
};
