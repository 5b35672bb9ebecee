/** Words that belong to no single feature: frame, forms, the plate, lists, comments. */
export const common: typeof import('../zh/common.ts').common = {
  site: {
    name: 'Cuntou',
    description:
      'Village matters, posted at the village head: who is responsible, how fast they answer, and whether it got done.',
    skip: 'Skip to main content',
    mainNav: 'Main sections',
    footNav: 'About this site',
    home: 'Home',
    things: 'Matters',
    track: 'Track',
    messages: 'Inbox',
    me: 'Mine',
    search: 'Search',
    signIn: 'Sign in',
    desk: 'Desk',
    otherLang: '中文',
    help: 'Help',
    privacy: 'Privacy',
    access: 'Accessibility',
    licence: 'Licence number: to be filled in at launch',
    errorPrefix: 'Not complete yet: ',
  },
  size: {
    label: 'Text size',
    standard: 'Standard',
    large: 'Larger',
    care: 'Easy reading',
    extra: 'Largest',
    toCare: 'Large text',
    toStandard: 'Standard',
  },
  demo: {
    label: 'Demonstration',
    about: 'Demonstration · people and events are invented · not an official website',
    say: (when) =>
      `Demonstration · people and events are invented · not an official website · demo time ${when}`,
    nextWorkday: 'Go to the next working day',
  },
  help: {
    label: 'Getting help',
    ask: (role) => `Not sure how, or rather not type? The ${role}`,
    does: (hours) => (hours === null ? 'will do it for you' : `will do it for you, ${hours}`),
    alone: 'Not sure how, or rather not type?',
    page: 'See how to get help',
  },
  form: {
    optional: ' (optional)',
    wrongTitle: (n) =>
      n === 1 ? 'One thing still needs your attention' : `${n} things still need your attention`,
    wrong: 'Needs attention: ',
    change: 'Change',
    changeWhat: (what) => `Change “${what}”`,
    step: (n, of) => `Step ${n} of ${of}`,
    next: 'Next',
    back: 'Back',
    cancel: 'Leave without sending',
    send: 'Send',
    save: 'Save',
  },
  pager: {
    label: 'Pages',
    newer: 'Previous page',
    older: 'Next page',
  },
  duty: {
    before: '',
    after: 'is responsible',
    call: 'Call',
    callName: (name) => `Call ${name}`,
    post: (group, post) => (group ? `${post}, ${group}` : post),
    since: (day) => `since ${day}`,
    firstAsked: (name) =>
      `${name} was asked first and follows it to the end; you may ask them too.`,
    answeredBy: (name) => `${name} answered on their behalf.`,
  },
  answer: {
    editedAt: (when) => `edited ${when}`,
    versions: 'See what changed',
  },
  talk: {
    official: 'staff',
  },
  steps: {
    next: 'Next',
  },
  photos: {
    alt: (n, of) => `Photo ${n} of ${of}`,
    original: (size) => `Tap for the original (${size})`,
  },
  post: { grid_cadre: 'grid officer' },
  people: {
    villager: {
      village: 'A villager here',
      community: 'A resident here',
      campus: 'A member of this campus',
    },
  },
};
