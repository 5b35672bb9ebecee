import type { Context } from '#server/kernel/context.ts';

/** A name or an address of IPv4 or IPv6, with a port: whatever else a header says is none of ours. */
const PLAUSIBLE = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * The address of this site as paper, codes and messages carry it, without a path. Without
 * PUBLIC_ORIGIN it is the one under which the reader came: in a village's own network that is the
 * one that works there. What a request says of itself stands on no page that others share.
 */
export function siteOrigin({
  env,
  host,
  page,
}: Pick<Context, 'host' | 'page'> & {
  env: Pick<Context['env'], 'publicOrigin' | 'port'>;
}): string {
  if (env.publicOrigin) return env.publicOrigin;
  page.keepPrivate();
  return `http://${PLAUSIBLE.test(host) ? host : `localhost:${env.port}`}`;
}
