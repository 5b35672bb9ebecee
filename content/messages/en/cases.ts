import type { cases as zh } from '#content/messages/zh/cases.ts';

/** Words of governance cases: solved matters of a village told again. */
export const cases: typeof zh = {
  kind: {
    name: 'Governance case',
    shared: (place: string, title: string) => `A governance case of ${place}: ${title}`,
  },
  list: {
    title: 'Governance cases',
    intro:
      'Only what the person who raised it called solved is told here: how it was, what was done, how it is now, and whether another village could do the same.',
    add: 'Write a case',
    nothing: 'No case has been written yet.',
    nothingHint: 'What was solved can be read among the matters of the village.',
  },
  parts: {
    was: 'How it was',
    how: 'What was done',
    now: 'How it is now',
    elsewhere: 'Could others do the same?',
  },
  choose: {
    title: 'Which one?',
    intro:
      'Choose a public matter that whoever raised it called solved. Whoever worked on one may write it up too, from its own page.',
    nothing: 'Nobody has called a matter solved yet.',
    write: 'Write this one',
  },
  form: {
    title: 'Write a governance case',
    intro:
      'The days, and what the offices said, are filled in already; turn them into plain sentences. Whoever raised it is “a villager” here: no name, no house number, no telephone.',
    matter: 'This is the matter',
    subject: 'Title',
    wasHint:
      'How many households, for how long, what was hard. In your own words; do not copy those of the person who raised it.',
    howHint:
      'What came first and what next, who was asked, how much money and work it took. Tell of wrong turns too.',
    nowHint: 'Numbers that can be shown: so many lamps, kilometres, households.',
    elsewhereHint:
      'What another village would need first, and which step is most likely to get stuck. If it cannot be copied, say so.',
    before: 'Photo of before',
    after: 'Photo of now',
    photo: (n: number) => `Photo ${n}`,
    noPhoto: 'No photo',
    photosHint:
      'The photos stay with the matter: what is covered or taken down there is so here too. Only a case with both can be entered in the ten best.',
    noPhotos: 'This matter has no public photos.',
    send: 'Publish',
  },
  filled: {
    confirmed: (day: string, days: number, reopened: number) =>
      `On ${day} the villager who raised it said that it is done, after ${days} days${reopened > 0 ? `; it was sent back ${reopened} time(s)` : ''}.`,
  },
  page: {
    matter: 'The matter it tells of',
    said: 'What was said at the time',
    facts: (days: number, cosigns: number) =>
      cosigns > 0 ? `${days} days, ${cosigns} households said the same` : `${days} days`,
    reopened: (times: number) => `sent back ${times} time(s)`,
    confirmed: (day: string) => `On ${day} whoever raised it said that it is done`,
    before: 'Before',
    after: 'Now',
    matterGone: 'The matter itself is no longer here; only the case is.',
    changed: (when: string) => `Reworded ${when}`,
    history: 'See every wording',
  },
  link: { told: 'Told as a governance case', write: 'Write this up as a governance case' },
  told: (village: string, no: number) =>
    `${village} has written up your matter no. ${no} as a governance case. It calls you only “a villager”. Please have a look, and say so below it if anything is wrong.`,
};
