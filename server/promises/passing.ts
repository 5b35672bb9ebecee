import { secretaryOf } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Job } from '#server/kernel/job.ts';
import { append } from '#server/ledger/append.ts';
import {
  insertReport,
  type PromiseRow,
  passPromise,
  selectLeftBehind,
} from '#server/promises/records.ts';

const AT_ONCE = 100;

/**
 * Open promises of a secretary who left pass to whoever holds the post now (domain, edge case 48);
 * while nobody does, they stay with the one who made them.
 */
export const passPromises: Job = {
  name: 'pass-promises',
  async run(ctx) {
    const left = await selectLeftBehind(ctx.db.read, ctx.clock.now(), AT_ONCE);
    const byVillage = Map.groupBy(left, ({ villageCode }) => villageCode);
    for (const [villageCode, rows] of byVillage) await passIn(ctx, villageCode, rows);
  },
};

async function passIn(ctx: Context, villageCode: string, rows: PromiseRow[]): Promise<void> {
  const at = ctx.clock.now();
  const successor = await secretaryOf(ctx.db.read, villageCode, at);
  if (!successor) return;
  await ctx.db.write(async (tx) => {
    for (const row of rows) {
      const toId = successor.personId;
      const hasPassed = await passPromise(tx, { id: row.id, fromId: row.ownerId, toId });
      if (!hasPassed) continue;
      const report = { id: newId(), promiseId: row.id, kind: 'passed', claim: null };
      const words = { body: '', html: '' };
      await insertReport(tx, { ...report, ...words, byId: toId, fromId: row.ownerId, at });
      await append(tx, {
        what: 'promise.passed',
        subjectKind: 'promise',
        subjectId: row.id,
        villageCode,
        actorId: null,
        actorRole: 'system',
        at,
        ruleVersion: ctx.book.promises.version,
        facts: {},
        content: { fromId: row.ownerId, toId },
      });
      tx.touch(`post:${row.postId}`, `person:${row.ownerId}`, `person:${toId}`);
    }
    tx.touch(`village:${villageCode}`);
  });
}
