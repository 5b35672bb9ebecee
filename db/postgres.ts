import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { heartbeat, PACE, type Pace } from '#db/heartbeat.ts';
import { preparedOn } from '#db/prepared.ts';
import type { Database, Tx } from '#db/surface.ts';
import { touchedListeners } from '#db/touched.ts';

/** Channel on which processes tell each other which finished pages to drop. */
const CHANNEL = 'cuntou_touched';
/** A notification holds 8,000 bytes; a write that touches more than fits touches everything. */
const LONGEST_PAYLOAD = 7_900;
const LISTEN_AGAIN_MS = 1_000;
const ATTEMPTS = 5;
/** serialization_failure and deadlock_detected: the work is run again from its beginning. */
const RETRIED = new Set(['40001', '40P01']);

/** The server ends what runs longer; nothing of ours takes a tenth of it. */
const STATEMENT_MS = 30_000;
/** Then the server has vanished: it would have ended the statement by itself. */
const SILENT_MS = 40_000;

/**
 * How every connection notices within a minute that the other side is gone, we of the server and
 * the server of us: whoever vanishes in the middle of a write, or with the worker's lock, must not
 * keep it for the two hours of an ordinary system.
 */
const WATCHED = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 20_000,
  connectionTimeoutMillis: 15_000,
  statement_timeout: STATEMENT_MS,
  idle_in_transaction_session_timeout: STATEMENT_MS,
  options: [
    '-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4',
    `-c tcp_user_timeout=${SILENT_MS}`,
  ].join(' '),
};

type Surface = Omit<Tx, 'touch'>;

/** Opens a pool on a PostgreSQL database; one further connection listens for touched tags. */
export async function openPostgres(
  url: string,
  { silentMs = SILENT_MS, ...pace }: Pace & { silentMs?: number } = PACE,
): Promise<Database> {
  const watched = { ...WATCHED, connectionString: url, query_timeout: silentMs };
  const pool = new pg.Pool({ ...watched, max: 10 });
  // A connection that dies while idle is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {});
  // So is one that dies at work: its query is refused, and the event besides would end us too.
  pool.on('connect', (client) => void client.on('error', () => {}));
  const listeners = touchedListeners();
  const bus = { self: randomUUID(), tell: listeners.tell };
  const stopListening = await listen({ ...watched, pace }, bus);

  return {
    read: surfaceOf(pool),
    write: (work) => writeWithRetry(pool, work, bus),
    onTouched: listeners.add,
    withLock: (name, work) => withAdvisoryLock(pool, name, pace, work),
    async scrub(tables) {
      // Dead rows stay readable in their pages until a vacuum takes them.
      for (const name of tables) await pool.query(`VACUUM ${pg.escapeIdentifier(name)}`);
    },
    async close() {
      await stopListening();
      await pool.end();
    },
  };
}

/** A connection goes back to the pool and comes again; what it has prepared stays with it. */
const surfaces = new WeakMap<pg.Pool | pg.PoolClient, Surface>();

function surfaceOf(client: pg.Pool | pg.PoolClient): Surface {
  const surface = surfaces.get(client) ?? newSurface(client);
  surfaces.set(client, surface);
  return surface;
}

function newSurface(client: pg.Pool | pg.PoolClient): Surface {
  const db = drizzle({ client, casing: 'snake_case' });
  return {
    prepared: preparedOn(db as unknown as Tx),
    select: db.select.bind(db),
    selectDistinct: db.selectDistinct.bind(db),
    insert: db.insert.bind(db),
    update: db.update.bind(db),
    delete: db.delete.bind(db),
    rows: async (query: SQL) => (await db.execute(query)).rows,
  } as unknown as Surface;
}

/** Who we are among the processes on this database, and how ours hear of tags. */
interface Bus {
  self: string;
  tell: (tags: string[]) => void;
}

async function writeWithRetry<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, bus: Bus) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(pool, work, bus);
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRIED.has(codeOf(error))) throw error;
    }
  }
}

async function writeOnce<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, bus: Bus): Promise<T> {
  const client = await pool.connect();
  const tags: string[] = [];
  let isOpen = true;
  const guarded = new Proxy(surfaceOf(client), {
    get(target, name, receiver) {
      if (!isOpen) throw new Error(`tx.${String(name)} used after its write ended`);
      return Reflect.get(target, name, receiver);
    },
  });
  const tx = Object.assign(Object.create(guarded), {
    touch: (...named: string[]) => void tags.push(...named),
  }) as Tx;
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const value = await work(tx);
    if (tags.length > 0) {
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payloadOf(bus.self, tags)]);
    }
    await client.query('COMMIT');
    // Here before the answer; other processes hear it a moment later.
    bus.tell(tags);
    return value;
  } catch (error) {
    broken = await rollBack(client, error);
    throw error;
  } finally {
    isOpen = false;
    client.release(broken);
  }
}

/** Takes a write back. The error with which its connection is of no more use, if it is. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  // A server that says nothing would not say this either: the connection is cut instead.
  if (isSilence(error)) return new Error('the server fell silent', { cause: error });
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (cause) {
    return new Error('a write could not be taken back', { cause });
  }
}

function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message === 'Query read timeout' || isSilence(error.cause);
}

/** The driver's five-character code, also when drizzle has wrapped the error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : codeOf(error.cause);
}

function payloadOf(from: string, tags: string[]): string {
  const payload = JSON.stringify({ from, tags: [...new Set(tags)] });
  const isShort = Buffer.byteLength(payload) <= LONGEST_PAYLOAD;
  return isShort ? payload : JSON.stringify({ from, tags: ['*'] });
}

/** The connection that listens, and how often it is asked for a sign of life. */
type Listening = pg.ClientConfig & { pace: Pace };

/** Listens until told to stop, and again after the connection was lost. */
async function listen(config: Listening, bus: Bus): Promise<() => Promise<void>> {
  let isStopping = false;
  const onLost = async () => {
    while (!isStopping) {
      // While nobody listens any finished page may be stale: drop them all, also when heard again.
      bus.tell(['*']);
      await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS).unref());
      const again = await connectListener(config, bus, onLost).catch(() => null);
      if (again === null) continue;
      client = again;
      bus.tell(['*']);
      return;
    }
  };
  let client = await connectListener(config, bus, onLost);
  return async () => {
    isStopping = true;
    await client.end();
  };
}

async function connectListener(
  { pace, ...config }: Listening,
  bus: Bus,
  onLost: () => Promise<void>,
) {
  const client = new pg.Client(config);
  client.on('notification', ({ payload }) => {
    const { from, tags } = JSON.parse(payload ?? '{}');
    // What our own writes named was dropped before they were acknowledged.
    if (from !== bus.self) bus.tell(tags ?? ['*']);
  });
  client.on('error', () => {});
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  // Ending a connection that owes an answer cuts it, and so it is lost like any other.
  const stopBeating = heartbeat(client, pace, () => void client.end());
  client.on('end', () => {
    void stopBeating();
    void onLost();
  });
  return client;
}

async function withAdvisoryLock<T>(
  pool: pg.Pool,
  name: string,
  pace: Pace,
  work: (isHeld: () => boolean) => Promise<T>,
) {
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtext($1)) AS held', [
      name,
    ]);
    if (!rows[0]?.held) return undefined;
    // The lock lives as long as its connection: when that is gone, another process may hold it.
    const stopBeating = heartbeat(client, pace, () => {
      lost = new Error(`the connection with the lock ${name} was lost`);
    });
    try {
      return await work(() => lost === undefined);
    } finally {
      await stopBeating();
      lost ??= await unlock(client, name);
    }
  } catch (error) {
    lost ??= isSilence(error) ? new Error('the server fell silent', { cause: error }) : undefined;
    throw error;
  } finally {
    client.release(lost);
  }
}

/** Gives a lock back; the error with which its connection, and so the lock too, is gone. */
async function unlock(client: pg.PoolClient, name: string): Promise<Error | undefined> {
  try {
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
    return undefined;
  } catch (cause) {
    return new Error(`the lock ${name} went with its connection`, { cause });
  }
}
