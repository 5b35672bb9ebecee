import type { Reader } from '#db/surface.ts';
import { selectWholeRoster } from '#server/accounts/roster-import-records.ts';
import { idTailFits } from '#server/accounts/roster-marks.ts';
import type { Context } from '#server/kernel/context.ts';

/** A village's roster as far as a list about its people needs it. */
export interface RosterFinder {
  /** The names on it, as the county's list has them. */
  names: string[];
  /**
   * Who is meant by a name and, where the list has them, the last characters of his ID number: the
   * one whom both fit, else the only one of the name; null where it could be somebody else.
   */
  find(name: string, idTail: string | null): string | null;
  /** The name of a line; null when it is on this roster no more. */
  nameOf(villagerId: string): string | null;
}

/** Reads a village's roster to find its people by name; nothing sealed is opened. */
export async function rosterFinder(
  { secrets }: Context,
  db: Reader,
  villageCode: string,
): Promise<RosterFinder> {
  const lines = await selectWholeRoster(db, villageCode);
  const byName = Map.groupBy(lines, ({ name }) => name);
  const names = new Map(lines.map(({ id, name }) => [id, name]));
  return {
    names: [...byName.keys()],
    find(name, idTail) {
      const named = byName.get(name) ?? [];
      const isWritten = idTail !== null && named.some(({ idTailHmac }) => idTailHmac !== null);
      const fitting = isWritten ? named.filter((line) => idTailFits(secrets, line, idTail)) : named;
      const [only, ...others] = fitting;
      return others.length === 0 ? (only?.id ?? null) : null;
    },
    nameOf: (villagerId) => names.get(villagerId) ?? null,
  };
}
