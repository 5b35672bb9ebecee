import type { FinishedAnswer } from '#server/finished-answer.ts';
import type { PageNotes } from '#server/kernel/page-notes.ts';
import { type EpochMs, nextMidnight } from '#server/rules/dates.ts';

/** A page as it was just rendered, with what its view noted. Notes are null for what is no page. */
export interface Rendered {
  answer: FinishedAnswer;
  notes: Pick<PageNotes, 'tags' | 'staleAt' | 'isShared'> | null;
}

/** Finished pages that are the same for every guest (design.md §7). */
export interface GuestCache {
  /** The finished page with this key, if it is still true. */
  find(key: string): FinishedAnswer | undefined;
  /** Renders the page of this key, once for everybody who asks meanwhile, and keeps it if it may be kept. */
  render(key: string, make: () => Promise<Rendered>): Promise<FinishedAnswer>;
  /** Drops every page that shows one of these; '*' and 'clock' stand for all. */
  drop(tags: string[]): void;
  /** What is kept now. */
  size(): { pages: number; bytes: number };
}

interface Kept {
  answer: FinishedAnswer;
  tags: string[];
  staleAt: EpochMs;
  wasUsed: boolean;
}

/** Only these may be kept: a removed post's tombstone is the same for everybody too. */
const KEPT_STATUS = new Set([200, 410]);
const EVERYTHING = new Set(['*', 'clock']);

/** An empty cache that keeps at most `limitBytes`; `now` is the clock that the pages tell. */
export function createGuestCache(now: () => EpochMs, limitBytes = 64 * 1024 * 1024): GuestCache {
  const pages = new Map<string, Kept>();
  const keysByTag = new Map<string, Set<string>>();
  const underway = new Map<string, Promise<Rendered>>();
  const drops = dropLog();
  let bytes = 0;

  function forget(key: string) {
    const kept = pages.get(key);
    if (!kept) return;
    pages.delete(key);
    bytes -= kept.answer.bytes;
    for (const tag of kept.tags) {
      const keys = keysByTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) keysByTag.delete(tag);
    }
  }

  function keep(key: string, answer: FinishedAnswer, notes: NonNullable<Rendered['notes']>) {
    forget(key);
    // 今天 and 明天 turn at midnight on every page.
    const staleAt = Math.min(notes.staleAt ?? Number.POSITIVE_INFINITY, nextMidnight(now()));
    const tags = [...notes.tags];
    pages.set(key, { answer, tags, staleAt, wasUsed: false });
    bytes += answer.bytes;
    for (const tag of tags) {
      const keys = keysByTag.get(tag) ?? new Set();
      keysByTag.set(tag, keys.add(key));
    }
    makeRoom();
  }

  /** The oldest page goes, unless somebody read it since its last turn. */
  function makeRoom() {
    for (const [key, kept] of pages) {
      if (bytes <= limitBytes) return;
      if (!kept.wasUsed) {
        forget(key);
        continue;
      }
      kept.wasUsed = false;
      pages.delete(key);
      pages.set(key, kept);
    }
  }

  async function renderAndKeep(key: string, make: () => Promise<Rendered>): Promise<Rendered> {
    const began = drops.begin();
    try {
      const rendered = await make();
      const { answer, notes } = rendered;
      const isKept = notes?.isShared && KEPT_STATUS.has(answer.status);
      // It was read from data older than a write that has been acknowledged meanwhile.
      const isOvertaken = notes !== null && drops.happenedSince(began, notes.tags);
      if (isKept && !isOvertaken) keep(key, answer, notes);
      return rendered;
    } finally {
      drops.end();
    }
  }

  return {
    find(key) {
      const kept = pages.get(key);
      if (!kept) return undefined;
      if (now() >= kept.staleAt) {
        forget(key);
        return undefined;
      }
      kept.wasUsed = true;
      return kept.answer;
    },
    async render(key, make) {
      const others = underway.get(key);
      if (others) {
        const { answer, notes } = await others;
        // A form's key, say, belongs to one reader: he who waited gets his own.
        return notes?.isShared ? answer : (await make()).answer;
      }
      const work = renderAndKeep(key, make);
      underway.set(key, work);
      try {
        return (await work).answer;
      } finally {
        if (underway.get(key) === work) underway.delete(key);
      }
    },
    drop(tags) {
      drops.note(tags);
      // Who asks from now on must not be given what was begun before.
      underway.clear();
      if (tags.some((tag) => EVERYTHING.has(tag))) {
        for (const key of [...pages.keys()]) forget(key);
        return;
      }
      for (const tag of tags) for (const key of [...(keysByTag.get(tag) ?? [])]) forget(key);
    },
    size: () => ({ pages: pages.size, bytes }),
  };
}

/** Remembers what was dropped while pages are being rendered. */
function dropLog() {
  const lastDrop = new Map<string, number>();
  let count = 0;
  let rendering = 0;
  return {
    begin() {
      rendering += 1;
      return count;
    },
    end() {
      rendering -= 1;
      if (rendering === 0) lastDrop.clear();
    },
    note(tags: string[]) {
      count += 1;
      if (rendering === 0) return;
      for (const tag of tags) lastDrop.set(EVERYTHING.has(tag) ? '*' : tag, count);
    },
    happenedSince(began: number, tags: Set<string>) {
      const isAfter = (tag: string) => (lastDrop.get(tag) ?? 0) > began;
      return isAfter('*') || [...tags].some(isAfter);
    },
  };
}
