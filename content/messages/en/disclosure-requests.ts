import type { disclosureRequests as zh } from '#content/messages/zh/disclosure-requests.ts';

export const disclosureRequests: typeof zh = {
  kind: {
    name: 'Joint request',
    shared: (place, title) => `A joint request for disclosure in ${place}: ${title}`,
  },
  states: { open: 'Open for signatures', reached: 'Enough have signed', over: 'Too few signed' },
  item: {
    name: (no) => `Requested jointly (#${no})`,
    columns: { matter: 'Matter', detail: 'What it is', day: 'Day', amount: 'Amount' },
  },
  news: {
    reached: (day) => `Enough have signed your request; the village discloses it by ${day}.`,
    owed: (village, day) => `${village}: villagers ask jointly for a disclosure, due by ${day}.`,
  },
  list: {
    title: 'Joint requests for disclosure',
    intro:
      'What the catalogue does not have can be asked for together. When one villager in ten, or one representative in five, signs, the village must disclose it.',
    start: 'Begin one',
    none: 'Nobody has begun one yet. Is there something you would like to know?',
    signed: (signed, needed) => `${signed} signed of ${needed} needed`,
    open: 'See the catalogue',
  },
  start: {
    title: 'Ask jointly for a disclosure',
    back: 'Back to joint requests',
    what: 'What should be disclosed',
    whatHint: 'One sentence, such as “The contracts of the fish pond of the last three years”.',
    why: 'Why it should be disclosed',
    whyHint:
      'Say which part you want to know about. It cannot be changed afterwards, since others sign these words.',
    shownAs: 'The name that others see',
    send: 'Begin it and sign',
    asker: 'Who asks',
    askers: { villagers: 'Villagers', representatives: 'Villagers’ representatives' },
    askerHint: (needed, outOf) => `${needed} signatures of ${outOf} people`,
    terms: (needed, day) => `${needed} signatures are needed until ${day}.`,
    termsBoth: (day) => `Open until ${day}.`,
    after: (days) => `Once enough have signed, the village discloses it within ${days} days.`,
    onlyVillagers: (here) => `Only people on the roster of ${here} can begin one or sign.`,
    signIn: 'Sign in to begin one',
    inCatalogue:
      'Look in the catalogue first: what stands there is due anyway and needs no request.',
  },
  page: {
    crumb: 'Joint requests',
    counted: (signed, needed) => `${signed} signed of ${needed} needed`,
    basis: {
      adults: (outOf) =>
        `One in ten of the ${outOf} people of the village who were eighteen when it was begun.`,
      villagers: (outOf) =>
        `One in ten of the ${outOf} people who stood on the roster when it was begun. The age of some is not known; they count, who is known to be under eighteen does not.`,
      representatives: (outOf) =>
        `Asked by the villagers’ representatives: one in five of the ${outOf} who stood on their roll when it was begun. Who is known to be under eighteen is not counted.`,
    },
    until: (day) => `Open until ${day}`,
    over: (day) => `It was open until ${day} and too few signed. It can be begun again.`,
    reached: (day) => `Enough had signed on ${day}`,
    owes: (day) => `The village discloses it by ${day}`,
    shown: 'It is disclosed: see it',
    noNames: 'Only the number is shown, never who signed.',
    sign: 'I ask for it too',
    unsign: 'Take my signature back',
    signed: 'You have signed.',
    onlyVillagers: (here) => `Only people on the roster of ${here} can sign.`,
    onlyRepresentatives:
      'This one is asked by the representatives, and you are not on their roll. Villagers can begin one of their own.',
    signIn: 'Sign in to sign',
  },
};
