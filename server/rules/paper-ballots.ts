/** What one teller counted: how many ballots name which options ('1,3'), and how many are spoiled. */
export interface PaperNumbers {
  counts: Record<string, number>;
  spoiled: number;
}

/** Which options a ballot may name, and how many at most. */
export interface BallotShape {
  options: readonly number[];
  most: number;
}

const LINE = /^([\d\s,，、+]+?)\s*[=＝:：]\s*(\d{1,5})$/u;

/**
 * Counts of ballots that name several options, one kind of ballot a line: '1 3 = 5' are five ballots
 * that name the first and the third. Null for a line that no ballot of this vote could be.
 */
export function readCountLines(typed: string, shape: BallotShape): Record<string, number> | null {
  const counts: Record<string, number> = {};
  for (const raw of typed.normalize('NFKC').split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    const read = readLine(line, shape);
    if (!read || counts[read.written] !== undefined) return null;
    counts[read.written] = read.n;
  }
  return counts;
}

/** Only what was counted at all: that an option stands with 0 or not at all is the same count. */
export function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
}

function readLine(line: string, { options, most }: BallotShape) {
  const [, names = '', n = ''] = LINE.exec(line) ?? [];
  const numbers = (names.match(/\d+/g) ?? []).map(Number).toSorted((a, b) => a - b);
  const areOptions = numbers.length > 0 && numbers.every((no) => options.includes(no));
  const areOnce = new Set(numbers).size === numbers.length;
  if (!areOptions || !areOnce || numbers.length > most) return null;
  return { written: numbers.join(','), n: Number(n) };
}
