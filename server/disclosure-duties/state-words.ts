import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { DutyState } from '#server/rules/disclosure-duties.ts';

/** How a duty stands in the few words of a cell of the board. */
export function stateWords(
  lang: Lang,
  { state, days }: { state: DutyState; days: number },
): string {
  const { cells } = wordsFor(lang).disclosureDuties.board;
  const said: Record<DutyState, string> = {
    ahead: cells.ahead,
    due: cells.due,
    late: cells.late(days),
    shown: cells.shown,
    'shown-late': cells.shownLate(days),
    none: cells.none,
    'none-late': cells.noneLate(days),
    correct: cells.correct,
    'correct-late': cells.correctLate(days),
  };
  return said[state];
}
