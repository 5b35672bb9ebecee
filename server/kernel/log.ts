import { pino } from 'pino';

/**
 * The log: one JSON line each, never a person's words, names, phones or addresses. Paths are
 * logged as routes, because a path can name a person.
 */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  redact: ['*.phone', '*.password', '*.body', '*.name', '*.code'],
});
