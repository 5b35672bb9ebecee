import { createHash, randomBytes } from 'node:crypto';
import { and, count, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { draft } from '#db/schema/kernel.ts';
import { cookie, dropCookie, guardedName, keepCookie } from '#server/kernel/cookies.ts';
import type { FormState, Http } from '#server/kernel/http.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { HOUR_MS } from '#server/rules/dates.ts';

/** Nobody is signed in while it waits, so it is nobody's draft. */
const NOBODY = 'nobody';
const KIND = 'typed';
/** Long enough to sign in again; the privacy page says so. */
const KEPT_MS = HOUR_MS;
/** Longer than the longest text with its fields. */
const LONGEST = 64 * 1024;
/** Whoever sends forms without signing in cannot fill the disk. */
const MOST = 500;
/** Is typed anew each time, and written down nowhere. */
const NEVER_KEPT = /password|secret|id-tail|^code$|^ballot$/;

const shape = z.object({
  path: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** What somebody typed, and the page on which its form stands. */
export type TypedForm = z.infer<typeof shape>;

/**
 * Keeps what somebody typed whose session ended meanwhile, until he has signed in. It lies sealed
 * under a key that only his browser has: words that must not be stored cannot be read here.
 */
export async function keepTyped(c: Http, path: string, typed: FormState['values']): Promise<void> {
  const { clock, db, env } = c.var.ctx;
  const values = worthKeeping(typed);
  const text = JSON.stringify({ path, values });
  const isEmpty = Object.keys(values).every((name) => name === 'key');
  if (isEmpty || text.length > LONGEST) return;
  const key = randomBytes(32);
  const now = clock.now();
  const isKept = await db.write(async (tx) => {
    await tx.delete(draft).where(and(...ofNobody, lt(draft.updatedAt, now - KEPT_MS)));
    const [waiting] = await tx
      .select({ forms: count() })
      .from(draft)
      .where(and(...ofNobody));
    if ((waiting?.forms ?? 0) >= MOST) return false;
    await tx.insert(draft).values({
      personId: NOBODY,
      kind: KIND,
      subject: nameOf(key),
      values: { sealed: secretsFrom(key).seal('typed-form', text) },
      updatedAt: now,
    });
    return true;
  });
  if (isKept) keepCookie(c, guardedName(env, KIND), key.toString('base64url'), KEPT_MS / 1000);
}

/** What was typed in this browser before signing in again; null for nothing, and before that. */
export async function readTyped(c: Http): Promise<TypedForm | null> {
  const { ctx } = c.var;
  const key = keyOf(c);
  if (key === null || ctx.viewer.personId === null) return null;
  const [row] = await ctx.db.read
    .select({ values: draft.values })
    .from(draft)
    .where(lockedWith(key))
    .limit(1);
  return row ? opened(key, row.values.sealed) : null;
}

/** Forgets it: its page has been shown with it. */
export async function forgetTyped(c: Http): Promise<void> {
  const key = keyOf(c);
  dropCookie(c, guardedName(c.var.ctx.env, KIND));
  if (key !== null) await c.var.ctx.db.write((tx) => tx.delete(draft).where(lockedWith(key)));
}

/** Gives it back on another page: where its form stands became known only after signing in. */
export async function moveTyped(c: Http, moved: TypedForm): Promise<void> {
  const key = keyOf(c);
  if (key === null) return;
  const values = { sealed: secretsFrom(key).seal('typed-form', JSON.stringify(moved)) };
  await c.var.ctx.db.write((tx) => tx.update(draft).set({ values }).where(lockedWith(key)));
}

const ofNobody = [eq(draft.personId, NOBODY), eq(draft.kind, KIND)];

function worthKeeping(typed: FormState['values']): FormState['values'] {
  const filled = Object.entries(typed).filter(
    ([name, value]) => value.length > 0 && !NEVER_KEPT.test(name),
  );
  return Object.fromEntries(filled);
}

function keyOf(c: Http): Buffer | null {
  const key = Buffer.from(cookie(c, guardedName(c.var.ctx.env, KIND)) ?? '', 'base64url');
  return key.length === 32 ? key : null;
}

function lockedWith(key: Buffer) {
  return and(...ofNobody, eq(draft.subject, nameOf(key)));
}

// The database knows only this; who reads it there cannot open what stands beside it.
function nameOf(key: Buffer): string {
  return createHash('sha256').update('typed').update(key).digest('hex');
}

function opened(key: Buffer, sealed: string | string[] | undefined): TypedForm | null {
  try {
    const text = secretsFrom(key).open('typed-form', String(sealed));
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not made with this key.
    return null;
  }
}
