import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Http } from '#server/kernel/http.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

const NAME = 'signing-in';

const shape = z.object({
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
  const { secrets, clock, book, env } = c.var.ctx;
  const length = book.rules.signIn.codeMinutes * MINUTE_MS;
  const sealed = secrets.seal(JSON.stringify({ ...state, until: clock.now() + length }));
  setCookie(c, NAME, sealed, {
    path: '/',
    maxAge: length / 1000,
    httpOnly: true,
    sameSite: 'Lax',
    secure: env.publicOrigin?.startsWith('https:') === true,
  });
}

/** Who is between the steps; null when nobody is, or for too long. */
export function readSigningIn(c: Http): SigningIn | null {
  const sealed = getCookie(c, NAME);
  if (!sealed) return null;
  const parsed = shape.safeParse(opened(c, sealed));
  if (!parsed.success || parsed.data.until <= c.var.ctx.clock.now()) return null;
  const { phone, back, isProven } = parsed.data;
  return { phone, back, isProven };
}

/** Forgets it: the person is in. */
export function forgetSigningIn(c: Http): void {
  deleteCookie(c, NAME, { path: '/' });
}

function opened(c: Http, sealed: string): unknown {
  try {
    return JSON.parse(c.var.ctx.secrets.open(sealed));
  } catch {
    // A cookie that is not ours, or of another key, is as good as none.
    return null;
  }
}
