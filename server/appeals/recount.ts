import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { limitOf } from '#server/appeals/clock-sheets.ts';
import { slaOf, writeSheet } from '#server/appeals/clocks.ts';
import {
  type AppealRow,
  type SheetRow,
  selectById,
  selectSheets,
  updateAppeal,
} from '#server/appeals/records.ts';
import { selectOutdated } from '#server/appeals/recount-records.ts';
import { oncePerCalendar } from '#server/kernel/calendar-job.ts';
import type { Context } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import { changePost } from '#server/posts/create.ts';
import { deskOrder, dueAfter, remedyDue } from '#server/rules/appeal-limits.ts';
import { appealStates, isOpen } from '#server/rules/appeal-states.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { DueDate } from '#server/rules/due-dates.ts';

const SLICE = 200;

/** What a new calendar changes is counted again once; appeals under way get the days it gives them. */
export const recountedAppeals = oncePerCalendar(
  'recounted-appeals',
  'appeals.calendar',
  recountAppeals,
);

/** Counts every appeal under way by the calendar in force; safe to be cut off and run again. */
export async function recountAppeals(ctx: Context): Promise<number> {
  const { version } = ctx.book.calendar;
  const states = appealStates.filter(isOpen);
  let after = '';
  let changed = 0;
  for (;;) {
    const rows = await selectOutdated(ctx.db.read, { version, after, states, limit: SLICE });
    for (const { postId } of rows) if (await recountOne(ctx, postId)) changed += 1;
    if (rows.length < SLICE) return changed;
    after = rows.at(-1)?.postId ?? '';
  }
}

/** Counts one appeal again in a write of its own; true when one of its dates changed. */
function recountOne(ctx: Context, postId: string): Promise<boolean> {
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', postId);
    const row = await selectById(tx, postId);
    if (!row) return false;
    const sheets = await selectSheets(tx, postId);
    const first =
      row.post.firstAnsweredAt === null ? newDue(ctx, row, last(sheets, 'first')) : null;
    const finish = newDue(ctx, row, last(sheets, 'finish'));
    await updateAppeal(tx, postId, {
      calendarVersion: ctx.book.calendar.version,
      ...(row.appeal.classifiedAt === null
        ? { remedyDueAt: remedyDue(ctx.book.rules, row.post.createdAt, ctx.book.calendar).dueAt }
        : {}),
    });
    if (first === null && finish === null) return false;
    for (const due of [first, finish]) if (due) await writeAgain(tx, ctx, { due, at });
    await changePost(tx, row.post, datesOf(row, first, finish), at);
    await recordRecount(tx, ctx, row, at);
    return true;
  });
}

interface Recounted {
  sheet: SheetRow;
  due: DueDate;
}

/** The date a clock's newest sheet has by the calendar in force; null when it stays as it is. */
function newDue(
  ctx: Context,
  { appeal }: AppealRow,
  sheet: SheetRow | undefined,
): Recounted | null {
  const limit = sheet && limitOf(ctx, sheet);
  if (!sheet || !limit) return null;
  const { needsRoster, confirmed } = ctx.book.rules.sla[slaOf(ctx, sheet.sla)];
  const isCounted = limit.unit === 'working-days' || limit.unit === 'days';
  if (!isCounted || (needsRoster && !appeal.isManned)) return null;
  const due = dueAfter(ctx.book.calendar, sheet.startedAt, limit);
  const isSure = due.confirmed && confirmed;
  const isSame = due.dueAt === sheet.dueAt && isSure === sheet.confirmed;
  return isSame ? null : { sheet, due: { ...due, confirmed: isSure } };
}

function last(sheets: SheetRow[], clock: 'first' | 'finish'): SheetRow | undefined {
  return sheets.findLast((sheet) => sheet.clock === clock);
}

function writeAgain(
  tx: Tx,
  ctx: Context,
  { due: { sheet, due }, at }: { due: Recounted; at: EpochMs },
): Promise<void> {
  const { postId, sla, startedAt, reason } = sheet;
  return writeSheet(tx, ctx, {
    postId,
    clock: sheet.clock === 'first' ? 'first' : 'finish',
    due,
    sla,
    startedAt,
    // What was sent back keeps its own limit, which only its reason tells.
    reason: reason === 'reopened' ? reason : 'calendar',
    at,
  });
}

/** The post's dates after it; what is owed next follows the clock that was counted again. */
function datesOf({ post }: AppealRow, first: Recounted | null, finish: Recounted | null) {
  const firstDueAt = first ? first.due.dueAt : post.firstDueAt;
  const finishDueAt = finish ? finish.due.dueAt : post.finishDueAt;
  const isAwaiting = post.state === 'awaiting';
  const next =
    post.firstAnsweredAt === null ? (firstDueAt ?? post.nextDueAt) : deskOrder(finishDueAt);
  return { firstDueAt, finishDueAt, nextDueAt: isAwaiting ? null : next };
}

function recordRecount(tx: Tx, ctx: Context, { post }: AppealRow, at: EpochMs): Promise<void> {
  return append(tx, {
    what: 'appeal.recounted',
    subjectKind: 'appeal',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { calendarVersion: ctx.book.calendar.version },
  });
}
