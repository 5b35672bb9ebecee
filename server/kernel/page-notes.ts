import type { EpochMs } from '#server/rules/dates.ts';

/**
 * What a view notes about the page it is made for: the tags of what it shows, and the next instant
 * at which a clock on it changes by itself. The guest cache keeps pages by these.
 */
export interface PageNotes {
  tags: Set<string>;
  staleAt: EpochMs | null;
  isShared: boolean;
  /** Pattern of the page that was rendered ('/v/[village]'); null while there is none. */
  route: string | null;
  /** The page shows what these tags stand for. */
  shows(...tags: string[]): void;
  /** The page changes by itself at this instant (null: never). */
  changesAt(at: EpochMs | null): void;
  /** This page must never be kept for others. */
  keepPrivate(): void;
}

/** Notes of a page on which nothing is written yet. */
export function pageNotes(): PageNotes {
  return {
    tags: new Set(),
    staleAt: null,
    isShared: true,
    route: null,
    shows(...tags) {
      for (const tag of tags) this.tags.add(tag);
    },
    changesAt(at) {
      if (at !== null && (this.staleAt === null || at < this.staleAt)) this.staleAt = at;
    },
    keepPrivate() {
      this.isShared = false;
    },
  };
}
