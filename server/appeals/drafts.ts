import { and, eq, type Placeholder } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { draft } from '#db/schema/kernel.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';

/** What a person has said so far on the screens before sending. */
export type AppealDraft = Record<string, string | string[]>;

const KIND = 'appeal';

const draftOf = prepared(['personId', 'villageCode'], (db, { personId, villageCode }) =>
  db.select({ values: draft.values }).from(draft).where(mine(personId, villageCode)).limit(1),
);

/** The draft of this person in this village; empty when nothing was typed yet. */
export async function readDraft(ctx: Context, villageCode: string): Promise<AppealDraft> {
  if (ctx.viewer.personId === null) return {};
  const [row] = await draftOf(ctx.db.read, { personId: ctx.viewer.personId, villageCode });
  return row?.values ?? {};
}

/** The photos taken in for a draft, in order. */
export function draftPhotoIds(draft: AppealDraft): string[] {
  return [draft.photoIds ?? []].flat();
}

/** Keeps what was typed on one screen beside what the others have. */
export async function keepDraft(
  ctx: Context,
  villageCode: string,
  typed: AppealDraft,
): Promise<void> {
  const { personId } = ctx.viewer;
  if (personId === null) throw new Error('a draft needs somebody signed in');
  const values = { ...(await readDraft(ctx, villageCode)), ...typed };
  const updatedAt = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await tx
      .insert(draft)
      .values({ personId, kind: KIND, subject: villageCode, values, updatedAt })
      .onConflictDoUpdate({
        target: [draft.personId, draft.kind, draft.subject],
        set: { values, updatedAt },
      });
  });
}

const dropDraft = prepared(['personId', 'villageCode'], (tx, { personId, villageCode }) =>
  tx.delete(draft).where(mine(personId, villageCode)),
);

/** Forgets the draft: it was sent, or it must not be stored. */
export async function clearDraft(tx: Tx, personId: string, villageCode: string): Promise<void> {
  await dropDraft(tx, { personId, villageCode });
}

function mine(personId: string | Placeholder, villageCode: string | Placeholder) {
  return and(eq(draft.personId, personId), eq(draft.kind, KIND), eq(draft.subject, villageCode));
}
