import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
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

type Surface = Omit<Tx, 'touch'>;

/** Opens a pool on a PostgreSQL database; one further connection listens for touched tags. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // A connection that dies while idle is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {});
  // So is one that dies at work: its query is refused, and the event besides would end us too.
  pool.on('connect', (client) => void client.on('error', () => {}));
  const listeners = touchedListeners();
  const bus = { self: randomUUID(), tell: listeners.tell };
  const stopListening = await listen(url, bus);

  return {
    read: surfaceOf(pool),
    write: (work) => writeWithRetry(pool, work, bus),
    onTouched: listeners.add,
    withLock: (name, work) => withAdvisoryLock(pool, name, work),
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
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    isOpen = false;
    client.release(broken);
  }
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

/** Listens until told to stop, and again after the connection was lost. */
async function listen(url: string, bus: Bus): Promise<() => Promise<void>> {
  let isStopping = false;
  const onLost = async () => {
    while (!isStopping) {
      // While nobody listens any finished page may be stale: drop them all, also when heard again.
      bus.tell(['*']);
      await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS).unref());
      const again = await connectListener(url, bus, onLost).catch(() => null);
      if (again === null) continue;
      client = again;
      bus.tell(['*']);
      return;
    }
  };
  let client = await connectListener(url, bus, onLost);
  return async () => {
    isStopping = true;
    await client.end();
  };
}

async function connectListener(url: string, bus: Bus, onLost: () => Promise<void>) {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('notification', ({ payload }) => {
    const { from, tags } = JSON.parse(payload ?? '{}');
    // What our own writes named was dropped before they were acknowledged.
    if (from !== bus.self) bus.tell(tags ?? ['*']);
  });
  client.on('error', () => {});
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  client.on('end', () => void onLost());
  return client;
}

async function withAdvisoryLock<T>(pool: pg.Pool, name: string, work: () => Promise<T>) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtext($1)) AS held', [
      name,
    ]);
    if (!rows[0]?.held) return undefined;
    try {
      return await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
    }
  } finally {
    client.release();
  }
}
