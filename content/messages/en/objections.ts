import type { objections as zh } from '#content/messages/zh/objections.ts';

/** Words of objections to a published result of the month's ten best, and of how they come out. */
export const objections: typeof zh = {
  title: 'I see it differently',
  lead: 'Anybody may object while the result is on show. Say which line is wrong and how you know: which day, which matter, so that it can be checked.',
  private:
    'Your name and words are not published; only those who check read them. What they answer, everybody reads.',
  entry: 'To which entry',
  line: 'To which line',
  whole: 'It should not have been chosen at all',
  body: 'What is wrong',
  bodyHint: (most: number) => `How you know, in at most ${most} characters`,
  send: 'Send',
  over: 'The days of objections are over.',
  signIn: 'Sign in first, so that there is somebody to answer.',
  link: 'I see it differently',
  linkLabel: (title: string) => `I see “${title}” differently`,
  back: 'Back to the table',
  mine: 'What you sent',
  number: (no: number) => `No. ${no}`,
  sentAt: (day: string) => `received ${day}`,
  dueAt: (day: string) => `answered before ${day} at the latest`,
  waiting: 'being checked',
  decidedAt: (day: string) => `answered ${day}`,
  list: {
    title: 'Objections received',
    count: (n: number, done: number) => `${n} received, ${done} answered`,
    until: (day: string) => `Anybody may object until midnight of ${day}`,
    old: (n: number) => `This is version ${n}, which was corrected later.`,
    newest: (n: number) => `See version ${n}, which holds now`,
    versions: (n: number) =>
      `This table was corrected and is version ${n} now; the older ones stay`,
  },
  verdicts: {
    refused: 'not upheld, the result stands',
    out: 'upheld, the entry falls out',
    struck: 'upheld, this line gives no points',
    fulfilment: 'upheld, what was kept is counted anew',
  },
  versionReason: (no: number, reason: string) => `Objection no. ${no} was upheld: ${reason}`,
  struck: 'struck, no points',

  desk: {
    rail: 'Objections to the ten best',
    lead: 'The organization department checks first and gives its reason. What changes a result holds only when somebody of the discipline office has looked too. Whoever objected, entered, recommended, reviewed or opened the round decides nothing here.',
    none: 'Nothing waits for an answer.',
    said: 'What was said',
    propose: 'The answer',
    verdict: 'Is it upheld?',
    done: 'How many were kept',
    due: 'How many were due',
    countHint: 'Only for a new count',
    reason: 'The reason, for everybody to read',
    send: 'Answer',
    proposed: 'What the organization department proposes, for you to look at',
    waitsForSecond: 'Written. It waits for somebody of the discipline office.',
    agrees: 'Do you agree?',
    yes: 'Yes, correct it like this',
    no: 'No, check it again',
    words: 'If no: what has not been checked',
    second: 'Decide',
    sentBack: (words: string) => `It was sent back once: ${words}`,
    concerned: 'You had a part in this one; somebody else must answer.',
    notYours: 'This step is another office’s.',
  },
  messages: {
    refused: (no: number, reason: string) =>
      `Your objection no. ${no} was checked and not upheld: ${reason}`,
    upheld: (no: number, reason: string) =>
      `Your objection no. ${no} was upheld, and the result was computed anew: ${reason}`,
    corrected: (no: number, reason: string) =>
      `Objection no. ${no} was upheld, and your entry was computed anew: ${reason}`,
  },
};
