import { wordsFor } from '#content/messages/words.ts';
import { boardScope, periodAsked } from '#server/disclosure-duties/board.ts';
import {
  type BoardCell,
  selectCells,
  selectVillagesBelow,
} from '#server/disclosure-duties/board-records.ts';
import { stateWords } from '#server/disclosure-duties/state-words.ts';
import type { NamedPlace } from '#server/grids/desk-places.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Http } from '#server/kernel/http.ts';
import { localDate } from '#server/rules/dates.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { dutyState } from '#server/rules/disclosure-duties.ts';
import { periodEnd } from '#server/rules/disclosure-periods.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** The board of a period as a table that any spreadsheet reads: a line for each village and item. */
export async function boardFile(c: Http): Promise<Response> {
  const { ctx } = c.var;
  ctx.page.keepPrivate();
  const scope = await boardScope(ctx);
  if (!scope) return c.notFound();
  const period = periodAsked(ctx, c.req.query('period') ?? null);
  const villages = await selectVillagesBelow(ctx.db.read, scope.place.code);
  const cells = await selectCells(ctx.db.read, {
    villageCodes: villages.map(({ code }) => code),
    period,
    endsOn: periodEnd(period),
  });
  const names = new Map([...scope.towns, ...villages].map(({ code, name }) => [code, name]));
  const { columns } = wordsFor(ctx.lang).disclosureDuties.board;
  const rows = cells.map((cell) => lineOf(ctx, cell, names));
  c.header('content-disposition', `attachment; filename="disclosure-${period}.csv"`);
  c.header('content-type', 'text/csv; charset=utf-8');
  return c.body(writeDelimited([Object.values(columns), ...rows]));
}

function lineOf(ctx: Context, cell: BoardCell, names: Map<NamedPlace['code'], string>): string[] {
  const { villageCode, itemCode, dueOn, metAt } = cell;
  const item = ctx.book.catalogue.items.find(({ code }) => code === itemCode);
  const metOn = metAt === null ? null : localDate(metAt);
  const stands = dutyState({ ...cell, metOn }, localDate(ctx.clock.now()));
  const isLate = stands.state.includes('late');
  return [
    names.get(villageCode.slice(0, CODE_LENGTH.town)) ?? '',
    names.get(villageCode) ?? '',
    item?.name[ctx.lang] ?? itemCode,
    cell.period,
    dueOn,
    metOn ?? '',
    stateWords(ctx.lang, stands),
    isLate ? String(stands.days) : '0',
    cell.correctBy ?? '',
  ];
}
