import { and, eq } from 'drizzle-orm';
import { formKey } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
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
  if (taken.length === 0) return (await firstAnswer<T>(tx, id)) as T;
  const result = await work();
  await tx
    .update(formKey)
    .set({ result: result ?? null })
    .where(isForm(id));
  return result;
}

/**
 * What this form was answered when it was carried out; undefined when it was not. For a command
 * whose own success takes away what it needs, such as the draft that was sent.
 */
export async function firstAnswer<T>(
  db: Pick<Reader, 'select'>,
  form: Omit<FormOnce, 'at'>,
): Promise<T | undefined> {
  const [first] = await db
    .select({ result: formKey.result })
    .from(formKey)
    .where(isForm(form))
    .limit(1);
  return first?.result as T | undefined;
}

function isForm({ actorId, action, key }: Omit<FormOnce, 'at'>) {
  return and(eq(formKey.actorId, actorId), eq(formKey.action, action), eq(formKey.key, key));
}
