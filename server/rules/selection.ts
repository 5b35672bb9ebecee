/** One line of a rubric: what is judged, and the most points it gives. */
export interface Criterion {
  code: string;
  most: number;
}

/** What one reviewer gave an entry, by the codes of the rubric; whole points. */
export type Sheet = Record<string, number>;

/** Points in hundredths, so that a mean of three sheets needs no fractions of the machine. */
export type Hundredths = number;

/**
 * The mean of the sheets' totals in hundredths, rounded half up, with the highest and the lowest
 * total left out; null when fewer sheets than `least` came in, or when nothing would be left.
 */
export function reviewScore(
  sheets: Sheet[],
  rubric: Criterion[],
  least: number,
): Hundredths | null {
  if (sheets.length < least || sheets.length < 3) return null;
  const totals = sheets.map((sheet) => totalOf(sheet, rubric)).toSorted((a, b) => a - b);
  const kept = totals.slice(1, -1);
  const sum = kept.reduce((total, one) => total + one, 0);
  return Math.floor((sum * 200 + kept.length) / (2 * kept.length));
}

/** Whether a sheet gives every line of the rubric whole points between nothing and its most. */
export function isFullSheet(sheet: Sheet, rubric: Criterion[]): boolean {
  const lines = rubric.every(({ code, most }) => {
    const points = sheet[code];
    return points !== undefined && Number.isInteger(points) && points >= 0 && points <= most;
  });
  return lines && Object.keys(sheet).length === rubric.length;
}

/** A sheet as its points are published. */
export interface JudgedSheet {
  no: number;
  total: number;
  dropped: 'highest' | 'lowest' | null;
  lines: { code: string; points: number }[];
}

/** What the sheets of an entry come to. */
export interface Judgement {
  /** Null: too few sheets came in, and the entry is not scored. */
  review: Hundredths | null;
  sheets: JudgedSheet[];
  /** Whose remark stands beside the entry: the sheet in the middle; null without sheets. */
  remarkNo: number | null;
}

/**
 * The sheets of an entry in the order of their reviewers, with the score of `reviewScore` and which
 * of them were left out. Of equal totals the later reviewer counts as the higher one.
 */
export function judge(
  sheets: { no: number; points: Sheet }[],
  rubric: Criterion[],
  least: number,
): Judgement {
  const review = reviewScore(
    sheets.map(({ points }) => points),
    rubric,
    least,
  );
  const totals = sheets.map(({ no, points }) => ({ no, points, total: totalOf(points, rubric) }));
  const ranked = totals.toSorted((a, b) => a.total - b.total || a.no - b.no);
  const lowest = review === null ? null : (ranked.at(0)?.no ?? null);
  const highest = review === null ? null : (ranked.at(-1)?.no ?? null);
  const droppedAs = (no: number) => (no === lowest ? 'lowest' : no === highest ? 'highest' : null);
  return {
    review,
    sheets: totals
      .toSorted((a, b) => a.no - b.no)
      .map(({ no, points, total }) => ({
        ...{ no, total, dropped: droppedAs(no) },
        lines: rubric.map(({ code }) => ({ code, points: points[code] ?? 0 })),
      })),
    remarkNo: ranked[Math.floor((ranked.length - 1) / 2)]?.no ?? null,
  };
}

/** A share of something done, as points of the most it can give; nothing was due: all of them. */
export function sharePoints(done: number, due: number, most: number): Hundredths {
  if (due === 0) return most * 100;
  return Math.floor((done * most * 200 + due) / (2 * due));
}

/** An entry with its points. */
export interface Scored {
  id: string;
  townCode: string;
  score: Hundredths;
}

/**
 * The chosen ones, best first: an entry is chosen while fewer than `places` chosen ones stand
 * strictly above it, and while its town has fewer than `perTown` strictly above it. Equal points
 * share their place, so the order in which entries came in changes nothing.
 */
export function choose(
  entries: Scored[],
  { places, perTown }: { places: number; perTown: number },
): (Scored & { place: number })[] {
  const chosen: (Scored & { place: number })[] = [];
  for (const score of [...new Set(entries.map((entry) => entry.score))].toSorted((a, b) => b - a)) {
    if (chosen.length >= places) break;
    const place = chosen.length + 1;
    const equals = entries
      .filter((entry) => entry.score === score)
      .filter(({ townCode }) => countOf(chosen, townCode) < perTown)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    chosen.push(...equals.map((entry) => ({ ...entry, place })));
  }
  return chosen;
}

function totalOf(sheet: Sheet, rubric: Criterion[]): number {
  return rubric.reduce((sum, { code }) => sum + (sheet[code] ?? 0), 0);
}

function countOf(entries: Scored[], townCode: string): number {
  return entries.filter((entry) => entry.townCode === townCode).length;
}
