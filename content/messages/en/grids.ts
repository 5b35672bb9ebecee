interface Counts {
  received: number;
  answered: number;
  solved: number;
}

const sum = ({ received, answered, solved }: Counts) =>
  `${received} raised, ${answered} answered, ${solved} put right`;

/** A span of working minutes in words: 17 min, 3 h 12 min. */
function span(minutes: number): string {
  if (minutes < 60) return `${Math.max(1, Math.round(minutes))} min`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** The county and its grid: the front, a village's home, its organisation and its people. */
export const grids: typeof import('../zh/grids.ts').grids = {
  month: (counts: Counts) =>
    counts.received === 0
      ? 'Nobody has raised anything yet this month.'
      : `This month: ${sum(counts)}.`,
  span,
  helpRole: (unit: string) => `${unit} information clerk`,
  away: (until: string) => `On leave until ${until}`,
  awayDeputy: (until: string, names: string) => `On leave until ${until}; ${names} answers`,
  deputies: (names: string) => `Deputy: ${names}`,
  workdays: 'working days',
  and: ', ',
  groupsOf: (names: string[]) => names.join(', '),
  holder: (scope: string, post: string) => (scope ? `${post}, ${scope}` : post),
  too: (n: number) => (n === 1 ? '1 household has it too' : `${n} households have it too`),
  cadreNo: (no: string) => `No. ${no}`,

  front: {
    heads: (n: number) => `${n} village squares`,
    line: 'Who answers, how soon, and whether it was put right: for everyone to see.',
    find: 'Find my village',
    name: 'Name of the village or community',
    hint: 'Present or old name',
    found: (n: number, asked: string) => `${n} found for “${asked}”`,
    none: (asked: string) => `Nothing found for “${asked}”`,
    noneText: 'Try fewer characters, or look in the towns below.',
    formerly: (name: string) => `formerly ${name}`,
    towns: 'By town',
    remembered: 'To the village I asked to remember',
    mine: 'To my village',
    soFar: 'This month',
    figures: (county: string) => `Figures for ${county}`,
    solved: 'Just put right',
  },

  notOpen: {
    title: (county) => `The village square of ${county} is not open yet`,
    text: 'Its towns and villages have not been brought in. Please come again in some days.',
    operator: 'For whoever runs the server: three steps are left',
    divisions:
      'Bring in towns and villages: one village a line, in four columns, code, name, town_code, town.',
    admin: 'Create a system administrator. The password is printed once.',
    adminExample: "'Name' phone",
    signIn: 'Sign in with it, and appoint the county’s people at the desk.',
  },
  done: {
    title: 'Put right',
    before: 'Before',
    after: 'After',
    took: (days: number) => {
      if (days === 0) return 'Done the same day, says the author';
      return `Done in ${days === 1 ? '1 day' : `${days} days`}, says the author`;
    },
  },

  home: {
    home: (name: string) => `${name}: home`,
    tiles: {
      appeals: 'What people raised',
      open: (n: number) => `${n} being worked on`,
      diary: 'The secretary’s diary',
      stories: 'Stories told here',
      notices: 'Notices',
      people: 'Find a grid officer',
      inOffice: (n: number) => `${n} in office`,
      track: 'Follow my matter',
      trackHow: 'The number is enough',
      organisation: (unit: string) => `Who runs the ${unit}`,
      organisationWhat: 'Who does what',
    },
    label: 'Where to',
    groups: (n: number) => (n === 1 ? '1 group' : `${n} groups`),
    merged: (oldName: string, name: string) => `${oldName} is now part of ${name}.`,
    remember: (unit: string) => `Remember this ${unit} on this device`,
    onDuty: 'Who is there',
    allPeople: 'See all',
    emptyTitle: 'Nobody has raised anything yet',
    emptyText: 'Would you begin?',
    allAppeals: (n: number) => `All ${n}`,
    allNotices: 'See all',
    allTalks: 'See all',
    allNotes: 'See all',
    say: 'Say something',
    talksEmpty: 'Nobody has said anything yet. Would you begin?',
  },

  people: {
    title: 'Find a grid officer',
    line: 'Each group has one person who answers: ask there first.',
    none: 'No grid officer is registered here yet',
    noneText: 'You can turn to the secretary directly.',
    organisation: (unit: string) => `See who runs the ${unit}`,
  },

  organisation: {
    title: (unit: string) => `Who runs the ${unit}`,
    line: 'Who, for what, when they are there and how to reach them.',
    bodies: {
      party: 'Party organisation',
      committee: {
        village: 'Villagers’ committee',
        community: 'Residents’ committee',
        campus: 'Management office',
      },
      supervision: {
        village: 'Village affairs supervision committee',
        community: 'Residents’ affairs supervision committee',
        campus: 'Supervision committee',
      },
      office: 'Others',
    },
    duty: 'In charge of',
    hours: 'There',
    phone: 'Work phone',
    deputy: 'Deputy',
    where: 'Where',
    place: 'Office',
    town: (name: string) => `Above: ${name}`,
    none: 'Nobody is registered yet',
    noneText: 'The clerk registers the list; it appears here at once.',
    cadres: 'The groups’ grid officers',
  },

  cadre: {
    facts: 'What they answer for',
    posts: 'Post',
    from: (day: string) => `since ${day}`,
    span: (from: string, to: string) => `${from} to ${to}`,
    former: 'No longer in office',
    households: 'Households',
    householdsN: (n: number) => (n === 1 ? '1 household' : `${n} households`),
    held: 'Matters in hand and done',
    heldLine: (counts: Counts & { open: number }) =>
      counts.received === 0
        ? 'No public matter has been theirs so far.'
        : `Of recent public matters: ${sum(counts)}; ${counts.open} still open.`,
    median: (length: string) =>
      `First answers: half of them within ${length}, counted in working time.`,
    tooFew: (minimum: number) => `Fewer than ${minimum} cases: no average yet.`,
    medianPrivate:
      'How long answers take on average is shown to the person and their seniors; the village’s figures are open to all.',
    medianOwn: 'Only the person and their seniors see this average.',
    call: 'Call',
  },

  county: {
    title: (county: string) => `Figures for ${county}`,
    line: 'Public matters only; put right means that the person said so. Never ranked.',
    received: 'raised',
    answered: 'answered',
    solved: 'put right',
    open: 'open',
    towns: 'Towns',
    caption: (minimum: number) =>
      `Since the opening. First answer: the time within which half were answered, in working time; those without an answer are counted in. Not given below ${minimum} cases.`,
    town: 'Town',
    villages: 'Villages and communities',
    median: 'First answer',
    few: 'few cases',
    unit: '',
  },

  town: {
    line: (n: number) => `${n} villages and communities`,
    office: 'At the town office',
    villages: 'Villages and communities',
    counts: (open: number, solved: number) => `${open} open, ${solved} put right`,
    noneYet: 'Nothing raised yet',
    county: (county: string) => `Back to ${county}`,
  },
};
