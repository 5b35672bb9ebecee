export const paper: typeof import('../zh/paper.ts').paper = {
  title: 'One matter from beginning to end',
  keepSafe: 'Keep it safe and put it on no wall.',
  state: 'How far it is',
  holder: 'Responsible',
  said: 'Said',
  voices: 'Others too',
  day: 'When',
  what: 'What was done, by whom',
  printedOn: (day) => `Printed on ${day}`,
  print: 'Print this page',
};
