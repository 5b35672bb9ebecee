type Facts = { village: string; no: number; due: string | null; who: string };

const thing = ({ village, no }: Facts, isPrivate: boolean) =>
  isPrivate ? 'A matter of yours' : `${village} #${no}`;

export const appeals: typeof import('../zh/appeals.ts').appeals = {
  name: 'Appeals',
  raise: 'Say something',
  metoo: 'Ours too',

  state: {
    received: 'Just received',
    answered: 'Being handled',
    planned: 'Under way to a plan',
    awaiting: 'Waits for the person to look',
    solved: 'The person says it is done',
    unconfirmed: 'The person did not answer',
    withdrawn: 'Taken back by the person',
  },

  photo: { before: 'Before', after: 'After' },

  audience: {
    handlers: 'Only the person and those who handle it can read this',
    town: 'Goes to the town; the village cannot read it',
    public: 'Everybody can read this',
    village: 'People of the village can read this',
  },

  page: {
    entered: 'written down by somebody else',
    total: (days) => (days === 0 ? 'raised today' : `day ${days + 1}`),
    whole: (days) => (days === 0 ? 'done the same day' : `${days} days in all`),
    writtenTo: (title, name) => `written to ${title} ${name}`,
    landmark: 'Where',
    position: 'See the place on a map',
    sealed: 'The words with nothing covered (only the person and the handlers see them)',
    gone: 'Taken back by the person',
    removed: 'This was taken down',
    classified: (item, remedy) => `Class: ${item}${remedy ? `, ${remedy}` : ''}`,
    remedy: { repair: 'Broken, to be mended', build: 'Missing, to be built', neither: 'No works' },
    clockSheet: 'How this date was counted',
    signIn: 'Sign in to join',
    back: (place) => `Matters of ${place}`,
  },

  cosign: {
    count: (n) => (n === 1 ? '1 household' : `${n} households`),
    too: 'say the same',
    none: 'No other household yet',
    note: 'One voice a household; no need to write again. You are told of progress.',
    yours: 'Your household is counted',
    undo: 'Take our voice back',
    private: 'This is private; other households do not see it',
  },

  answers: {
    title: 'Answers',
    counted: (n) => `${n}`,
    instead: (name) => `in place of ${name}`,
    none: 'No answer yet',
    earlier: (n) => `${n} earlier`,
    kind: {
      answered: 'Answer',
      progress: 'Progress',
      planned: 'Plan',
      proposed: 'Says it is done',
      classified: 'How it is put right',
    },
    count: (count) => `How many: ${count}`,
  },

  plan: {
    title: 'Plan',
    next: 'Next step',
    done: (day) => `done ${day}`,
    late: (days) => (days === 0 ? 'due today' : `${days} days late`),
    by: (day) => `by ${day}`,
    old: (n) => `Earlier plan (no. ${n})`,
    oldNote: 'Plans that were replaced stay here to compare',
    allDone: 'Every step is done',
  },

  steps: {
    title: 'Step by step',
    what: {
      raised: 'Raised',
      entered: 'Raised, written down by somebody else',
      signed: 'Signed for',
      receipt: 'A stock phrase came back; that is no answer',
      answered: 'Answered',
      classified: 'Settled how it is put right',
      contested: 'The person disagrees and asks the town',
      planned: 'Made a plan',
      progress: 'Reported progress',
      proposed: 'Says it is done, asks the person to look',
      confirmed: 'The person says it is done',
      notYet: 'The person says it is not done yet',
      unconfirmed: 'The person did not answer; not counted as done',
      withdrawn: 'Taken back by the person',
      handed: 'Handed to somebody else',
      merged: 'Joined with another matter',
    },
    firstAnswered: 'First answer',
    resident: 'the person',
    instead: (name, other) => `${name} (for ${other})`,
    handedOn: (from, to) => `from ${from} to ${to}`,
    next: {
      answer: (who) => `${who} answers`,
      finish: (who) => `${who} gets it done`,
      awaiting: 'The person looks at it',
      unconfirmed: 'The person may still say whether it is done',
    },
    dueBy: (day) => `by ${day}`,
    taken: (length) => `within ${length} of office time`,
  },

  own: {
    awaits: 'It is said to be done. Please look',
    awaitsNote: (until) => `Only your word counts. Until ${until} you can send it back.`,
    unconfirmedNote: 'We did not hear from you last time; you can say so now.',
    forOther: 'Ask somebody who has no phone',
    forOtherNote:
      'Ask the person face to face or by telephone first. Whoever handled it may not answer here.',
    confirm: 'It is done',
    grade: 'How was it handled?',
    grades: {
      'very-satisfied': 'Very satisfied',
      satisfied: 'Satisfied',
      'fairly-satisfied': 'Fairly satisfied',
      dissatisfied: 'Dissatisfied',
      'very-dissatisfied': 'Very dissatisfied',
    },
    confirmWords: 'Anything else to say',
    notYet: 'Not done yet',
    notYetWords: 'What is not done yet?',
    notYetNote: 'Work goes on; the total time does not start again.',
    notYetSend: 'Not done yet, carry on',
    photo: 'Photo',
    contest: 'I do not agree with this way',
    contestNote: 'The town looks again. It is not the person who decided.',
    contestWords: 'Why do you not agree?',
    contestSend: 'Ask the town',
    withdraw: 'Take this back',
    withdrawNote: 'Nobody reads the words any more; number and dates remain.',
    withdrawSend: 'Take it back',
    thanks: 'You said it is done, so it is closed. Thank you for keeping an eye on it',
    graded: (grade) => grade.toLowerCase(),
    reopened: (n) => (n === 1 ? 'Sent back once' : `Sent back ${n} times`),
  },

  emergency: {
    title: 'If somebody is in danger, call first',
    call: (number, name) => `Call ${number} ${name}`,
    note: 'It is recorded here too, but the telephone is fastest.',
    nobody: (when) => `Nobody is on the duty roster now; it is read here ${when}.`,
    nobodyNow: 'Nobody is on the duty roster; it is office time, and somebody reads this soon.',
    nobodyUnknown: 'Nobody is on the duty roster now; nobody reads this at once.',
  },

  list: {
    title: 'Matters raised',
    all: 'All',
    states: 'By how far it has come',
    group: 'Group',
    allGroups: () => 'All groups',
    apply: 'Show this group',
    emptyTitle: 'Nobody has raised anything here',
    emptyText: 'None means none. If you have something, be the first.',
    emptyFiltered: 'Nothing fits this choice',
    showAll: 'Show all',
    shown: (n) => `${n} on this page`,
  },

  receipt: {
    title: 'Recorded',
    number: 'Number',
    code: 'Slip code',
    codeNote: 'With this code your words can be read without signing in. Keep it to yourself.',
    scan: 'Scan to open this matter',
    print: 'Print a large receipt',
    open: 'Open this matter',
    home: (name) => `Back to ${name}`,
    next: 'What happens next',
    nextRead: (who) => `${who} reads it and answers you`,
    readSoon: (who) => `${who} is responsible and reads it soon; it is office time`,
    nextTell: 'Every step is told to you under Messages',
    nextConfirm: 'When it is done you are asked to look; only your word counts',
    phone: 'Telephone',
    held: 'Photos, and the words of a first post, appear to others after somebody has looked. The clock runs from now.',
    keep: 'Take a screenshot, or write down the number and the code.',
    what: 'What you said',
    who: 'Who is responsible',
    by: 'You are answered by',
    on: 'Raised on',
    paperTitle: 'Receipt',
  },

  track: {
    title: 'Follow a matter',
    lead: 'With village and number anybody can see how far it has come.',
    place: 'Village or community',
    no: 'Number',
    noHint: 'It is on the receipt, such as 3101',
    find: 'Find',
    missing: 'Nothing was found. Please check village and number against the receipt.',
    which: 'Several have this name. Which one?',
    bySlip: 'With the code of a receipt',
    bySlipNote:
      'With the code the words can be read too. Ten signs, capital or small; five tries an hour.',
    code: 'Slip code',
    findSlip: 'Find by code',
    dates: 'How far it has come',
    words: 'The words',
    more: 'Sign in, or use the slip code, to read the words.',
    open: 'Open the whole matter',
    again: 'Follow another',
    said: (day) => `raised ${day}`,
  },

  clock: {
    latest: 'Holds now',
    earlier: (n) => `Version ${n}, replaced later`,
    madeAt: (day) => `counted on ${day}`,
    from: (day) => `counted from ${day}`,
    reason: {
      raised: 'When it came in: the general limit',
      repair: 'To be mended: the limit for repairs',
      build: 'To be built: a plan is owed first',
      class: 'The limit of its class',
      plan: 'The day of the next step of the published plan',
      reopened: 'The person said it is not done: a new limit',
      calendar: 'Counted again after the holiday notice',
    },
    planDay: 'The day written in the plan; no days are counted',
    recounted: 'This version was counted with the calendar of its time; its date stands',
    source: 'Rule it follows',
    roundTheClock: 'Counted day and night without a break',
    show: 'Day by day',
    back: 'Back to the matter',
  },

  messages: {
    handed: {
      toPeople: (facts, isPrivate) =>
        `${thing(facts, isPrivate)}: it is now with ${facts.who} (${facts.place}). The total time goes on; it does not start again.`,
      toHandlers: (facts) =>
        `${facts.village} #${facts.no} is yours now${facts.due ? `, due by ${facts.due}` : ''}. The total time goes on; it does not start again.`,
    },
    raised: {
      toPeople: (facts, isPrivate) =>
        facts.due
          ? `What you said is recorded (#${facts.no}). Somebody answers by ${facts.due}.`
          : `What you said is recorded (#${facts.no}).${isPrivate ? '' : ' In an emergency call 110, 119 or 120 first.'}`,
      toHandlers: (facts) =>
        facts.due
          ? `${facts.village} #${facts.no}: a new matter, to be answered by ${facts.due}.`
          : `${facts.village} #${facts.no}: an emergency, please look now.`,
    },
    answered: {
      toPeople: (facts, isPrivate) => `${thing(facts, isPrivate)}: ${facts.who} has answered you.`,
      toHandlers: () => '',
    },
    classified: {
      toPeople: (facts, isPrivate) =>
        `${thing(facts, isPrivate)}: it is settled how and by when${facts.due ? ` (${facts.due})` : ''}. Open it to read.`,
      toHandlers: () => '',
    },
    contested: {
      toPeople: () => '',
      toHandlers: (facts) =>
        `${facts.village} #${facts.no}: the author does not agree how; the town looks again and decides.`,
    },
    planned: {
      toPeople: (facts, isPrivate) =>
        `${thing(facts, isPrivate)}: there is a plan${facts.due ? `; the next step is due by ${facts.due}` : ''}.`,
      toHandlers: () => '',
    },
    progress: {
      toPeople: (facts, isPrivate) => `${thing(facts, isPrivate)}: there is progress to read.`,
      toHandlers: () => '',
    },
    proposed: {
      toPeople: (facts, isPrivate) =>
        `${thing(facts, isPrivate)}: ${facts.who} says it is done. Please look; it counts when you say so.`,
      toHandlers: () => '',
    },
    confirmed: {
      toPeople: () => '',
      toHandlers: (facts) => `${facts.village} #${facts.no}: the person says it is done.`,
    },
    reopened: {
      toPeople: () => '',
      toHandlers: (facts) =>
        `${facts.village} #${facts.no}: not done yet, says the person${facts.due ? `; answer again by ${facts.due}` : ''}.`,
    },
  },
};
