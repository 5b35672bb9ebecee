import type { Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import { insertPromises } from '#server/promises/records.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { isCounted, promiseDueAt } from '#server/rules/promise-states.ts';

/** A line of a letter as it was written: a promise, or an intention where day or measure lacks. */
export interface PromiseLine {
  what: string;
  measure: string;
  helpers: string;
  dueOn: LocalDate | null;
}

/** Writes a letter's promises inside its own write; they are its author's. */
export async function makePromises(
  tx: Tx,
  letter: { postId: string; villageCode: string; authorId: string; at: EpochMs },
  lines: PromiseLine[],
): Promise<void> {
  const { postId, villageCode, authorId, at } = letter;
  await insertPromises(
    tx,
    lines.map((line, index) => ({
      ...line,
      id: newId(),
      postId,
      villageCode,
      no: index + 1,
      ownerId: authorId,
      makerId: authorId,
      dueAt: line.dueOn !== null && isCounted(line) ? promiseDueAt(line.dueOn) : null,
      state: 'standing',
      versions: 1,
      claim: null,
      claimedAt: null,
      asked: 0,
      verdictAt: null,
      createdAt: at,
    })),
  );
}
