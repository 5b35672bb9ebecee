import type { lineObjections as zh } from '#content/messages/zh/line-objections.ts';

interface NewsFacts {
  village: string;
  no: number;
  isPrivate: boolean;
}

const thing = ({ village, no, isPrivate }: NewsFacts) =>
  isPrivate ? 'What you asked' : `What you asked about the accounts of ${village} (#${no})`;

export const lineObjections: typeof zh = {
  kind: {
    name: 'Question about a line',
    shared: (place, title) => `A question about the accounts of ${place}: ${title}`,
  },
  county: (name) => `discipline inspection of ${name}`,
  supervision: {
    village: 'the village’s supervision committee',
    community: 'the community’s supervision committee',
    campus: 'the community’s supervision committee',
  },
  outcomes: {
    explained: 'Explained',
    corrected: 'Put right',
    unfounded: 'Nothing to it',
  },
  states: { asked: 'Awaits an answer', replied: 'Being looked into', answered: 'Answered' },
  news: {
    asked: ({ village, no, due }) =>
      `${village}: somebody asks about the accounts (#${no})${due ? `; a first reply is due by ${due}` : ''}.`,
    replied: (facts) => `${thing(facts)}: ${facts.who} has sent you a first reply.`,
    answered: (facts) => `${thing(facts)}: ${facts.who} has answered you.`,
    raised: ({ village, no, due }) =>
      `${village}, question #${no} has come to you${due ? `; answer by ${due}` : ''}. The total time goes on.`,
    raisedAbove: ({ village, no }) =>
      `${village}, question #${no}: its asker has taken it to the level above.`,
    handed: (facts) => `${thing(facts)}: ${facts.who} answers it now. The total time goes on.`,
    handedTo: ({ village, no, due }) =>
      `${village}, question #${no} is yours to answer now${due ? `, by ${due}` : ''}.`,
  },
  ask: {
    title: 'I have a question about this line',
    struck: 'This line was corrected later',
    lineIs: (no) => `Line ${no}`,
    backTo: (title) => `Back to ${title}`,
    question: 'What do you want to know?',
    hint: 'One sentence will do, such as “How many loads are the 6,800 yuan of gravel?” Leave your phone number out.',
    publicTo: 'Everybody can read your question, and the answer stays beside this line.',
    villageTo: (here) => `People of ${here} can read your question and the answer.`,
    privateTo: (who) =>
      `This line is about a person, so what you ask is not published: only you, ${who}, the town and discipline inspection can read it. Once it is checked, the line says only “Asked and checked”.`,
    townTo:
      'This line is about a person, so what you ask is not published and goes straight to the town: only you, the town and discipline inspection can read it, and nobody in the village. Once it is checked, the line says only “Asked and checked”.',
    answerer: (who, limits) => `${who} has to answer you. ${limits}`,
    rule: (source) => `The days follow this rule: ${source}.`,
    nobody: 'Nobody is in charge here yet. Please call the village.',
    limits: (first, finish) =>
      first && finish
        ? `A first reply by ${first}, everything explained by ${finish}.`
        : 'The dates follow when the holidays are announced.',
    shownAs: 'The name that others see',
    signIn: 'You sign in before it is sent; what you wrote is kept for you.',
    send: 'Ask',
    notAccusation: 'It accuses nobody, I only want to know',
    notAccusationHint: 'Somebody looks at it first, then everybody can read it.',
  },
  page: {
    crumb: 'Questions about the accounts',
    over: (village) => `${village} · question about the accounts`,
    onLine: 'The line in question',
    audience: {
      public: 'Everybody can read this',
      village: 'Only people of the village can read this',
      handlers:
        'Not published: only its asker, the supervision committee, the town and discipline inspection can read it',
      town: 'Not published: only its asker, the town and discipline inspection can read it',
    },
    answers: 'Answer',
    earlier: 'Earlier answers',
    total: (days) => `Day ${days} in all; the time never starts again`,
    took: (days) => (days === 0 ? 'Answered the same day' : `${days} days in all`),
    stage: (level, days) => `day ${days} with ${level}`,
    corrected: 'The accounts were put right: see what changed',
    steps: 'Step by step',
    step: {
      asked: 'Asked',
      replied: 'First reply',
      answered: (outcome) => `Answered: ${outcome}`,
      raised: (level) => `Taken to ${level}`,
    },
    why: (words) => `The reason you gave: ${words}`,
    whyTheirs: (words) => `The reason given: ${words}`,
  },
  act: {
    reply: 'Send a first reply',
    replyHint:
      'If it must be looked into, say who looks into what and by when. “Received” alone stops no clock.',
    answer: 'Answer and settle it',
    answerHint:
      'Say how the money was spent and where the proof is. Everybody can read it, and it stays beside the line.',
    answerHintPrivate:
      'Say what was checked and how. Only its asker, the supervision committee, the town and discipline inspection can read it.',
    answerHintTown:
      'Say what was checked and how. Only its asker, the town and discipline inspection can read it.',
    words: 'To whoever asked',
    outcome: 'What came of it',
    outcomeHints: {
      explained: 'The line is right; how it came about is told',
      corrected: 'The line was wrong and has been put right',
      unfounded: 'The vouchers show that there is nothing to it',
    },
    correctFirst: 'If the line is wrong, correct the table first, then answer.',
    correct: 'Correct this table',
    send: 'Send',
    raise: (level) => `Ask ${level} to look again`,
    raiseLate:
      'The day is over and it has not been explained: you can ask the level above to look.',
    raiseAnswered: (day) =>
      `Not satisfied with the answer? Until ${day} the level above can look again.`,
    raiseWhy: 'What is still not clear',
    raiseWhyHint: 'Only those who deal with it can read this.',
    raiseSend: (level) => `Hand it to ${level}`,
  },
  list: {
    title: 'Questions about the accounts',
    intro:
      'Which line, who answers, by when. What concerns a person is not published and not listed here.',
    all: 'All',
    none: 'Nobody has asked yet. Where a line is not clear, choose “I have a question about this line”.',
    open: 'See the accounts',
  },
  desk: {
    rail: 'Accounts questions',
    title: 'Questions about the accounts',
    lead: 'The most urgent first. What concerns a person is read by the supervision committee, the town and discipline inspection alone.',
    none: 'Nothing awaits an answer.',
    caption: 'Questions about the accounts that await an answer',
    question: 'Question',
    table: 'Which line',
    place: 'Where',
    due: 'Time left',
    isPrivate: 'Not published',
    late: 'Late',
  },
};
