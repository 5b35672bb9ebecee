import { type SQL, sql } from 'drizzle-orm';
import { engine } from '#db/engine.ts';
import type { Tx } from '#db/surface.ts';

/** The full-text index of one engine: FTS5 without content on SQLite, a tsvector on PostgreSQL. */
export interface SearchText {
  rowNo: number;
  /** Folded words; an empty list takes the row out of every answer. */
  words: string[];
}

/** Writes or replaces rows of the index. */
export async function putSearchText(tx: Tx, rows: SearchText[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ rowNo, words }) => sql`(${rowNo}, ${documentOf(words)})`);
  const list = sql.join(values, sql`, `);
  // RETURNING, because both drivers then answer rows.
  await tx.rows(
    engine === 'sqlite'
      ? sql`INSERT OR REPLACE INTO search_text (rowid, words) VALUES ${list} RETURNING rowid`
      : sql`INSERT INTO search_text (row_no, words) VALUES ${list}
          ON CONFLICT (row_no) DO UPDATE SET words = excluded.words RETURNING row_no`,
  );
}

/** The condition that a row of the index holds all words. */
export function hasWords(words: string[]): SQL {
  if (engine === 'sqlite') {
    const query = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
    return sql`search_text MATCH ${query}`;
  }
  const query = words.map((word) => `'${word.replace(/['\\]/g, '$&$&')}'`).join(' & ');
  return sql`search_text.words @@ ${query}::tsquery`;
}

/** The number of a row of the index, by which the newest come first. */
export const searchRowNo: SQL =
  engine === 'sqlite' ? sql.raw('search_text.rowid') : sql.raw('search_text.row_no');

function documentOf(words: string[]): SQL {
  if (engine === 'sqlite') return sql`${words.join(' ')}`;
  // Distinct lexemes, none longer than PostgreSQL allows (2 KB).
  const lexemes = [...new Set(words)].filter((word) => word !== '' && word.length <= 200);
  return sql`array_to_tsvector(${sql.param(lexemes)}::text[])`;
}
