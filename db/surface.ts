import type { SQL } from 'drizzle-orm';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';

type Builder = BaseSQLiteDatabase<'async', unknown>;

/** What may stand in place of a mark in a prepared query. */
export type Value = string | number | boolean | object | null;

/** A statement that drizzle has not written yet. */
export interface Query<Rows> extends PromiseLike<Rows> {
  prepare(name?: string): { execute(values: Record<string, Value>): PromiseLike<Rows> };
  toSQL(): { sql: string };
}

/** A query that every connection builds once; `prepared` makes them. */
export interface Definition<Rows> {
  /** Also its name on PostgreSQL: one definition is always one text. */
  name: string;
  build: (db: Tx) => Query<Rows>;
}

/** What may be read: the builders both engines share, and raw rows for the dialect file. */
export interface Reader extends Pick<Builder, 'select' | 'selectDistinct'> {
  rows<Row>(query: SQL): Promise<Row[]>;
  /** Runs what this connection has built once; records call it through `prepared`. */
  prepared<Rows>(query: Definition<Rows>, values: Record<string, Value>): Promise<Rows>;
}

/** What a write may do. It ends with its work: used later, it throws. */
export interface Tx extends Reader, Pick<Builder, 'insert' | 'update' | 'delete'> {
  /** Names what this write changed, so that finished pages showing it are dropped on commit. */
  touch(...tags: string[]): void;
}

export interface Database {
  read: Reader;
  /** Runs the work in one transaction; resolves only when it is on disk. The work awaits nothing but its tx. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Hears the tags of every committed write, of other processes too. Returns how to stop. */
  onTouched(listener: (tags: string[]) => void): () => void;
  /**
   * Runs the work while this process alone holds the named lock; undefined if another holds it. Long
   * work asks between its steps whether it still does.
   */
  withLock<T>(name: string, work: (isHeld: () => boolean) => Promise<T>): Promise<T | undefined>;
  /**
   * After a write deleted what nobody may ever read again from these tables (names of ours): takes it
   * out of the database's own files as far as the engine can. Backups and the disk below are not ours.
   */
  scrub(tables: string[]): Promise<void>;
  close(): Promise<void>;
}
