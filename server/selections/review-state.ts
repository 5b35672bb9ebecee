import type { Context } from '#server/kernel/context.ts';
import { drawNeeds } from '#server/selections/drawing.ts';
import { judgedEntries } from '#server/selections/readers.ts';
import type { RoundRow } from '#server/selections/records.ts';
import { selectReaders } from '#server/selections/reviewer-records.ts';
import { selectSheets } from '#server/selections/sheet-records.ts';

/** How far the reviewers of a round are, for whoever opened it: never who gave what. */
export interface ReviewState {
  readers: { no: number; given: number; of: number }[];
  sent: number;
  of: number;
  entries: number;
  /** It waits for a draw: how many entries too few of the list may read. */
  need: { short: number; isSecond: boolean } | null;
}

/** The state of a round's reading. */
export async function reviewState(ctx: Context, round: RoundRow): Promise<ReviewState> {
  const { read } = ctx.db;
  const [readers, sheets, entries, needs] = await Promise.all([
    selectReaders(read, round.id),
    selectSheets(read, round.id),
    judgedEntries(read, round.id),
    drawNeeds(ctx),
  ]);
  const open = sheets.filter(({ recusedAt }) => recusedAt === null);
  const need = needs.find(({ roundId }) => roundId === round.id);
  return {
    readers: readers.flatMap(({ reader: { no } }) => {
      const own = open.filter((sheet) => sheet.no === no);
      const given = own.filter(({ sentAt }) => sentAt !== null).length;
      return own.length === 0 ? [] : [{ no, given, of: own.length }];
    }),
    sent: open.filter(({ sentAt }) => sentAt !== null).length,
    of: open.length,
    entries: entries.length,
    need: need ? { short: need.short.length, isSecond: need.isSecond } : null,
  };
}
