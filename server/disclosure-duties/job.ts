import { z } from 'zod';
import { dutyRow } from '#server/disclosure-duties/duties.ts';
import {
  deleteStart,
  insertDuties,
  moveOpenDuties,
  selectMerged,
  selectOwnItems,
  selectStart,
  selectStarts,
  upsertStart,
} from '#server/disclosure-duties/records.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { append } from '#server/ledger/append.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import { dutiesOf } from '#server/rules/disclosure-duties.ts';

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
  const today = localDate(at);
  const begun = await inSlices(starts, ({ villageCode, since, choices }) => {
    const terms = { since, choices, today, ahead: 0, from };
    const owes = [
      ...dutiesOf(ctx.book.calendar, ctx.book.catalogue.items, terms),
      // Nobody owes an item for the time before it was thought of.
      ...(own.get(villageCode) ?? []).flatMap(({ item, addedAt }) =>
        dutiesOf(ctx.book.calendar, [item], {
          ...terms,
          since: latest(since, localDate(addedAt)),
        }),
      ),
    ];
    return owes.map((one) => dutyRow(one, { villageCode, at }));
  });
  const rows = begun.flat();
  for (let first = 0; first < rows.length; first += SLICE) {
    await ctx.db.write(async (tx) => {
      const slice = rows.slice(first, first + SLICE);
      await insertDuties(tx, slice);
      tx.touch(...new Set(slice.map(({ villageCode }) => `village:${villageCode}`)));
    });
    await breathe();
  }
}

function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** The accounts of the old village stay apart; only what it still owes is its successor's now. */
async function inheritDuties(ctx: Context): Promise<void> {
  const merged = await selectMerged(ctx.db.read);
  for (const { oldCode, newCode } of merged) {
    await ctx.db.write(async (tx) => {
      const at = ctx.clock.now();
      await moveOpenDuties(tx, { oldCode, newCode });
      const there = await selectStart(tx, newCode);
      // One that had not begun begins now: what was owed before was the old village's.
      const since = localDate(at);
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
