import { routePath } from 'hono/route';
import { pino } from 'pino';
import type { Http } from '#server/kernel/http.ts';

/**
 * The log: one JSON line each, never a person's words, names, phones or addresses. Paths are
 * logged as routes, because a path can name a person.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  serializers: { error: plainError },
  redact: ['*.phone', '*.password', '*.body', '*.name', '*.code'],
});

/** An error without the values of its query, which may be a person's words or phone. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return {
    type: error.name,
    reason: Reflect.get(error, 'code'),
    message: error.message.split('\nparams:')[0],
    stack: frames.join('\n'),
    ...(error.cause !== undefined && { cause: plainError(error.cause) }),
  };
}

/** One line for a request that our routes answered; `ms` is how long that took. */
export function logRequest(c: Http, ms: number): void {
  if (!log.isLevelEnabled('info')) return;
  const { ctx } = c.var;
  log.info({
    requestId: ctx.requestId,
    method: c.req.method,
    route: ctx.page.route ?? routePath(c),
    status: c.res.status,
    ms: Math.round(ms * 10) / 10,
  });
}
