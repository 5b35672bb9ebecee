import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Database, Reader, Tx } from '#db/surface.ts';
import { touchedListeners } from '#db/touched.ts';

/** Channel on which processes tell each other which finished pages to drop. */
const CHANNEL = 'cuntou_touched';
const ATTEMPTS = 5;
/** serialization_failure and deadlock_detected: the work is run again from its beginning. */
const RETRIED = new Set(['40001', '40P01']);

/** Opens a pool on a PostgreSQL database; one further connection listens for touched tags. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // A connection that dies while idle is replaced by the pool; without a listener it would end us.
  pool.on('error', () => {});
  const listeners = touchedListeners();
  const stopListening = await listen(url, listeners.tell);

  return {
    read: surfaceOf(pool),
    write: (work) => writeWithRetry(pool, work, listeners.tell),
    onTouched: listeners.add,
    withLock: (name, work) => withAdvisoryLock(pool, name, work),
    async close() {
      await stopListening();
      await pool.end();
    },
  };
}

function surfaceOf(
  client: pg.Pool | pg.PoolClient,
): Reader & Pick<Tx, 'insert' | 'update' | 'delete'> {
  const db = drizzle({ client, casing: 'snake_case' });
  return {
    select: db.select.bind(db),
    selectDistinct: db.selectDistinct.bind(db),
    insert: db.insert.bind(db),
    update: db.update.bind(db),
    delete: db.delete.bind(db),
    rows: async (query: SQL) => (await db.execute(query)).rows,
  } as unknown as Reader & Pick<Tx, 'insert' | 'update' | 'delete'>;
}

type Tell = (tags: string[]) => void;

async function writeWithRetry<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, tell: Tell) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(pool, work, tell);
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRIED.has(codeOf(error))) throw error;
    }
  }
}

async function writeOnce<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, tell: Tell): Promise<T> {
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
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payloadOf(tags)]);
    }
    await client.query('COMMIT');
    // Here before the answer; other processes hear it a moment later.
    tell(tags);
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

/** A notification holds 8,000 bytes; a write that touches more than fits touches everything. */
function payloadOf(tags: string[]): string {
  const payload = JSON.stringify([...new Set(tags)]);
  return Buffer.byteLength(payload) < 7900 ? payload : '["*"]';
}

/** The driver's five-character code, also when drizzle has wrapped the error. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : codeOf(error.cause);
}

async function listen(url: string, tell: (tags: string[]) => void): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  let isStopping = false;
  client.on('notification', (message) => tell(JSON.parse(message.payload ?? '[]')));
  client.on('error', () => {
    // While nobody listens, any finished page may be stale: drop them all, then listen again.
    tell(['*']);
    if (!isStopping) setTimeout(() => void listen(url, tell).catch(() => {}), 1000).unref();
  });
  await client.connect();
  await client.query(`LISTEN ${CHANNEL}`);
  return async () => {
    isStopping = true;
    await client.end();
  };
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
