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
  said: {
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
  },
  brief: {
    ledger: (income, spending) => `¥${income} in, ¥${spending} out`,
    rows: (n, unit) => `${n} ${UNIT[unit][n === 1 ? 0 : 1]}`,
  },
  page: {
    home: () => 'Village affairs in the open',
    comma: ', ',
    even: 'The accounts come out',
    signed: (n) => `Signed by ${n} of the supervision committee`,
    published: (day) => `Published on ${day}`,
    early: (days) => `${daysOf(days)} before it was due`,
    onTime: 'on the last day it was due',
    late: (days) => `${daysOf(days)} late`,
    lateReason: 'Why it was late: ',
    publicityShort: (day) => `on notice until ${day}`,
    publicity: (day) => `On notice until ${day}: say before then what you have to say`,
    postsEnded: (names) =>
      `${names}: found unfit two times running. Under article 38 of the Organic Law of Villagers’ Committees the post ends of itself.`,
    villageOnly:
      'Only people of this village read it, when they have signed in, and besides them the town’s office and bookkeeper, the county’s dispatcher and its discipline inspection. It is in no search and no download.',
    names:
      'Names are covered. People of this village read them in full when they have signed in, and you read your own numbers in your own row.',
    corrected: (day) =>
      `Corrected on ${day}; what was changed is struck through and can still be read. Why: `,
    versions: 'What was changed',
    shownThrough: (day) => `Shown at least until ${day}`,
    recipients: 'How the list was decided: ',
    rule: 'Read the rule',
    talk: 'On the whole of it',
  },
  table: {
    caption: (title) => `${title}, one entry a row`,
    item: 'Item',
    day: 'Date',
    voucher: 'Vouchers',
    amount: 'Amount (¥)',
    ask: 'Ask',
    asks: (n) => `${n} asked`,
    askLine: (no) => `Ask about row ${no}`,
    asked: (n, no) => `${n} asked about row ${no}; ask again`,
    side: { in: 'Income', out: 'Spending' },
    sideRows: (side, n) => `${side}, ${n} ${n === 1 ? 'entry' : 'entries'}`,
    goesOn: (side) => `${side} (goes on)`,
    opening: {
      month: 'At the beginning of the month',
      quarter: 'At the beginning of the quarter',
      year: 'At the beginning of the year',
      event: 'Before',
    },
    closing: {
      month: 'Left at the end of the month',
      quarter: 'Left at the end of the quarter',
      year: 'Left at the end of the year',
      event: 'Left',
    },
    total: 'Together',
    struck: (reason) => `Struck out: ${reason}`,
    added: (day) => `Added with the correction of ${day}`,
    withdrawn: 'This row was withdrawn',
    mine: 'This is you',
    own: { id: 'ID number', card: 'Card', phone: 'Phone' },
    resolution: 'The meeting that decided it',
    checked: 'Somebody asked; it was checked',
    vouchers: (n) => `${n} ${n === 1 ? 'voucher' : 'vouchers'}`,
    keptAt: () => 'Vouchers are kept on file and can be seen at the village office.',
    question: 'Somebody asked: ',
    hands: (hands) => `The same in all of these: ${hands}.`,
    answered: (who, day) => `${who} answered on ${day}`,
    unanswered: 'no answer yet',
    red: 'taken back',
    accountOf: (name, village) => `${name} (of former ${village}, kept apart)`,
    nothing: 'Nothing like that was found.',
    nothingHint: 'Try another word, or read the whole table.',
    none: 'This table has no rows.',
    before: 'Previous page',
    after: 'Next page',
    pages: 'Pages of this table',
  },
  filter: {
    title: 'Find something in this table',
    q: 'Words',
    kind: 'Kind',
    side: 'Income or spending',
    sort: 'Order',
    all: 'All',
    orders: { table: 'As in the table', amount: 'Largest amount first', day: 'By date' },
    apply: 'Apply',
    clear: 'Read the whole table',
    on: 'Only a part of it:',
  },
  pictures: {
    spending: (n) => (n === 6 ? 'Spending in half a year' : `Spending in the last ${n} periods`),
    sides: { out: 'Where the money went', in: 'Where the money came from', all: 'By kind' },
    changes: {
      month: 'Beside last month',
      quarter: 'Beside last quarter',
      year: 'Beside last year',
      event: 'Beside last time',
    },
    more: (amount) => `${amount} more`,
    less: (amount) => `${amount} less`,
    unit: 'In yuan.',
    now: ' The dark bar is this period.',
    pair: ' Light is income, dark is spending.',
    what: 'What',
    howMuch: 'Yuan',
    change: 'More or less (yuan)',
    rows: (n) => `${n} ${n === 1 ? 'entry' : 'entries'}`,
    both: 'Income and spending, month by month',
  },
  beside: {
    none: 'nothing this time',
    title: 'Also disclosed',
    signIn: 'people of this village read it signed in',
    month: (month) => `All that was disclosed for ${month}`,
  },
  take: {
    title: (isLedger) => (isLedger ? 'Take these accounts with you' : 'Take this table with you'),
    excel: 'Excel',
    csv: 'CSV',
    print: 'Print for the wall',
  },
  steps: {
    title: 'Whose hands it went through',
    drafted: 'Filled in the table',
    signed: 'Looked at it and signed',
    met: (present) =>
      present === null
        ? 'Both committees met and agreed to publish it'
        : `Both committees met, ${present} present, and agreed to publish it`,
    publicity: 'Put on notice',
    published: 'Published',
    decided: 'Settled after the notice',
    corrected: 'Gave the reason and changed the table',
  },
  month: {
    title: (month) => `Disclosed for ${month}`,
    intro: 'One sentence for each; open it for the whole table.',
    nothing: (month) => `Nothing has been disclosed for ${month} yet.`,
    year: (year) => `All of ${year}`,
    all: 'What is due, and when',
    none: (items) => `Nothing to disclose this month: ${items.join(', ')}`,
  },
  year: {
    title: (year) => `Disclosed in ${year}`,
    intro: 'What was disclosed for every month, and whether it was late.',
    nothing: (year) => `Nothing has been disclosed for ${year} yet.`,
    balance: 'Income and spending of the year',
    income: 'Income',
    spending: 'Spending',
    closing: 'Left',
    months: 'Month by month',
    count: (n) => `${n} ${n === 1 ? 'item' : 'items'}`,
    nothingYet: 'nothing yet',
    late: (days) => `${daysOf(days)} late`,
    before: (year) => String(year),
    years: 'Other years',
  },
  home: {
    tile: () => 'Open books',
    money: (period, income, spending) => `${period}: ¥${income} in, ¥${spending} out`,
  },
  plate: {
    clocks:
      'A line is not clear? Press “Ask” behind it: a first reply and the full answer are due by a day.',
    counted: (asked, answered) => `${asked} asked below this table, ${answered} answered.`,
  },
};

function daysOf(n: number): string {
  return `${n} ${n === 1 ? 'day' : 'days'}`;
}
