import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { type Marks, prepared } from '#db/prepared.ts';
import type { Tx, Value } from '#db/surface.ts';

/**
 * Inserting one whole row of a table; what a row leaves out is its column's default, or null.
 * `reckoned` are columns that the statement itself reckons from the marks of others.
 */
export function preparedInsert<T extends SQLiteTable>(
  into: T,
  reckoned: Record<string, (marks: Marks<string>) => SQL> = {},
): (tx: Tx, row: T['$inferInsert']) => Promise<void> {
  const columns = Object.entries(getTableColumns(into));
  const insert = prepared(
    columns.map(([name]) => name),
    (tx, marks) => {
      // Bare marks: a column's own way of writing would make the word 'null' of nothing.
      const values = columns.map(([name]) => [
        name,
        reckoned[name]?.(marks) ?? sql`${marks[name]}`,
      ]);
      return tx.insert(into).values(Object.fromEntries(values) as T['$inferInsert']);
    },
  );
  return async (tx, row) => {
    const values: Record<string, Value> = {};
    for (const [name, column] of columns) {
      const given = row[name as keyof typeof row];
      const value = given === undefined ? column.default : given;
      values[name] = value == null ? null : (column.mapToDriverValue(value) as Value);
    }
    await insert(tx, values);
  };
}
