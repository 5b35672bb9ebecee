/** An entry that is to be read. */
export interface ReadEntry {
  postId: string;
  villageCode: string;
  townCode: string;
}

/** A drawn reviewer, by his place in the draw from 1, and what he may not read. */
export interface Reader {
  no: number;
  /** '' for somebody of no town of the county. */
  townCode: string;
  /** Villages in which he has declared relatives. */
  kin: ReadonlySet<string>;
  /** Entries that he said he should not judge. */
  recused: ReadonlySet<string>;
}

/** Who reads what. */
export interface Reading {
  no: number;
  postId: string;
}

/** The numbers of the county for who reads how much. */
export interface ReadingLimits {
  /** How many of the drawn read; those drawn after them only stand in. */
  reviewers: number;
  leastSheets: number;
  readAtMost: number;
}

/** What is to be read in addition to what is read already, and the entries that too few may read. */
export interface ReadingPlan {
  added: Reading[];
  short: { postId: string; readers: number }[];
}

/** Whether this reviewer may read an entry: not of his own town, not where his relatives are. */
export function mayRead({ townCode, kin, recused }: Omit<Reader, 'no'>, entry: ReadEntry): boolean {
  const isOwnTown = townCode !== '' && townCode === entry.townCode;
  return !isOwnTown && !kin.has(entry.villageCode) && !recused.has(entry.postId);
}

/**
 * Who reads what: the first `reviewers` of the draw read everything they may, none more than
 * `readAtMost`; where that is too much, the entry with the fewest readers comes first. An entry
 * with fewer than `leastSheets` is then read by those drawn after them, in the order of the draw.
 * What is read already stays. The order in which entries and reviewers are handed in changes nothing.
 */
export function planReadings(
  { entries, readers, held }: { entries: ReadEntry[]; readers: Reader[]; held: Reading[] },
  limits: ReadingLimits,
): ReadingPlan {
  const drawn = readers.toSorted((a, b) => a.no - b.no);
  const desk = openDesk(
    entries.toSorted((a, b) => (a.postId < b.postId ? -1 : 1)),
    held,
  );
  const isMain = ({ no }: Reader) => no <= limits.reviewers;
  fill(desk, drawn.filter(isMain), { most: drawn.length, readAtMost: limits.readAtMost });
  for (const standIn of drawn.filter((reader) => !isMain(reader))) {
    fill(desk, [standIn], { most: limits.leastSheets, readAtMost: limits.readAtMost });
  }
  const short = desk.entries
    .map(({ postId }) => ({ postId, readers: desk.readersOf(postId).size }))
    .filter((one) => one.readers < limits.leastSheets);
  return { added: desk.added, short };
}

interface Desk {
  entries: ReadEntry[];
  added: Reading[];
  readersOf(postId: string): Set<number>;
  loadOf(no: number): number;
  give(reading: Reading): void;
}

function openDesk(entries: ReadEntry[], held: Reading[]): Desk {
  const byEntry = new Map(entries.map(({ postId }) => [postId, new Set<number>()]));
  const loads = new Map<number, number>();
  const added: Reading[] = [];
  const note = ({ no, postId }: Reading) => {
    byEntry.get(postId)?.add(no);
    loads.set(no, (loads.get(no) ?? 0) + 1);
  };
  for (const reading of held) note(reading);
  return {
    entries,
    added,
    readersOf: (postId) => byEntry.get(postId) ?? new Set(),
    loadOf: (no) => loads.get(no) ?? 0,
    give(reading) {
      note(reading);
      added.push(reading);
    },
  };
}

/** Gives one entry after the other to one more of these readers, the entry with the fewest first. */
function fill(
  desk: Desk,
  readers: Reader[],
  { most, readAtMost }: { most: number; readAtMost: number },
): void {
  for (;;) {
    const open = desk.entries.flatMap((entry) => {
      const has = desk.readersOf(entry.postId);
      const free = readers.filter(
        (reader) =>
          !has.has(reader.no) && desk.loadOf(reader.no) < readAtMost && mayRead(reader, entry),
      );
      return has.size < most && free.length > 0 ? [{ entry, has: has.size, free }] : [];
    });
    // Of entries with equally few readers, the one that fewer may read is served first.
    const [next] = open.toSorted((a, b) => a.has - b.has || a.free.length - b.free.length);
    if (!next) return;
    const [reader] = next.free.toSorted((a, b) => desk.loadOf(a.no) - desk.loadOf(b.no));
    if (!reader) return;
    desk.give({ no: reader.no, postId: next.entry.postId });
  }
}
