import type { Database } from '#db/surface.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { CountyBook } from '#server/kernel/county-book.ts';
import type { Env } from '#server/kernel/env.ts';
import type { PageNotes } from '#server/kernel/page-notes.ts';
import type { Secrets } from '#server/kernel/secrets.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { Workshop } from '#server/workshop/workshop.ts';

/** 标准, 大字, 大字版 and 特大. */
export type TextSize = 'standard' | 'large' | 'care' | 'extra';

/** What lives as long as the process. */
export interface App {
  env: Env;
  db: Database;
  clock: Clock;
  book: CountyBook;
  secrets: Secrets;
  workshop: Workshop;
  isDemo: boolean;
}

/** What every command and view is given: the app, who is looking, and how. */
export interface Context extends App {
  viewer: Viewer;
  lang: Lang;
  page: PageNotes;
  requestId: string;
  address: string;
  /** Name and port under which the reader came: 'localhost:4321'. */
  host: string;
  size: TextSize;
  /** The code of a short word left by the last act, for this page only. */
  flash: string | null;
  /** The path in the one page tree that was asked for, with its query; '/' for a posted form. */
  asked: string;
}
