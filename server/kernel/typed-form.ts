import { createHash, randomBytes } from 'node:crypto';
import { and, count, eq, lt } from 'drizzle-orm';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { draft } from '#db/schema/kernel.ts';
import type { FormState, Http } from '#server/kernel/http.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { HOUR_MS } from '#server/rules/dates.ts';

const COOKIE = 'typed';
/** Nobody is signed in while it waits, so it is nobody's draft. */
const NOBODY = 'nobody';
const KIND = 'typed';
/** Long enough to sign in again; the privacy page says so. */
const KEPT_MS = HOUR_MS;
/** Longer than the longest text with its fields. */
const LONGEST = 64 * 1024;
/** Whoever sends forms without signing in cannot fill the disk. */
const MOST = 500;

const shape = z.object({
  path: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/**
 * Keeps what somebody typed whose session ended meanwhile, until he has signed in. It lies sealed
 * under a key that only his browser has: words that must not be stored cannot be read here.
 */
export async function keepTyped(c: Http, path: string, values: FormState['values']): Promise<void> {
  const { clock, db, env } = c.var.ctx;
  const text = JSON.stringify({ path, values });
  if (text.length > LONGEST) return;
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
      values: { sealed: secretsFrom(key).seal(text) },
      updatedAt: now,
    });
    return true;
  });
  if (!isKept) return;
  setCookie(c, COOKIE, key.toString('base64url'), {
    path: '/',
    maxAge: KEPT_MS / 1000,
    httpOnly: true,
    sameSite: 'Lax',
    secure: env.publicOrigin?.startsWith('https:') === true,
  });
}

/** What was typed on this page before signing in again, given back once; null for nothing. */
export async function takeTyped(c: Http): Promise<FormState['values'] | null> {
  const { ctx } = c.var;
  const cookie = getCookie(c, COOKIE);
  if (cookie === undefined || ctx.viewer.personId === null) return null;
  const key = Buffer.from(cookie, 'base64url');
  if (key.length !== 32) return null;
  const mine = and(...ofNobody, eq(draft.subject, nameOf(key)));
  const [row] = await ctx.db.read.select({ values: draft.values }).from(draft).where(mine).limit(1);
  const kept = row && opened(key, row.values.sealed);
  if (kept && kept.path !== c.req.path) return null;
  deleteCookie(c, COOKIE, { path: '/' });
  if (!kept) return null;
  await ctx.db.write((tx) => tx.delete(draft).where(mine));
  return kept.values;
}

const ofNobody = [eq(draft.personId, NOBODY), eq(draft.kind, KIND)];

// The database knows only this; who reads it there cannot open what stands beside it.
function nameOf(key: Buffer): string {
  return createHash('sha256').update('typed').update(key).digest('hex');
}

function opened(key: Buffer, sealed: string | string[] | undefined) {
  try {
    const text = secretsFrom(key).open(String(sealed));
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not made with this key.
    return null;
  }
}
