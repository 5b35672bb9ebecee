import type { Env } from '#server/kernel/env.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Where this installation may listen. A demonstration has printed passwords, so it answers on this
 * machine only and pretends to no public address, unless DEMO=public says otherwise.
 */
export function listenHost(
  env: Pick<Env, 'host' | 'publicOrigin' | 'isPublicDemo'>,
  isDemo: boolean,
): string | undefined {
  if (!isDemo || env.isPublicDemo) return env.host;
  if (env.host !== undefined && !LOOPBACK.has(env.host)) {
    throw new Error(
      'This is a demonstration and answers on this machine only. Unset HOST, or set DEMO=public.',
    );
  }
  if (env.publicOrigin?.startsWith('https:')) {
    throw new Error(
      'This is a demonstration and has no public address. Unset PUBLIC_ORIGIN, or set DEMO=public.',
    );
  }
  return env.host ?? '127.0.0.1';
}
