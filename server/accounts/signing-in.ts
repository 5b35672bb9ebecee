import { z } from 'zod';
import { cookie, dropCookie, guardedName, keepCookie } from '#server/kernel/cookies.ts';
import type { Http } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

const shape = z.object({
  key: z.string(),
  phone: z.string(),
  back: z.string().optional(),
  isProven: z.boolean(),
  until: z.number(),
});

/** Somebody between the steps of signing in: which phone, and whether its code was typed rightly. */
export interface SigningIn {
  phone: string;
  back?: string | undefined;
  isProven: boolean;
}

/** Remembers the phone between the steps: sealed in the browser, because a phone belongs in no address. */
export function keepSigningIn(c: Http, state: SigningIn): void {
  const { secrets, clock, book } = c.var.ctx;
  const length = book.rules.signIn.codeMinutes * MINUTE_MS;
  const kept = { ...state, key: newToken(), until: clock.now() + length };
  keepCookie(c, nameFor(c), secrets.seal('signing-in', JSON.stringify(kept)), length / 1000);
}

/** Who is between the steps; null when nobody is, or for too long. */
export function readSigningIn(c: Http): SigningIn | null {
  const state = stateOf(c);
  return state && { phone: state.phone, back: state.back, isProven: state.isProven };
}

/**
 * Uses up that a phone was proven; false when it was used already. A cookie can be copied: what
 * lets somebody in without a password or a code must do so once.
 */
export async function spendSigningIn(c: Http): Promise<boolean> {
  const state = stateOf(c);
  if (!state) return false;
  const { db, clock } = c.var.ctx;
  const form = { actorId: 'nobody', action: 'sign-in', key: state.key, at: clock.now() };
  let isFirst = false;
  await db.write((tx) =>
    once(tx, form, async () => {
      isFirst = true;
    }),
  );
  return isFirst;
}

/** Forgets it: the person is in. */
export function forgetSigningIn(c: Http): void {
  dropCookie(c, nameFor(c));
}

function stateOf(c: Http): z.infer<typeof shape> | null {
  const sealed = cookie(c, nameFor(c));
  if (!sealed) return null;
  const parsed = shape.safeParse(opened(c, sealed));
  const isLive = parsed.success && parsed.data.until > c.var.ctx.clock.now();
  return isLive ? parsed.data : null;
}

function nameFor(c: Http): string {
  return guardedName(c.var.ctx.env, 'signing-in');
}

function opened(c: Http, sealed: string): unknown {
  try {
    return JSON.parse(c.var.ctx.secrets.open('signing-in', sealed));
  } catch {
    // A cookie that is not ours, or of another key, is as good as none.
    return null;
  }
}
