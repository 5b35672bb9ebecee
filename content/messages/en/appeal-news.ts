type Facts = { village: string; no: number; due: string | null; who: string };

const thing = ({ village, no }: Facts, isPrivate: boolean) =>
  isPrivate ? 'A matter of yours' : `${village} #${no}`;

export const appealNews: typeof import('../zh/appeal-news.ts').appealNews = {
  handed: {
    toPeople: (facts, isPrivate) =>
      `${thing(facts, isPrivate)}: it is now with ${facts.who} (${facts.place}). The total time goes on; it does not start again.`,
    toHandlers: (facts) =>
      `${facts.village} #${facts.no} is yours now${facts.due ? `, due by ${facts.due}` : ''}. The total time goes on; it does not start again.`,
  },
  raised: {
    toPeople: (facts, isPrivate) =>
      facts.due
        ? `What you said is recorded (#${facts.no}). Somebody answers by ${facts.due}.`
        : `What you said is recorded (#${facts.no}).${isPrivate ? '' : ' In an emergency call 110, 119 or 120 first.'}`,
    toHandlers: (facts) =>
      facts.due
        ? `${facts.village} #${facts.no}: a new matter, to be answered by ${facts.due}.`
        : `${facts.village} #${facts.no}: an emergency, please look now.`,
  },
  answered: {
    toPeople: (facts, isPrivate) => `${thing(facts, isPrivate)}: ${facts.who} has answered you.`,
    toHandlers: () => '',
  },
  classified: {
    toPeople: (facts, isPrivate) =>
      `${thing(facts, isPrivate)}: it is settled how and by when${facts.due ? ` (${facts.due})` : ''}. Open it to read.`,
    toHandlers: () => '',
  },
  contested: {
    toPeople: () => '',
    toHandlers: (facts) =>
      `${facts.village} #${facts.no}: the author does not agree how; the town looks again and decides.`,
  },
  planned: {
    toPeople: (facts, isPrivate) =>
      `${thing(facts, isPrivate)}: there is a plan${facts.due ? `; the next step is due by ${facts.due}` : ''}.`,
    toHandlers: () => '',
  },
  progress: {
    toPeople: (facts, isPrivate) => `${thing(facts, isPrivate)}: there is progress to read.`,
    toHandlers: () => '',
  },
  proposed: {
    toPeople: (facts, isPrivate) =>
      `${thing(facts, isPrivate)}: ${facts.who} says it is done. Please look; it counts when you say so.`,
    toHandlers: () => '',
  },
  lookedAt: {
    toPeople: (facts, isPrivate) =>
      `${thing(facts, isPrivate)}: ${facts.who} says it is done and has asked its author to look. If it is not done where you live, say so below.`,
    toHandlers: () => '',
  },
  confirmed: {
    toPeople: () => '',
    toHandlers: (facts) => `${facts.village} #${facts.no}: the person says it is done.`,
  },
  reopened: {
    toPeople: () => '',
    toHandlers: (facts) =>
      `${facts.village} #${facts.no}: not done yet, says the person${facts.due ? `; answer again by ${facts.due}` : ''}.`,
  },
};
