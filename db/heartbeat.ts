import type pg from 'pg';

/** How often a connection that only waits is asked for a sign of life, and how long it may take. */
export interface Pace {
  everyMs: number;
  answerMs: number;
}

/** A quiet line looks like a dead one: the other side is asked, or nobody would notice it is gone. */
export const PACE: Pace = { everyMs: 20_000, answerMs: 10_000 };

/**
 * Asks over a connection every so often whether its server is there. Calls `onSilent` once when no
 * answer comes in time. Returns how to stop; it waits for a question under way.
 */
export function heartbeat(
  client: pg.Client | pg.PoolClient,
  { everyMs, answerMs }: Pace,
  onSilent: () => void,
): () => Promise<void> {
  const ask = { text: 'SELECT 1', query_timeout: answerMs };
  let isStopped = false;
  let underway: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const beat = async () => {
    try {
      await client.query(ask);
      wait();
    } catch {
      if (!isStopped) onSilent();
    }
  };
  const wait = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      underway = beat();
    }, everyMs).unref();
  };
  wait();

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await underway;
  };
}
