interface NewsFacts {
  village: string;
  no: number;
  due: string | null;
  who: string;
}

/** A private matter is named only by its number: a phone lies on the table. */
const thing = ({ village, no }: NewsFacts, isPrivate: boolean) =>
  isPrivate ? '您的一件事' : `${village} #${no}`;

export const appeals = {
  name: '诉求',
  raise: '有事说一声',
  metoo: '我家也是',

  state: {
    received: '刚收到',
    answered: '办理中',
    planned: '按计划在办',
    awaiting: '等本人看一眼',
    solved: '本人说好了',
    unconfirmed: '没等到本人回话',
    withdrawn: '本人已撤回',
  },

  messages: {
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
        `${thing(facts, isPrivate)}：怎么办、哪天前办好定了${facts.due ? `（${facts.due} 前）` : ''}。不同意可以请镇上再看一遍。`,
      toHandlers: () => '',
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
    confirmed: {
      toPeople: () => '',
      toHandlers: (facts: NewsFacts) => `${facts.village} #${facts.no}：本人说确实好了。`,
    },
    reopened: {
      toPeople: () => '',
      toHandlers: (facts: NewsFacts) =>
        `${facts.village} #${facts.no}：本人说还没好，请接着办${facts.due ? `，${facts.due} 前再答复` : ''}。`,
    },
  },
};
