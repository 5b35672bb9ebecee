import { type Ask, ask, type Target } from '#tests/bench/load.ts';

/** A page as a guest reads it; the port, which differs between processes, is left out. */
export async function guestBody(
  target: Target,
  path: string,
  more: Partial<Ask> = {},
): Promise<string> {
  const { status, body } = await ask(target, { path, encoding: 'identity', ...more });
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return String(body).replaceAll(`localhost:${target.port}`, 'localhost');
}
