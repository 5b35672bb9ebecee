import type { badges as zh } from '#content/messages/zh/badges.ts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** Words of the badge on what was chosen, how it is lost, and of the award to print. */
export const badges: typeof zh = {
  short: (month: string) => `Ten best of ${MONTHS[Number(month.slice(5)) - 1] ?? month}`,
  full: (month: string, name: string, place: number) => `${name}, ${month}: place ${place}`,
  title: 'What was chosen here',
  lostTag: (name: string) => `${name}, taken off`,
  lost: (day: string) => `taken off ${day}`,
  why: (promised: string) => `drawn villagers found the promise “${promised}” not kept`,
  table: 'See the table of scores',
  message:
    'A promise of the letter you entered was found not kept; its badge is struck out. Its place and the table of scores stay.',
  won: (title: string, place: number) =>
    `${title} is final. Your entry has place ${place}; the award can be printed.`,
  award: {
    link: 'Print the award',
    kick: 'Award',
    line: (name: string, place: number) => `${name}: place ${place}`,
    remark: 'A reviewer’s sentence',
    by: 'Reviewers drawn by lot read it with names covered. Likes and views count for nothing.',
    look: 'Scan for the table of scores and every reason',
    month: (month: string) => month,
    lost: (day: string) =>
      `This award was taken away on ${day}; the reason stands beside the table of scores.`,
    print: 'Print',
  },
};
