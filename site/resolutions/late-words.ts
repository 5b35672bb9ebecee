import { wordsFor } from '#content/messages/words.ts';
import type { ResolutionPage } from '#server/resolutions/views.ts';
import type { Lang } from '#server/rules/dates.ts';

type LatePage = Pick<ResolutionPage, 'late' | 'row' | 'end'>;

/** What of a resolution is overdue now, each in one sentence; nothing when all is in time. */
export function overdueWords(lang: Lang, { late, row, end }: LatePage): string[] {
  const words = wordsFor(lang).resolutions.page;
  const isGoing = row.state === 'carrying-out';
  const said = [
    isGoing && row.doneOn === null && late.finish > 0 && words.overdue(late.finish),
    isGoing && row.reportedAt === null && late.report > 0 && words.reportLate(late.report),
    isGoing && row.doneOn !== null && late.result > 0 && words.resultLate(late.result),
    end !== null && late.result > 0 && words.resultWasLate(late.result),
  ];
  return said.filter((one) => one !== false);
}
