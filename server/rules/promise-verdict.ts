/** What one drawn villager says of a promise. */
export type Answer = 'kept' | 'part' | 'broken';

/** The verdict of those who answered; undecided: fewer answered than the county needs. */
export type Verdict = Answer | 'undecided';

/** A share as two whole numbers: four fifths is [4, 5]. */
export type Share = [part: number, whole: number];

/** The numbers of the rule, printed beside every verdict. */
export interface VerdictRule {
  /** How many answers make a verdict. */
  needed: number;
  keptFrom: Share;
  brokenFrom: Share;
}

/** How many said what. */
export type Counts = Record<Answer, number>;

/**
 * 兑现 from four fifths of the answers, 未兑现 from three fifths, else 部分兑现; with fewer answers
 * than needed there is no verdict. Compared in whole numbers.
 */
export function verdictOf(counts: Counts, rule: VerdictRule): Verdict {
  const answers = counts.kept + counts.part + counts.broken;
  if (answers < rule.needed) return 'undecided';
  if (reaches(counts.kept, answers, rule.keptFrom)) return 'kept';
  if (reaches(counts.broken, answers, rule.brokenFrom)) return 'broken';
  return 'part';
}

function reaches(n: number, of: number, [part, whole]: Share): boolean {
  return n * whole >= of * part;
}
