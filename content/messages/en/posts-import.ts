import type { postsImport as zh } from '#content/messages/zh/posts-import.ts';

export const postsImport: typeof zh = {
  link: 'Appoint several by a table',
  title: (place) => `${place}: appoint by a table`,
  lead: 'One table, a line a post: group, name, phone, post, deputy. You see first who would be appointed; nothing counts before you press.',
  back: 'Back to the posts',
  columnsTitle: 'What the table holds',
  columns: [
    'Name, phone and post are needed; the order does not matter, and other columns are left alone.',
    'Posts are written in Chinese: secretary, director, clerk, accountant, committee member, head of supervision, grid officer or group leader; the full title may stand there.',
    'A tick or yes in the column for deputies makes somebody a deputy, on a line of his own. A title that says deputy is understood too.',
    'Where no first day stands, it is from today on. Whoever is in office stays; to replace somebody, end his post first.',
  ],
  townColumn:
    'A column for the village stands in front; where the group is empty it is a post of the village.',
  villageColumn:
    'Where the group is empty it is a post of the village. Groups are made first, under the grid.',
  template: 'Download the empty table (Excel)',
  templateText: 'The empty table (CSV)',
  templateHint:
    'The Excel table opens in Excel or WPS; its columns are formatted as “Text”. With the CSV, format the phone column as “Text” before you fill it in.',
  waiting: (n) => `The table sent last still waits: ${n === 1 ? '1 post' : `${n} posts`}`,
  waitingOpen: 'Go on with it',
  send: 'See who would be appointed',

  check: {
    title: (place) => `${place}: who would be appointed`,
    lead: (n) => `${n === 1 ? '1 post was' : `${n} posts were`} read. Nobody is appointed yet.`,
    none: 'No table waits',
    noneHint: 'A table is kept for 24 hours only. Please send it again.',
    ready: 'To appoint',
    accounts: 'With a new account',
    same: 'In office already, left alone',
    wrong: 'Lines that cannot be done',
    posts: (n) => (n === 1 ? '1 post' : `${n} posts`),
    people: (n) => (n === 1 ? '1 person' : `${n} people`),
    lines: (n) => (n === 1 ? '1 line' : `${n} lines`),
    newcomer: 'new account',
    apply: (n) => (n === 1 ? 'Appoint to this post' : `Appoint to these ${n} posts`),
    passwords:
      'No message can be sent from here. Once you press, the first passwords are shown, this one time; have paper or a printer at hand.',
    nothing: 'Nobody is left to appoint: all are in office already, or something is wrong.',
    drop: 'Appoint nobody, and forget this table',
    otherFile: 'Send another',
    faultsTitle: 'These lines are left out',
    faultsLead: 'Please correct them in the table and send it again; the right lines can go first.',
  },

  passwords: {
    title: 'First passwords',
    lead: (n) =>
      `They are appointed. Here are ${n} first passwords, one for each; cut them apart and hand them over.`,
    to: (place, name) => `${place} · ${name}`,
  },

  fault: {
    noSuchVillage: () => 'No such village here; please write its name',
    noSuchGroup: () => 'The village has no such group. Make it under the grid first',
    noSuchMicroGrid: () => 'The group has no such micro grid',
    postUnknown: () => 'No such post. Please write one of those that stand beside the empty table',
    postNotHere: () =>
      'This post is not on this level: grid officers and leaders are of a group, secretary and director of a village',
    deputyWrong: () => 'The column for deputies holds yes or nothing; a deputy has his own line',
    phoneTwoNames: (_, other) => `Line ${other} has the same phone with another name`,
    sameLineTwice: (_, other) => `The same person and post as on line ${other}`,
    twoHeads: (_, other) =>
      `Line ${other} has the head of this place. There is one; the others are deputies`,
    accountStopped: () => 'The account of this phone is stopped',
    nameDiffers: () =>
      'The account of this phone has another name. Look at the number again, or ask its owner to correct his name',
    phoneUnproven: () =>
      'Nobody has confirmed this phone yet. The grid officer must meet its owner first',
    postTaken: (_, __, name) => `${name} is in office. End that post first, or write a deputy`,
    holdsItOtherwise: () =>
      'Holds this post already, but as head or deputy differently. End that post first',
    notYoursToFill: () => 'This post is not yours to fill; the level above does',
    notYourself: () => 'Your own post is filled by somebody else',
  },
};
