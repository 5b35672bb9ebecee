import type { lineObjections as zh } from '#content/messages/zh/line-objections.ts';

export const lineObjections: typeof zh = {
  kind: {
    name: 'Question about a line',
    shared: (place, title) => `A question about the accounts of ${place}: ${title}`,
  },
};
