import type { AppraisalCheck, CatalogueItem } from '#server/rules/disclosure-book.ts';
import type { RowCells, RowFault } from '#server/rules/disclosure-rows.ts';
import { fold } from '#server/rules/fold.ts';
import { endsPost, type Grade, gradeOf } from '#server/rules/vote-choice.ts';

type Item = Pick<CatalogueItem, 'columns' | 'check'>;

const GRADES: Grade[] = ['fit', 'mostly_fit', 'unfit'];

/**
 * Reckons the grade of somebody appraised from the counts of his line, writes it where none was
 * typed, and names what does not come out: more voices than people, or another grade than the counts
 * give (村民委员会组织法 38).
 */
export function checkAppraisal(item: Item, cells: RowCells): RowFault[] {
  const { check } = item;
  if (!check) return [];
  const grade = gradeIn(check, cells);
  if (grade === null) return [{ column: check.present, code: 'gradeCounts' }];
  const typed = cells[check.grade] ?? null;
  if (typed !== null && !wordsOf(item, check.counts[grade]).includes(fold(String(typed))))
    return [{ column: check.grade, code: 'gradeWrong' }];
  cells[check.grade] = columnOf(item, check.counts[grade])?.zh ?? null;
  return [];
}

/** The grade that the counts of a line give; null where they cannot be true. */
export function gradeIn(check: AppraisalCheck, cells: RowCells): Grade | null {
  const numbers = [check.present, ...GRADES.map((grade) => check.counts[grade])].map(
    (code) => cells[code] ?? null,
  );
  const [present, fit, mostly_fit, unfit] = numbers.map((n) => (typeof n === 'number' ? n : -1));
  if (present === undefined || fit === undefined) return null;
  if (mostly_fit === undefined || unfit === undefined) return null;
  const counts = { fit, mostly_fit, unfit };
  const isTrue = Math.min(fit, mostly_fit, unfit) >= 0 && fit + mostly_fit + unfit <= present;
  return isTrue ? gradeOf({ pass: check.pass }, { present, ...counts }) : null;
}

/** Who was unfit in both of two appraisals, one after the other: his post ends of itself. */
export function postsEnded(
  item: Item,
  before: readonly RowCells[],
  now: readonly RowCells[],
): string[] {
  const { check } = item;
  const code = item.columns.find(({ is }) => is === 'officer' || is === 'name')?.code;
  if (!check || code === undefined) return [];
  const gradeOfName = (name: unknown, rows: readonly RowCells[]) => {
    const row = rows.find((one) => one[code] === name);
    return row ? gradeIn(check, row) : null;
  };
  return now.flatMap((row) => {
    const name = row[code] ?? null;
    const grades = [gradeOfName(name, before), gradeIn(check, row)];
    const isBoth = grades.every((grade) => grade !== null);
    return typeof name === 'string' && isBoth && endsPost(grades) ? [name] : [];
  });
}

function wordsOf(item: Item, code: string): string[] {
  const column = columnOf(item, code);
  return column ? [column.zh, column.en].map(fold) : [];
}

function columnOf({ columns }: Item, code: string) {
  return columns.find((column) => column.code === code);
}
