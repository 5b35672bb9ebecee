import { engineOf } from '#db/engine.ts';

/** A server that stops may still be finishing its last requests. */
const WAIT_MS = 5_000;
const AGAIN_MS = 100;

/**
 * Makes this process the only server on a SQLite database until the returned function is called or
 * the process ends, however it ends; the command line may write beside it. On PostgreSQL any number
 * of servers run. Throws a sentence when another one does not leave within five seconds.
 */
export async function becomeOnlyServer(url: string): Promise<() => void> {
  if (engineOf(url) === 'postgres') return () => {};
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  // The system itself drops a lock of SQLite's when its holder dies: no number of a process to trust.
  const lock = new BetterSqlite3(`${url}.server`, { timeout: 0 });
  for (let waited = 0; ; waited += AGAIN_MS) {
    try {
      lock.pragma('journal_mode = MEMORY');
      lock.exec('BEGIN EXCLUSIVE');
      return () => lock.close();
    } catch (cause) {
      const isTaken = cause instanceof BetterSqlite3.SqliteError && cause.code === 'SQLITE_BUSY';
      if (!isTaken) throw cause;
      if (waited < WAIT_MS) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      else {
        lock.close();
        throw new Error('Another 村头 runs on this data folder. Stop it, or set DATA_DIR.');
      }
    }
  }
}
