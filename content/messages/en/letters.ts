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
    questions: 'What was asked',
    asked: (asked, answered) => {
      if (asked === 0) return 'Nobody has asked yet. Ask whatever is not clear.';
      const owed = asked - answered;
      const still = owed > 0 ? `${owed} still owed` : 'nothing owed';
      return `${asked} asked, ${answered} answered, ${still}.`;
    },
    longest: 'The one that has waited longest',
    ask: 'Ask something',
    portrait: (name) => `A photo of ${name}`,
    changed: (when) => `wording changed on ${when}`,
    history: 'Every wording',
  },
  form: {
    title: 'Write a letter',
    intro:
      'Keep it as often as you like and go on from any phone. Until you send it, only you see it.',
    prompts: {
      title: 'Four things to say',
      who: 'Who I am',
      whoHint: 'Since when, what for, which number to call, which days in the office.',
      done: 'What was done',
      doneHint: 'What the last letter said, line by line, in figures.',
      stuck: 'What was not done, and where it is stuck',
      stuckHint: 'This comes first. Who has it, what is missing; as it is.',
      next: 'What comes next, and by when',
      nextHint: 'Below, under “What is promised”: one line each, with a measure and a day.',
    },
    subject: 'Title',
    body: 'The letter',
    bodyHint:
      'Two stars make words **bold**; an empty line begins a paragraph. Personal numbers are covered.',
    marks: {
      label: 'Layout',
      bold: 'Bold',
      list: 'List',
      paragraph: 'New paragraph',
      words: 'these words',
    },
    lines: 'What is promised',
    linesHint: 'A line without a measure or a day stands apart as an intention and is not counted.',
    line: (no) => `No. ${no}`,
    isIntention:
      'Now an intention. With a measure and a day it is a promise, and villagers drawn by lot say on its day whether it was kept.',
    what: 'What',
    whatHint: 'For example: all 86 toilets rebuilt',
    measure: 'How it counts as done',
    measureHint: 'For example: the town has signed all 86 sheets',
    dueOn: 'By which day',
    dueOnHint: 'For example 2026-12-31',
    helpers: 'Who does it',
    moreLines: 'One more line',
    portrait: 'Your photo',
    portraitHint: 'Stands beside your name; a face is enough.',
    keptPortrait: 'The photo that is here',
    photos: 'Photos in the letter',
    send: 'Send it',
    save: 'Keep it and go on later',
    preview: 'See it as the village will',
    savedAt: (when) => `Kept on ${when}. Go on from here.`,
    autosaved: 'Kept by itself',
    notSaved: 'The line is down. Your words are here and will be kept when it is back',
    drop: 'Throw this letter away',
    dropSure: 'It cannot be brought back.',
    dropYes: 'Throw it away',
    later: 'Choose a time at which it goes by itself',
    laterHint:
      'Until then you can take it back at your desk, under Letters. If you no longer hold the post by then, it is not sent and you are told.',
    day: 'Which day',
    time: 'What time',
    setTime: 'Send it at this time',
    sentForGood:
      'Once sent, words may change, with every wording kept; a promise cannot be taken back.',
  },
  desk: {
    title: 'Letters',
    write: (village) => `Write a letter to ${village}`,
    drafts: 'Begun',
    untitled: 'No title yet',
    goOn: 'Go on writing',
    waiting: 'Set to a time',
    appears: (when) => `goes by itself on ${when}`,
    refused: (when, why) => `not sent on ${when}: ${why}`,
    recall: 'Take it back',
    sendNow: 'Send it now',
    owed: 'Promised and not reported on yet, the next day first',
    nothing: 'Nothing begun, nothing owed',
    nothingHint: 'Write one; three things are enough: what, how it counts as done, by when.',
  },
  messages: {
    refused: (title, why) => `Your letter “${title}” was not sent: ${why}`,
  },
  preview: {
    title: 'As the village will see it',
    note: 'Not sent yet; only you see it.',
    large: 'See it in large text',
    normal: 'See it in standard text',
    photosHint: 'Somebody looks at photos before everybody sees them.',
    back: 'Go on writing',
  },
};
