import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { engine } from '#db/engine.ts';

/** A row as whoever stole the database reads it: every column, and what the engine keeps besides. */
export type DumpedRow = Record<string, unknown>;

/** Every table with its rows in the order in which they lie in the file. */
export type Dump = Record<string, DumpedRow[]>;

/** All there is in a database of this project's engine, hidden columns too. */
export async function dumpDatabase(url: string): Promise<Dump> {
  return engine === 'sqlite' ? dumpSqlite(url) : dumpPostgres(url);
}

function dumpSqlite(path: string): Dump {
  const db = new BetterSqlite3(path, { readonly: true });
  const tables = db
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'",
    )
    .all() as { name: string; sql: string }[];
  const dump: Dump = {};
  for (const { name, sql } of tables) {
    const hidden = /WITHOUT ROWID/i.test(sql) ? '' : 'rowid AS "hidden rowid", ';
    dump[name] = db.prepare(`SELECT ${hidden}* FROM "${name}"`).all() as DumpedRow[];
  }
  db.close();
  return dump;
}

async function dumpPostgres(url: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  const dump: Dump = {};
  for (const { table_name: name } of rows) {
    const hidden =
      '"tableoid"::text AS "hidden t", ctid::text AS "hidden ctid", xmin::text AS "hidden xmin"';
    const all = await client.query(`SELECT ${hidden}, * FROM "${name}" ORDER BY ctid`);
    dump[name] = all.rows;
  }
  await client.end();
  return dump;
}
