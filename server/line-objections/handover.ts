import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Answerer } from '#server/grids/duties.ts';
import { dutyPeople, type Village, villageByCode } from '#server/grids/views.ts';
import { oncePerCalendar } from '#server/kernel/calendar-job.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { append } from '#server/ledger/append.ts';
import { touchObjection } from '#server/line-objections/act.ts';
import { holderOfObjection } from '#server/line-objections/holder.ts';
import { handlerOf } from '#server/line-objections/line.ts';
import { selectLineOf } from '#server/line-objections/line-records.ts';
import { tellOfObjection } from '#server/line-objections/news.ts';
import {
  type DuePlace,
  objectionInTx,
  selectLeftObjections,
  selectUnfinished,
} from '#server/line-objections/records.ts';
import { changePost } from '#server/posts/create.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { finishDue, firstAnswerDue, objectionLevel } from '#server/rules/line-objections.ts';
import { objectionPath } from '#server/rules/links.ts';

const AT_ONCE = 100;
const FIRST = { nextDueAt: 0, id: '' };

type Row = Awaited<ReturnType<typeof selectUnfinished>>[number];

/**
 * Open objections of somebody who left his post pass to whoever answers there now, one level up
 * while nobody does, and back once the post is filled. The clocks run on.
 */
export const handedObjections: Job = {
  name: 'handed-objections',
  async run(ctx) {
    let after = FIRST;
    for (;;) {
      const at = ctx.clock.now();
      const rows = await selectLeftObjections(ctx.db.read, { after, at, limit: AT_ONCE });
      for (const row of rows) await handOn(ctx, row);
      if (rows.length < AT_ONCE) return;
      after = placeOf(rows.at(-1));
    }
  },
};

/** What a new calendar changes is counted again once, for open objections too. */
export const recountedObjections = oncePerCalendar(
  'recounted-objections',
  'objections.calendar',
  recountObjections,
);

/** Counts every open objection by the calendar in force; safe to be cut off and run again. */
export async function recountObjections(ctx: Context): Promise<number> {
  let after = FIRST;
  let changed = 0;
  for (;;) {
    const rows = await selectUnfinished(ctx.db.read, { after, limit: AT_ONCE });
    for (const row of rows) if (await recountOne(ctx, row)) changed += 1;
    if (rows.length < AT_ONCE) return changed;
    after = placeOf(rows.at(-1));
  }
}

function placeOf(row: Row | undefined): DuePlace {
  return { nextDueAt: row?.post.nextDueAt ?? 0, id: row?.post.id ?? '' };
}

async function handOn(ctx: Context, { post, objection }: Row): Promise<void> {
  const village = await villageByCode(ctx, post.villageCode);
  if (!village) throw new Error(`village ${post.villageCode} does not exist`);
  const at = ctx.clock.now();
  const level = objectionLevel(objection.level);
  const { isPrivate } = objection;
  const line = await selectLineOf(ctx.db.read, objection.rowId);
  const handler = line ? handlerOf(line) : '';
  const asked = { village, level, isPrivate, draftedById: null, handler, askerId: post.authorId };
  const next = await holderOfObjection(ctx.db.read, asked, at);
  // Somebody from above stands in until the post is filled: nothing moves meanwhile.
  if (!next || next.personId === post.holderId) return;
  const name = (await dutyPeople(ctx, [next])).get(next.personId)?.name ?? '';
  await ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', post.id);
    const now = await objectionInTx(tx, post.id);
    const isAsSeen = now?.post.holderId === post.holderId && now.objection.level === level;
    if (!now || !isAsSeen || now.objection.outcome !== null) return;
    await changePost(tx, now.post, { holderId: next.personId, holderGridCode: next.gridCode }, at);
    await record(tx, ctx, now, {
      what: 'handed',
      at,
      content: { fromId: post.holderId, toId: next.personId },
    });
    await touchObjection(tx, objection);
    tx.touch(`person:${post.holderId}`, `person:${next.personId}`);
    await tellHanded(tx, now, { next, name, village, at });
  });
}

async function tellHanded(
  tx: Tx,
  { post, objection }: Row,
  to: { next: Answerer; name: string; village: Village; at: EpochMs },
): Promise<void> {
  const { next, name, village, at } = to;
  const path = objectionPath(village.slug, post.no);
  const news = { village: village.name, no: post.no, path, isPrivate: objection.isPrivate, at };
  const dueAt = post.firstAnsweredAt === null ? post.firstDueAt : post.finishDueAt;
  await tellOfObjection(
    tx,
    null,
    { ...news, template: 'handed', toId: post.authorId, who: name },
    { ...news, template: 'handedTo', toId: next.personId, dueAt },
  );
}

/** Counts one objection again, in a write of its own when a day moves; true when it did. */
async function recountOne(ctx: Context, { post, objection }: Row): Promise<boolean> {
  const { calendar, disclosures } = ctx.book;
  const level = objectionLevel(objection.level);
  const startedAt = objection.raisedAt ?? post.createdAt;
  const firstDueAt = firstAnswerDue(disclosures.objection, calendar, post.createdAt);
  const finishDueAt = finishDue(disclosures.objection, calendar, { level, startedAt });
  if (firstDueAt === post.firstDueAt && finishDueAt === post.finishDueAt) return false;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', post.id);
    const now = await objectionInTx(tx, post.id);
    if (!now || now.objection.outcome !== null || now.objection.level !== level) return false;
    const isFirst = now.post.firstAnsweredAt === null && objection.raisedAt === null;
    const nextDueAt = deskOrder(isFirst ? firstDueAt : finishDueAt);
    await changePost(tx, now.post, { firstDueAt, finishDueAt, nextDueAt }, at);
    const content = { firstDueAt, finishDueAt, calendarVersion: calendar.version };
    await record(tx, ctx, now, { what: 'recounted', at, content });
    await touchObjection(tx, objection);
    return true;
  });
}

function record(
  tx: Tx,
  ctx: Context,
  { post }: Row,
  { what, at, content }: { what: string; at: EpochMs; content: unknown },
): Promise<void> {
  return append(tx, {
    what: `objection.${what}`,
    subjectKind: 'objection',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.disclosures.version,
    content,
  });
}
