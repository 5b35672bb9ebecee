import * as pg from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { engine } from '#db/engine.ts';

/**
 * The neutral vocabulary of our tables. Both engines give the same JavaScript shapes: text,
 * integers, epoch milliseconds, money in whole 分, booleans and JSON. The types are SQLite's; the PostgreSQL kit has
 * the same methods, which is what the one cast below says.
 */
const sqliteKit = {
  table: sqlite.sqliteTable,
  text: () => sqlite.text(),
  count: () => sqlite.integer({ mode: 'number' }),
  instant: () => sqlite.integer({ mode: 'number' }),
  money: () => sqlite.integer({ mode: 'number' }),
  flag: () => sqlite.integer({ mode: 'boolean' }),
  json: <T>() => sqlite.text({ mode: 'json' }).$type<T>(),
  index: sqlite.index,
  uniqueIndex: sqlite.uniqueIndex,
  primaryKey: sqlite.primaryKey,
};

const postgresKit = {
  table: pg.pgTable,
  text: () => pg.text(),
  count: () => pg.integer(),
  instant: () => pg.bigint({ mode: 'number' }),
  money: () => pg.bigint({ mode: 'number' }),
  flag: () => pg.boolean(),
  json: <T>() => pg.jsonb().$type<T>(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
} as unknown as typeof sqliteKit;

export const { table, text, count, instant, money, flag, json, index, uniqueIndex, primaryKey } =
  engine === 'postgres' ? postgresKit : sqliteKit;
