import type { OwnDatum } from '#server/rules/disclosure-book.ts';
import { ownView } from '#server/rules/disclosure-masking-own.ts';
import { hasIdChecksum, isOldId, looksLikeId } from '#server/rules/number-checks.ts';
import type { Cell } from '#server/rules/sheet-cells.ts';

/** A personal number of an uploaded table, as much of it as is ever kept. */
export interface OwnNumber {
  /** As its owner sees it: '5106**********1234'. */
  view: string;
  /** The last characters of an ID number, for the roster; null for any other. */
  tail: string | null;
}

/** So many cells tell what a column holds. */
const SAMPLE = 300;
const TAIL = 6;
/** From here on a spreadsheet's numbers have lost digits: only long personal numbers are so long. */
const LOST = 1e14;

/** Which personal numbers a column holds, whatever its header says; null for none. */
export function ownColumn(below: Cell[]): OwnDatum | null {
  const filled = below.filter((cell) => cell !== null && String(cell).trim() !== '');
  const sample = filled.slice(0, SAMPLE).map(kindOf);
  const known = sample.filter((kind) => kind !== null);
  if (known.length === 0 || known.length * 2 < sample.length) return null;
  const count = (kind: OwnDatum) => known.filter((one) => one === kind).length;
  const kinds: OwnDatum[] = ['id', 'card', 'phone'];
  return kinds.toSorted((a, b) => count(b) - count(a))[0] ?? null;
}

/** Cuts a number to what may be kept; null when it is not the number it should be. */
export function readOwn(kind: OwnDatum, written: string): OwnNumber | null {
  const signs = bare(written);
  if (!FITS[kind](signs)) return null;
  return { view: ownView(kind, signs), tail: kind === 'id' ? signs.slice(-TAIL) : null };
}

const FITS: Record<OwnDatum, (signs: string) => boolean> = {
  id: (signs) => hasIdChecksum(signs) || isOldId(signs),
  // Passbooks of rural banks have numbers that no check digit ends.
  card: (signs) => /^\d{12,22}$/.test(signs),
  phone: (signs) => /^(?:1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7})$/.test(signs),
};

function kindOf(cell: Cell): OwnDatum | null {
  if (cell === null || typeof cell === 'object' || typeof cell === 'boolean') return null;
  if (typeof cell === 'number' && Math.abs(cell) >= LOST) return 'id';
  const signs = bare(String(cell));
  if (/^\d\.\d+E\+1\d$/.test(signs)) return 'id';
  if (hasIdChecksum(signs) || looksLikeId(signs) || isOldId(signs)) return 'id';
  // Nothing else in a village's table has so many digits, whatever their check digit says.
  if (/^\d{16,19}$/.test(signs)) return 'card';
  return /^1[3-9]\d{9}$/.test(signs) ? 'phone' : null;
}

function bare(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/[\s'\p{Pd}]/gu, '')
    .toUpperCase();
}
