import type { OwnDatum } from '#server/rules/disclosure-book.ts';

/**
 * How a number is shown to the person whose it is (domain rules §6): 5106**********1234,
 * 138****1234, ****6789. One that is too short to be what it should be is only stars.
 */
export function ownView(kind: OwnDatum, number: string): string {
  const signs = number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\dX]/g, '');
  const [first, last] = SHOWN[kind];
  if (signs.length < SHORTEST[kind]) return '****';
  const isLandline = kind === 'phone' && !/^1\d{10}$/.test(signs);
  if (kind === 'card' || isLandline) return `****${signs.slice(-last)}`;
  return signs.slice(0, first) + '*'.repeat(signs.length - first - last) + signs.slice(-last);
}

const SHOWN: Record<OwnDatum, [first: number, last: number]> = {
  id: [4, 4],
  phone: [3, 4],
  card: [0, 4],
};
const SHORTEST: Record<OwnDatum, number> = { id: 15, phone: 7, card: 8 };
