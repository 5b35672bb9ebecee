/** What was published of a round of the month's ten best: the table, a sheet, the formula. */
export const results: typeof import('../zh/results.ts').results = {
  chosen: 'The chosen ones',
  noneChosen: 'Nothing was chosen in this round.',
  place: (n) => `Place ${n}`,
  shared: 'shared',
  points: (n) => `${n} points`,
  remark: 'Remark',
  townReason: 'What its town said',
  gone: 'the text was taken down',
  table: {
    title: 'Score table',
    caption: (most) =>
      `Out of ${most} points. Each entry leads to what every reviewer gave for every line, and why.`,
    columns: {
      entry: 'Entry',
      sheets: 'Given by each reviewer',
      review: 'Mean of reviewers',
      fulfilment: 'Kept',
      score: 'Sum',
      place: 'Place',
    },
    notScored: (least) => `Fewer than ${least} reviewers: not scored`,
    notChosen: 'not chosen',
    dropped: { highest: 'highest, left out', lowest: 'lowest, left out' },
  },
  entry: {
    title: (title) => `Score table of “${title}”`,
    toPost: 'Read it',
    reviewer: (no) => `Reviewer ${no}`,
    total: (n) => `${n} points in all`,
    line: (n, most) => `${n} of ${most} points`,
    average: 'Mean without the highest and the lowest',
    fulfilment: (done, due) => `${done} of ${due} that were due`,
    nothingDue: 'Nothing was due: all points are given',
    back: 'Back to the round',
  },
  reviewers: {
    title: 'Reviewers',
    drawn: (n) =>
      `${n} reviewers are reading; they were drawn by lot. Their names are published with the result.`,
    names: (names) => `Reviewers of this round: ${names}. Whose sheet is whose is not published.`,
    draw: 'How they were drawn',
  },
  frozen: {
    title: 'The table as it stands',
    text: 'It was frozen when it was published: whatever becomes of promises or texts afterwards, this table stays.',
    hash: 'Fingerprint of this table',
    version: (n, day) => `Version ${n}, published on ${day}`,
    data: 'Download this table',
  },
  formula: {
    title: 'How it is judged',
    link: 'How it is judged: what counts, and what never does',
    lead: 'Every number and step of each month. When a number changes, the page says from which version on.',
    scores: 'What counts',
    whole: (most) => `${most} points in all`,
    review: (most) =>
      `Reviewers, ${most} points: each gives whole points for each line and says why; the sheet with the highest and the one with the lowest sum are left out, the rest is averaged.`,
    fulfilment: (name, most) => `${name}, ${most} points: how much was done of what was due.`,
    least: (n) => `With fewer than ${n} sheets an entry is not scored, and the table says so.`,
    survey:
      'A survey of drawn residents was meant to give 10 points more. It is not done yet: these 10 points do not exist, and nothing else stands in for them.',
    rubric: 'What reviewers look at',
    never: 'What never counts',
    neverList: [
      'Likes, co-signatures, comments and questions',
      'How many people looked or passed it on; that is not even recorded',
      'Who signed in, or how long anybody learnt',
      'Who entered first: in any order the result is the same',
    ],
    neverProof:
      'What computes the scores cannot reach these figures. Every change of the program must pass a test that changes all of them and finds no score changed.',
    steps: 'Step by step',
    stepList: {
      enter: (days) =>
        `Entry is voluntary until midnight of the month's last day, one a village; in the ${days} days after it towns recommend, with reasons.`,
      town: (n) => `A town recommends at most ${n}, and at most ${n} of it are chosen.`,
      draw: (n, more) =>
        `The organization department asks people onto the list of reviewers; only who agreed stands there. Each round draws by lottery numbers named beforehand: the first ${n} read, up to ${more} more stand by.`,
      avoid:
        'Who entered something does not review; nobody reads his own town, or a village in which he declared relatives; whoever recognises a writer may step back at any time. Those drawn next fill the gaps.',
      blind:
        'Names of people, villages and towns are covered while reviewers read, and likes and comments are not shown. What can be recognised by the matter itself cannot be covered.',
      read: (most, least, days) =>
        `A reviewer reads at most ${most}; each entry has at least ${least} reviewers; they have ${days} working days.`,
      choose: (places) =>
        `The first ${places} by their sum are chosen; equal sums share their place without any draw, so that there may be more than ${places}.`,
      publish: (days) =>
        `The whole table with every reason is published; for ${days} working days anybody may object.`,
    },
    weights:
      "These numbers stand in the county's rules, every version is kept, and a change counts from the next round on.",
    rules: (version) => `Version ${version} is in force`,
  },
};
