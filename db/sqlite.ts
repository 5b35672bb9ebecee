import BetterSqlite3 from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { preparedOn } from '#db/prepared.ts';
import type { Database, Tx } from '#db/surface.ts';
import { touchedListeners } from '#db/touched.ts';

/** Group commit stops growing here: a larger group gains nothing and delays its first member. */
const GROUP_LIMIT = 256;
/** So many statements stay prepared on a connection; lists of varying length make variants of one. */
const PREPARED_LIMIT = 400;
const BUSY_RETRY_MS = 5;
const BUSY_GIVE_UP_MS = 10_000;
/** How soon a write of the command line beside us is noticed. */
const OTHERS_MS = 500;

type Connection = BetterSqlite3.Database;
type Surface = Omit<Tx, 'touch'>;
interface Waiting {
  work: (tx: Tx) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}
interface Settled {
  waiting: Waiting;
  tags: string[];
  value?: unknown;
  error?: unknown;
}

/** Opens a SQLite file with one writing connection and one that can only read. */
export function openSqlite(path: string): Database {
  const writer = connect(path, false);
  const reader = connect(path, true);
  const writing = {
    connection: writer,
    surface: surfaceOf(writer),
    savepoint: writer.prepare('SAVEPOINT work'),
    release: writer.prepare('RELEASE work'),
  };
  const listeners = touchedListeners();
  const queue: Waiting[] = [];
  let draining: Promise<void> | null = null;

  async function drain() {
    // Requests of the same few milliseconds share one fsync.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      await commitGroup(writing, queue.splice(0, GROUP_LIMIT), listeners.tell);
    }
    draining = null;
  }

  const stopWatching = watchOthers(writer, () => listeners.tell(['*']));

  return {
    read: surfaceOf(reader),
    write: <T>(work: (tx: Tx) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: (value) => resolve(value as T), reject });
        draining ??= drain();
      }),
    onTouched: listeners.add,
    withLock: lockInProcess(),
    async scrub() {
      await draining;
      emptyLog(writer);
    },
    async close() {
      stopWatching();
      await draining;
      reader.close();
      writer.close();
    },
  };
}

function connect(path: string, readonly: boolean): Connection {
  const connection = new BetterSqlite3(path, { readonly });
  if (!readonly) connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 0');
  connection.pragma('wal_autocheckpoint = 1000');
  // What is deleted is overwritten, not only forgotten: sealed ballots, words taken back.
  connection.pragma('secure_delete = ON');
  keepPrepared(connection);
  return connection;
}

/** Keeps statements prepared: they are asked for again and again, and parsing costs as much as reading. */
function keepPrepared(connection: Connection) {
  const kept = new Map<string, BetterSqlite3.Statement>();
  const prepare = (source: string) => {
    const statement =
      kept.get(source) ?? BetterSqlite3.prototype.prepare.call(connection, planOnce(source));
    // Who used it before may have asked for bare arrays.
    if (statement.reader) statement.raw(false);
    kept.delete(source);
    kept.set(source, statement);
    const [oldest] = kept.keys();
    if (kept.size > PREPARED_LIMIT && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  connection.prepare = prepare as Connection['prepare'];
}

/**
 * SQLite looks at the values behind a bare `= ?` and `LIMIT ?` while it plans, and plans again
 * whenever they change, which takes up to ten times as long as reading. A plus changes no value and
 * keeps it from looking; what it would see could change no plan of ours.
 */
function planOnce(source: string): string {
  return source.replaceAll(/( = | limit )\?/gi, '$1+?');
}

function surfaceOf(connection: Connection): Surface {
  const db = drizzle({ client: connection, casing: 'snake_case' });
  return {
    prepared: preparedOn(db as unknown as Tx),
    select: db.select.bind(db),
    selectDistinct: db.selectDistinct.bind(db),
    insert: db.insert.bind(db),
    update: db.update.bind(db),
    delete: db.delete.bind(db),
    rows: async (query: SQL) => db.all(query),
  } as unknown as Surface;
}

/**
 * Copies the write-ahead log into the file and cuts it to nothing: deleted rows stood in it once
 * more. While another process reads, the log stays and shrinks with the next checkpoint.
 */
function emptyLog(writer: Connection) {
  writer.pragma('wal_checkpoint(TRUNCATE)');
}

/**
 * Notices commits of other processes (the operator's command line): SQLite's data_version of a
 * connection changes only by others' writes, but says not which, so every finished page is dropped.
 */
function watchOthers(writer: Connection, changed: () => void): () => void {
  const version = writer.prepare('PRAGMA data_version').pluck();
  let seen = version.get();
  const timer = setInterval(() => {
    const now = version.get();
    if (now !== seen) changed();
    seen = now;
  }, OTHERS_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The writing connection, and what its writes are given. */
interface Writing {
  connection: Connection;
  surface: Surface;
  /** Each work's savepoint: begun and let go for every single one. */
  savepoint: BetterSqlite3.Statement;
  release: BetterSqlite3.Statement;
}

/** Runs the waiting writes in one transaction, each in its savepoint, and answers them after COMMIT. */
async function commitGroup(writing: Writing, group: Waiting[], tell: (tags: string[]) => void) {
  const { connection } = writing;
  const settled: Settled[] = [];
  try {
    await begin(connection);
    for (const waiting of group) settled.push(await runOne(writing, waiting));
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    for (const waiting of group) waiting.reject(error);
    return;
  }
  tell(settled.flatMap((one) => one.tags));
  for (const one of settled) {
    if ('error' in one) one.waiting.reject(one.error);
    else one.waiting.resolve(one.value);
  }
}

async function runOne(writing: Writing, waiting: Waiting): Promise<Settled> {
  const { connection, surface, savepoint, release } = writing;
  savepoint.run();
  const { tx, end, tags } = openTx(surface);
  try {
    const value = await waiting.work(tx);
    release.run();
    return { waiting, tags, value };
  } catch (error) {
    // A full disk ends the whole transaction: then nobody of this group may be told "saved".
    if (!connection.inTransaction) throw error;
    connection.exec('ROLLBACK TO work');
    release.run();
    return { waiting, tags: [], error };
  } finally {
    end();
  }
}

function openTx(surface: Surface) {
  const tags: string[] = [];
  let isOpen = true;
  const guarded = new Proxy(surface, {
    get(target, name, receiver) {
      if (!isOpen) throw new Error(`tx.${String(name)} used after its write ended`);
      return Reflect.get(target, name, receiver);
    },
  });
  const tx = Object.assign(Object.create(guarded), {
    touch: (...named: string[]) => void tags.push(...named),
  }) as Tx;
  return {
    tx,
    tags,
    end() {
      isOpen = false;
    },
  };
}

async function begin(connection: Connection) {
  const giveUpAt = performance.now() + BUSY_GIVE_UP_MS;
  for (;;) {
    try {
      connection.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const isBusy = error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
    }
  }
}

/** On SQLite one process writes, so a lock inside it is enough. */
function lockInProcess(): Database['withLock'] {
  const held = new Set<string>();
  return async (name, work) => {
    if (held.has(name)) return undefined;
    held.add(name);
    try {
      return await work(() => true);
    } finally {
      held.delete(name);
    }
  };
}
