import type { disclosures as zh } from '#content/messages/zh/disclosures.ts';

const SPAN = {
  month: 'This month',
  quarter: 'This quarter',
  year: 'This year',
  event: 'This time',
};
const END = {
  month: 'at the end of the month',
  quarter: 'at the end of the quarter',
  year: 'at the end of the year',
  event: 'so far',
};
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const UNIT = {
  household: ['household', 'households'],
  person: ['person', 'people'],
  payment: ['entry', 'entries'],
  thing: ['entry', 'entries'],
};

export const disclosures: typeof zh = {
  kind: {
    name: 'Disclosure',
    shared: (place, title) => `${place} has disclosed: ${title}`,
  },
  period: {
    month: (month) => MONTHS[month - 1] ?? String(month),
    quarter: (quarter) => `Quarter ${quarter}`,
    year: (year) => String(year),
    withYear: (year, period) => `${period} ${year}`,
    day: (month, day) => `${day} ${(MONTHS[month - 1] ?? '').slice(0, 3)}`,
    serial: (n) => `no. ${n}`,
  },
  title: {
    ledger: (period) => `Accounts of ${period}`,
    table: (period, item) => `${item}, ${period}`,
    event: (item, day) => `${item} (${day})`,
  },
  ledger: ({ span, income, spending, greatest, closing }) => [
    SPAN[span],
    ...(income === null ? [' nothing came in'] : [' ', { figure: `¥${income}` }, ' came in']),
    ...(spending === null
      ? [', nothing was spent']
      : [', ', { figure: `¥${spending}` }, ' was spent']),
    ...(greatest
      ? [
          '; the largest amount was for ',
          { said: greatest.words },
          ', ',
          { figure: `¥${greatest.amount}` },
        ]
      : []),
    '. ',
    { figure: `¥${closing}` },
    ` was in the accounts ${END[span]}.`,
  ],
  table: ({ n, unit, total, greatest }) => [
    { figure: `${n} ${UNIT[unit][n === 1 ? 0 : 1]}` },
    ' in all',
    ...(total === null ? [] : [', together ', { figure: `¥${total}` }]),
    ...(greatest
      ? [
          '; the largest amount was for ',
          { said: greatest.words },
          ', ',
          { figure: `¥${greatest.amount}` },
        ]
      : []),
    '.',
  ],
};
