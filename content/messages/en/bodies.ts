import type { Words } from '#content/messages/words.ts';

/** Words of the rolls of those who decide together. */
export const bodies: Words['bodies'] = {
  rail: 'Who decides',
  title: (place) => `${place}: who decides`,
  lead: 'Rolls of representatives, committees, Party members and members of the collective. How many must come to a meeting and who may vote is counted from here.',
  places: 'Choose a village',
  back: 'Back to the rolls',
  names: {
    party_committee: 'Party committee of the village',
    village_committee: 'Villagers’ committee',
    party_members: 'Party members',
    representatives: 'Villagers’ representatives',
    collective_members: 'Members of the collective',
    collective_reps: 'Representatives of the collective’s members',
    directors: 'Board of the collective',
  },
  community: {
    village_committee: 'Residents’ committee',
    representatives: 'Residents’ representatives',
  },
  count: (size, women) => `${size} people, ${women} of them women`,
  empty: 'No roll yet',
  open: 'See the roll',
  openLabel: (body) => `See the roll: ${body}`,
  isPublic: 'This roll is public: everybody reads name, group and since when.',
  isPrivate: 'This roll is not public: only those of village and town who work with it read it.',
  law: {
    title: 'What the law asks',
    met: 'As asked',
    unmet: 'Not as asked',
    open: 'Depends on how they were chosen',
    women: (has, from) => `${has} women; at least ${from} are needed`,
    woman: (has) => `${has} women; at least 1 is needed`,
    size: (has, from, to) =>
      to === null
        ? `${has} people; at least ${from} are needed`
        : `${has} people; ${from} to ${to} are needed`,
    households: (has, from, to) =>
      `${has} people; by the number of households it would be ${from} to ${to ?? from}`,
    source: (source, text) => `${source} (text of ${text})`,
    unconfirmed: 'This number has not been checked; the county confirms it',
  },
  list: {
    title: 'The roll',
    woman: 'woman',
    since: (day) => `since ${day}`,
    elsewhere: 'not on the village’s roster',
    more: 'Further on',
    first: 'Back to the beginning',
  },
  former: {
    title: 'No longer',
    line: (from, until, reason) => `${from} to ${until}: ${reason}`,
  },
  end: {
    open: 'Take off',
    openLabel: (name) => `Take ${name} off the roll`,
    reason: 'Why',
    reasonHint: 'For example: new election, moved away, died, stepped down',
    send: 'Take off from today',
  },
  add: {
    title: 'Add somebody',
    find: 'Look on the roster by name',
    look: 'Look',
    none: 'Nobody of this name on the roster',
    noneHint: 'Check the spelling; the roster is under “Recognise”.',
    at: (group, household) => `${group} · household ${household}`,
    isWoman: 'A woman',
    group: 'Which group chose',
    ownGroup: 'The group where this person lives',
    send: 'Add',
    sendLabel: (name) => `Add ${name}`,
    bareTitle: 'Not on the village’s roster',
    bareLead:
      'Who lives elsewhere and is not on the roster is added by name. Such a person has no account here and cannot sign or vote online.',
    name: 'Name',
  },
  fill: {
    title: 'Add those who are known already',
    lead: 'These are known from elsewhere. Tick those to add, and who of them is a woman.',
    person: 'Add',
    woman: 'A woman',
    send: 'Add the ticked ones',
  },
  public: {
    title: 'Committee and representatives',
    communityTitle: 'Committee and representatives',
    lead: 'Chosen by everybody to meet and decide for them.',
    link: 'Who the representatives are',
    communityLink: 'Who the representatives are',
    none: 'The village has not put its roll here yet',
    noneHint: 'To learn who represents you, call the village’s number.',
  },
};
