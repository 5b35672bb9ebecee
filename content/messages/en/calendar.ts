import type { calendar as zh } from '#content/messages/zh/calendar.ts';

/** The county's calendar: which days offices are open, and the notice each year rests on. */
export const calendar: typeof zh = {
  title: 'Calendar of working days',
  line: 'All limits are counted by it. When the State Council has published a year’s holidays, one person enters them and another compares them with the notice.',
  version: (n) => `Version ${n}`,
  years: 'What each year rests on',
  official: 'By the notice',
  provisional: 'No notice yet: only the holidays of the law',
  waiting: (year) => `The notice for ${year} waits to be compared`,
  by: (name) => `Entered by ${name}`,
  own: 'You entered it, so somebody else must compare it.',
  day: { holiday: 'Holiday', workday: 'Workday' },
  confirm: 'It agrees with the notice: use it',
  drop: 'Take it away',
  add: 'Enter a notice',
  addLine:
    'One day a line, each with its notice. The first line names the columns: date,kind,name,title,number,published. The kind is holiday or workday.',
  example: '2027-01-01,holiday,New Year,Title of the notice,Its number,2026-11-04',
  rows: 'The table',
  file: 'Or choose a CSV file',
  send: 'Hand it in',
  problem: (row, what) => `Line ${row}: ${what}`,
  problems: {
    columns: 'the columns date, kind, name, title, number and published are needed',
    empty: 'there is no line',
    date: (text) => `a date is written like 2027-01-01 (now “${text}”)`,
    kind: (text) => `the kind is holiday or workday (now “${text}”)`,
    notice: (text) => `${text} lacks its name, or the title, number or date of its notice`,
    year: (text) => `${text} is not of this year`,
    twice: (text) => `${text} stands twice`,
    weekday: (text) => `${text} is no weekend, so it cannot be made up as a workday`,
    fixed: (text) => `${text} is a holiday by law and is missing`,
  },
};
