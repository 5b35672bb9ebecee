import type { Reader } from '#db/surface.ts';
import { type Adult, selectAdults } from '#server/bodies/adult-records.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/**
 * The villagers on a village's roster who are eighteen on a day, in order of household; of these
 * groups alone when some are named. Who is known to be younger is left out; whose age nobody has said
 * is in, with `adultFrom` null: whoever draws up an electorate decides about him.
 */
export function adultsOf(
  db: Reader,
  villageCode: string,
  groupCodes: string[] | null,
  day: LocalDate,
): Promise<Adult[]> {
  return selectAdults(db, { villageCode, groupCodes, day });
}
