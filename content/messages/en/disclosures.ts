import type { disclosures as zh } from '#content/messages/zh/disclosures.ts';

export const disclosures: typeof zh = {
  kind: {
    name: 'Disclosure',
    shared: (place, title) => `${place} has disclosed: ${title}`,
  },
};
