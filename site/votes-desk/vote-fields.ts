/** The fields of a vote's form in their order, so that what is wrong is listed in it. */
export const voteFields = [
  ...['type', 'title', 'body', 'motion', 'answers'],
  ...Array.from({ length: 12 }, (_, at) => `option-${at + 1}`),
  ...['most', 'secondRound', 'opensOn', 'opensTime', 'closesOn', 'closesTime'],
  ...['groups', 'secrecy', 'teller-1', 'teller-2'],
];
