import { createHash } from 'node:crypto';
import type { Env } from '#server/kernel/env.ts';

const HSTS: [string, string] = ['strict-transport-security', 'max-age=31536000'];

/**
 * Headers of every answer. No inline script runs; the only inline style is the one stylesheet of
 * each page, allowed by its hash.
 */
export function securityHeaders(
  sheet: string,
  { publicOrigin }: Pick<Env, 'publicOrigin'>,
): [string, string][] {
  const isHttps = publicOrigin?.startsWith('https:') === true;
  const hash = createHash('sha256').update(sheet).digest('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'self' 'sha256-${hash}'`,
    "script-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return [
    // Only where https is certain: a village's own network without it must stay reachable.
    ...(isHttps ? [HSTS] : []),
    ['content-security-policy', policy.join('; ')],
    ['referrer-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['permissions-policy', 'camera=(), microphone=(self), geolocation=(self)'],
    ['cross-origin-opener-policy', 'same-origin'],
  ];
}
