import { and, eq, type Placeholder } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
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

/** One form of one person, by its marks. */
type FormMarks = Record<'actorId' | 'action' | 'key', Placeholder>;

const isForm = ({ actorId, action, key }: FormMarks) =>
  and(eq(formKey.actorId, actorId), eq(formKey.action, action), eq(formKey.key, key));

const takeKey = prepared(['actorId', 'action', 'key', 'at'], (tx, marks) =>
  tx
    .insert(formKey)
    .values({ ...marks, result: null })
    .onConflictDoNothing()
    .returning({ key: formKey.key }),
);
const keepAnswer = prepared(['actorId', 'action', 'key', 'result'], (tx, { result, ...form }) =>
  tx.update(formKey).set({ result }).where(isForm(form)),
);
const answerOf = prepared(['actorId', 'action', 'key'], (db, form) =>
  db.select({ result: formKey.result }).from(formKey).where(isForm(form)).limit(1),
);

/**
 * Carries a form out once: a repeat with the same key gets the first answer. The key is taken
 * before the work, so a second press waits for the first on PostgreSQL too.
 */
export async function once<T>(tx: Tx, form: FormOnce, work: () => Promise<T>): Promise<T> {
  const { actorId, action, key, at } = form;
  const id = { actorId, action, key };
  const taken = await takeKey(tx, { ...id, at });
  if (taken.length === 0) return (await firstAnswer<T>(tx, id)) as T;
  const result = await work();
  if (result != null) await keepAnswer(tx, { ...id, result });
  return result;
}

/**
 * What this form was answered when it was carried out; undefined when it was not. For a command
 * whose own success takes away what it needs, such as the draft that was sent.
 */
export async function firstAnswer<T>(
  db: Reader,
  { actorId, action, key }: Omit<FormOnce, 'at'>,
): Promise<T | undefined> {
  const [first] = await answerOf(db, { actorId, action, key });
  return first?.result as T | undefined;
}
