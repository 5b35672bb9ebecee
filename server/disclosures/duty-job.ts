import { z } from 'zod';
import { dutyRow } from '#server/disclosures/duties.ts';
import {
  deleteStart,
  insertDuties,
  moveOpenDuties,
  type StartRow,
  selectMerged,
  selectOwnItems,
  selectStart,
  selectStarts,
  upsertStart,
} from '#server/disclosures/duty-records.ts';
import { breathe } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { append } from '#server/ledger/append.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { dutiesOf } from '#server/rules/disclosure-duties.ts';
import { periodStart } from '#server/rules/disclosure-periods.ts';

/** The day through which all periods that began are open. */
const OPENED = 'disclosures.opened';
const opened = z.object({ day: z.string() });
/** Rows that go into one write, so that nobody's press waits long behind it. */
const SLICE = 500;

/**
 * Opens what each village owes when a period begins, and hands what a merged village still owes to
 * the one it belongs to. The day is noted when all is open, so a round that was cut off begins anew;
 * what is open already stays as it is.
 */
export const openDuties: Job = {
  name: 'disclosure-duties',
  async run(ctx) {
    await inheritDuties(ctx);
    const done = opened.safeParse(await readSetting(ctx.db.read, OPENED)).data?.day ?? null;
    const today = localDate(ctx.clock.now());
    if (done !== null && done >= today) return;
    await openSince(ctx, done);
    await ctx.db.write((tx) => writeSetting(tx, OPENED, { day: today }));
  },
};

async function openSince(ctx: Context, from: LocalDate | null): Promise<void> {
  const starts = await selectStarts(ctx.db.read);
  if (starts.length === 0) return;
  const own = Map.groupBy(await selectOwnItems(ctx.db.read), ({ villageCode }) => villageCode);
  const at = ctx.clock.now();
  const rows = starts.flatMap((start) => {
    const { villageCode } = start;
    const added = own.get(villageCode) ?? [];
    const owes = [
      ...begunSince(ctx, { start, items: ctx.book.catalogue.items, from }),
      // Nobody owes an item for the time before it was thought of.
      ...added.flatMap(({ item, addedAt }) => {
        const since = latest(start.since, localDate(addedAt));
        return begunSince(ctx, { start: { ...start, since }, items: [item], from });
      }),
    ];
    return owes.map((one) => dutyRow(one, { villageCode, at }));
  });
  for (let first = 0; first < rows.length; first += SLICE) {
    await ctx.db.write(async (tx) => {
      const slice = rows.slice(first, first + SLICE);
      await insertDuties(tx, slice);
      tx.touch(...new Set(slice.map(({ villageCode }) => `village:${villageCode}`)));
    });
    await breathe();
  }
}

function begunSince(
  ctx: Context,
  {
    start: { since, choices },
    items,
    from,
  }: { start: StartRow; items: CatalogueItem[]; from: LocalDate | null },
) {
  const today = localDate(ctx.clock.now());
  const owes = dutiesOf(ctx.book.calendar, items, { since, choices, today, ahead: 0 });
  if (from === null || since >= from) return owes;
  return owes.filter(({ period }) => periodStart(period) >= from);
}

function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** The accounts of the old village stay apart; only what it still owes is its successor's now. */
async function inheritDuties(ctx: Context): Promise<void> {
  const merged = await selectMerged(ctx.db.read);
  for (const { oldCode, newCode, since } of merged) {
    await ctx.db.write(async (tx) => {
      const at = ctx.clock.now();
      await moveOpenDuties(tx, { oldCode, newCode });
      const there = await selectStart(tx, newCode);
      const start = { villageCode: newCode, since, choices: {}, setById: 'system', setAt: at };
      if (!there) await upsertStart(tx, start);
      await deleteStart(tx, oldCode);
      await append(tx, {
        what: 'disclosure.inherited',
        subjectKind: 'village',
        subjectId: newCode,
        villageCode: newCode,
        actorId: null,
        actorRole: 'system',
        at,
        ruleVersion: ctx.book.catalogue.version,
        facts: { from: oldCode },
      });
      tx.touch(`village:${oldCode}`, `village:${newCode}`);
    });
  }
}
