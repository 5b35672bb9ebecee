import type { disclosureUpload as zh } from '#content/messages/zh/disclosure-upload.ts';

export const disclosureUpload: typeof zh = {
  link: 'Upload the accounts of the whole town',
  title: (town) => `${town}: the accounts of the whole town`,
  lead: 'One table from the platform of village accounts, with the lines of all villages. See first what would happen in each; only when you press does it go into their drafts. Whether it is published, the villages decide after they have looked.',
  back: 'Back to the list of disclosure',
  period: 'Accounts of which period',
  periodHint: 'Lines with a date outside of it are not taken.',
  send: 'See what would happen in each village',
  columnsTitle: 'What the table must have',
  village:
    'Village (or set of accounts): its name is enough; with one sheet for each village, the sheet has the name',
  required: 'required',
  columnsLead: [
    'Where there is a column of balances, opening and closing are taken from it, and the village need not type them again.',
    'Totals are only held against the lines; a single cent off is pointed out.',
  ],
  template: 'Download the empty table (Excel)',
  templateText: 'Empty table (CSV)',
  waiting: (period, villages) =>
    `The accounts of ${period} that you sent are still waiting: ${villages} ${villages === 1 ? 'village' : 'villages'}`,
  waitingOpen: 'Go on',
  pastTitle: 'Sent before',
  past: (period, villages, rows) =>
    `${period}: ${villages} ${villages === 1 ? 'village' : 'villages'}, ${rows} ${rows === 1 ? 'line' : 'lines'}`,
  undone: 'taken back',
  pasted: 'A pasted table',

  check: {
    title: (period) => `Accounts of ${period}: what would happen`,
    lead: (villages, rows) =>
      `Read ${rows} ${rows === 1 ? 'line' : 'lines'} of ${villages} ${villages === 1 ? 'village' : 'villages'}. Nothing is written yet.`,
    none: 'No table is waiting',
    noneHint: 'A table that was sent is kept for 24 hours. Please send it again.',
    village: 'Village',
    rows: 'Lines',
    account: 'Account',
    opening: 'Opening',
    income: 'In',
    spending: 'Out',
    closing: 'Closing',
    unknown: 'the village fills it in',
    result: 'What would happen',
    does: {
      fill: 'goes into the village’s draft',
      replace: (n) => `the village has ${n} ${n === 1 ? 'line' : 'lines'} already; left alone`,
      wrong: (n) => `${n} to be corrected; not sent`,
      sent: 'the village has sent it on already; left alone',
      papers: 'lines of the village have papers behind them; left alone',
      notBegun: 'the village does not publish this period here; not sent',
      otherRhythm: 'the village publishes by other periods: send a month or a quarter as it does',
    },
    moved: 'Changed since you looked:',
    first: (period) => `${period} is not out yet; the village publishes that first`,
    off: (sum) => `balance off by ${sum} yuan`,
    missing: (names) => `Not in the table: ${names}`,
    wrongTitle: 'To be corrected',
    wrongLead:
      'Lines of no village and totals that do not come out hold the whole table back; anything else only its village.',
    faultOf: (village, said) => `${village}: ${said}`,
    fault: {
      villageMissing: 'It is not said of which village',
      villageUnknown: 'The town has no such village; please write its name as it is',
    },
    replaceLegend: 'Replace what the village filled in',
    replaceHint: 'Lines that are replaced cannot be brought back. If in doubt, ask the village.',
    replaceOption: (village, n) =>
      `${village}: replace the ${n} ${n === 1 ? 'line' : 'lines'} there`,
    press: 'Send to the villages',
    nothing: 'There is no village to send to.',
    blocked: 'Correct what is marked and send the table again.',
    drop: 'Do not send; delete this table',
    other: 'Send another table',
  },

  sent: {
    title: (period) => `Accounts of ${period}: sent to the villages`,
    lead: (when, who) => `${when}, sent by ${who}`,
    file: (name) => `File: ${name}`,
    counts: (villages, rows) =>
      `${villages} ${villages === 1 ? 'village' : 'villages'}, ${rows} ${rows === 1 ? 'line' : 'lines'}`,
    state: {
      draft: 'the village has to look',
      returned: 'sent back by the supervision committee, the village is changing it',
      review: 'the village has looked, the supervision committee is next',
      signed: 'signed, the committees have to meet',
      publicity: 'on notice',
      published: 'published',
    },
    rows: (n) => `${n} ${n === 1 ? 'line' : 'lines'}`,
    undo: 'Take this one back',
    undoHint:
      'Only while no village has sent it on. The lines are then taken out of all the drafts.',
    isSent: 'A village has sent it on: it cannot be taken back. What is wrong the village changes.',
    undone: (when) => `Taken back ${when}; the lines were taken out of the drafts.`,
  },

  told: (title, lines) =>
    `The town’s bookkeeper sent ${title}, ${lines} ${lines === 1 ? 'line' : 'lines'}. Please look, and if it is right, send it to the supervision committee`,
};
