interface NewsFacts {
  village: string;
  no: number;
  due: string | null;
  who: string;
  place: string;
}

/** A private matter is named only by its number: a phone lies on the table. */
const thing = ({ village, no }: NewsFacts, isPrivate: boolean) =>
  isPrivate ? '您的一件事' : `${village} #${no}`;

/** Messages about an appeal, to those it concerns and to those who handle it. */
export const appealNews = {
  handed: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：现在到了${facts.place}，${facts.who}在办。总时间接着算，不会从头来。`,
    toHandlers: (facts: NewsFacts) =>
      `${facts.village} #${facts.no} 现在由您负责${facts.due ? `，最晚 ${facts.due}` : ''}。总时间接着算，不会从头来。`,
  },
  raised: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      facts.due
        ? `您说的事记下了（#${facts.no}），最晚 ${facts.due} 前有人回您。`
        : `您说的事记下了（#${facts.no}）。${isPrivate ? '' : '急事请先打 110、119、120。'}`,
    toHandlers: (facts: NewsFacts) =>
      facts.due
        ? `${facts.village} #${facts.no} 来了一件事，最晚 ${facts.due} 前要答复。`
        : `${facts.village} #${facts.no} 来了一件急事，请马上看。`,
  },
  answered: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：${facts.who}回您了，点开看看。`,
    toHandlers: () => '',
  },
  classified: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：怎么办、哪天前办好定了${facts.due ? `（${facts.due} 前）` : ''}，点开看看。`,
    toHandlers: () => '',
  },
  contested: {
    toPeople: () => '',
    toHandlers: (facts: NewsFacts) =>
      `${facts.village} #${facts.no}：本人不同意这样办，请镇上再看、再定。`,
  },
  planned: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：有计划了，下一步${facts.due ? `在 ${facts.due} 前` : ''}。`,
    toHandlers: () => '',
  },
  progress: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：有新进展，点开看看。`,
    toHandlers: () => '',
  },
  proposed: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：${facts.who}说办好了，请您看一眼，您点了才算数。`,
    toHandlers: () => '',
  },
  /** Those who said 我家也是 look too, but only the author ends it. */
  lookedAt: {
    toPeople: (facts: NewsFacts, isPrivate: boolean) =>
      `${thing(facts, isPrivate)}：${facts.who}说办好了，正请本人看。您家那里要是还没好，到下面说一句。`,
    toHandlers: () => '',
  },
  confirmed: {
    toPeople: () => '',
    toHandlers: (facts: NewsFacts) => `${facts.village} #${facts.no}：本人说确实好了。`,
  },
  reopened: {
    toPeople: () => '',
    toHandlers: (facts: NewsFacts) =>
      `${facts.village} #${facts.no}：本人说还没好，请接着办${facts.due ? `，${facts.due} 前再答复` : ''}。`,
  },
};
