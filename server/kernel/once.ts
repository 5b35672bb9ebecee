import { and, eq } from 'drizzle-orm';
import { formKey } from '#db/schema/kernel.ts';
import type { Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Whose form it is, what it does, and the key the server put into it. */
export interface FormOnce {
  actorId: string;
  action: string;
  key: string;
  at: EpochMs;
}

/**
 * Carries a form out once: a repeat with the same key gets the first answer. The key is taken
 * before the work, so a second press waits for the first on PostgreSQL too.
 */
export async function once<T>(tx: Tx, form: FormOnce, work: () => Promise<T>): Promise<T> {
  const { at, ...id } = form;
  const taken = await tx
    .insert(formKey)
    .values({ ...id, result: null, at })
    .onConflictDoNothing()
    .returning({ key: formKey.key });
  const mine = and(
    eq(formKey.actorId, id.actorId),
    eq(formKey.action, id.action),
    eq(formKey.key, id.key),
  );
  if (taken.length === 0) {
    const [first] = await tx.select({ result: formKey.result }).from(formKey).where(mine).limit(1);
    return first?.result as T;
  }
  const result = await work();
  await tx
    .update(formKey)
    .set({ result: result ?? null })
    .where(mine);
  return result;
}
