import type { MiddlewareHandler } from 'hono';
import { type HttpEnv, seeOther } from '#server/kernel/http.ts';

/** What somebody may do who owes a password: choose it, leave, and read in his own size. */
const OPEN = new Set(['/me/password', '/logout', '/size']);

/** Whoever came in with a handed-out password chooses his own before he sees or does anything. */
export const passwordFirst: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (!c.var.ctx.viewer.owesPassword || OPEN.has(c.req.path)) return next();
  c.var.ctx.page.keepPrivate();
  return seeOther(c, '/me/password');
};
