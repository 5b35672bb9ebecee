import type { MiddlewareHandler } from 'hono';
import { bodyLimit as countedBody } from 'hono/body-limit';
import type { Http, HttpEnv } from '#server/kernel/http.ts';

/**
 * A body of at most so many bytes. Where its length is announced the HTTP parser holds it to that:
 * only a chunked one has to be counted, as a stream, which costs more than most answers.
 */
export function bodyLimit(limit: {
  maxSize: number;
  onError: (c: Http) => Response;
}): MiddlewareHandler<HttpEnv> {
  const counted = countedBody(limit);
  return (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const length = c.req.header('content-length');
    if (length === undefined || c.req.header('transfer-encoding')) return counted(c, next);
    return Number(length) > limit.maxSize ? Promise.resolve(limit.onError(c)) : next();
  };
}
