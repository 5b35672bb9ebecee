/** The two engines of one schema: SQLite embedded, PostgreSQL when a county outgrows one machine. */
export type Engine = 'sqlite' | 'postgres';

/** Which engine a database address means; no address is the embedded SQLite. */
export function engineOf(url: string | undefined): Engine {
  return url?.startsWith('postgres') ? 'postgres' : 'sqlite';
}

/** The engine of this process, fixed when it starts: tables are built for one engine only. */
export const engine = engineOf(process.env.DATABASE_URL);
