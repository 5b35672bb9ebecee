import type { disclosureCopies as zh } from '#content/messages/zh/disclosure-copies.ts';

export const disclosureCopies: typeof zh = {
  heads: {
    line: 'Line',
    since: 'Version',
    struck: 'Struck out in version',
  },
  feed: (place) => `What ${place} has disclosed`,
  entry: (title, year) => `${title} (${year})`,
};
