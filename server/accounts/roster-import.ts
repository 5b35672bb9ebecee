import type { Reader, Tx } from '#db/surface.ts';
import { updatePerson } from '#server/accounts/records.ts';
import {
  deleteImported,
  selectUsedLines,
  selectWholeRoster,
  upsertVillagers,
  type VillagerRow,
} from '#server/accounts/roster-import-records.ts';
import { idTailFits, idTailMark } from '#server/accounts/roster-marks.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Secrets } from '#server/kernel/secrets.ts';
import type { ChangedPerson, KnownPerson } from '#server/rules/roster-plan.ts';
import type { FilePerson } from '#server/rules/roster-rows.ts';

/** A village's roster as it stands, to be compared with a file. */
export interface StandingRoster {
  people: KnownPerson[];
  rows: Map<string, VillagerRow>;
  /** Whether the last characters of an ID number are those of a line. */
  fits(personId: string, idTail: string): boolean;
  /** Works out beforehand what a comparison with these people asks of `fits`. */
  compareTails(people: FilePerson[]): Promise<void>;
}

/** The whole roster of a village; phones are opened for the comparison only. */
export async function standingRoster(
  { secrets }: Context,
  db: Reader,
  villageCode: string,
): Promise<StandingRoster> {
  const found = await selectWholeRoster(db, villageCode);
  await breathe();
  const rows = new Map(found.map((row) => [row.id, row]));
  // The comparison asks the same more than once, and every answer is an HMAC.
  const known = new Map<string, boolean>();
  const fits: StandingRoster['fits'] = (personId, idTail) => {
    const asked = `${personId}/${idTail}`;
    const row = rows.get(personId);
    const answer = known.get(asked) ?? (row !== undefined && idTailFits(secrets, row, idTail));
    known.set(asked, answer);
    return answer;
  };
  const people = await inSlices(found, (row) => knownPerson(secrets, row));
  const byName = Map.groupBy(found, ({ name }) => name);
  return {
    rows,
    people,
    fits,
    async compareTails(others) {
      await inSlices(others, ({ name, idTail }) => {
        if (idTail === null) return;
        for (const { id } of byName.get(name) ?? []) fits(id, idTail);
      });
    },
  };
}

function knownPerson(secrets: Secrets, row: VillagerRow): KnownPerson {
  const { id, name, householdId, isHead, idTailHmac, phoneSealed, adultFrom } = row;
  const phone = phoneSealed === null ? null : secrets.open('phone', phoneSealed);
  return { id, name, householdId, isHead, phone, hasIdTail: idTailHmac !== null, adultFrom };
}

/** What an import writes into the roster; each person with the household he lives in now. */
export interface RosterWrite {
  villageCode: string;
  importId: string;
  added: { person: FilePerson; householdId: string }[];
  changed: (ChangedPerson & { householdId: string })[];
}

/**
 * Writes the people of a file into a roster, inside the import's own write. Of ID numbers only the
 * mark of the end is kept, phones are sealed; an account follows the name of its line.
 */
export async function writeRoster(
  tx: Tx,
  { secrets }: Context,
  standing: StandingRoster,
  { villageCode, importId, added, changed }: RosterWrite,
): Promise<void> {
  const fresh = await inSlices(added, ({ person, householdId }) => {
    const id = newId();
    const { name, isHead, idTail, phone, adultFrom } = person;
    return {
      ...{ id, villageCode, householdId, name, isHead, adultFrom, importId },
      idTailHmac: idTail === null ? null : idTailMark(secrets, id, idTail),
      phoneSealed: phone === null ? null : secrets.seal('phone', phone),
    };
  });
  const renewed = await inSlices(changed, ({ known, person, householdId, changes }) => {
    const row = standing.rows.get(known.id);
    if (!row) return [];
    const { name, isHead, idTail, phone } = person;
    const isTailNew = idTail !== null && changes.includes('idTail');
    const isAgeNew = changes.includes('age');
    const isPhoneNew = phone !== null && changes.includes('phone');
    return {
      ...{ ...row, name, isHead, householdId },
      adultFrom: isAgeNew ? person.adultFrom : row.adultFrom,
      idTailHmac: isTailNew ? idTailMark(secrets, row.id, idTail) : row.idTailHmac,
      phoneSealed: isPhoneNew ? secrets.seal('phone', phone) : row.phoneSealed,
    };
  });
  await upsertVillagers(tx, [...fresh, ...renewed.flat()]);
  for (const { known, person, changes } of changed) {
    const account = standing.rows.get(known.id)?.personId ?? null;
    const isRenamed = changes.includes('name');
    if (isRenamed && account !== null) await updatePerson(tx, account, { name: person.name });
  }
}

/** Whether somebody has used a line of an import: it cannot be taken back then. */
export async function isImportUsed(
  db: Reader,
  villageCode: string,
  importId: string,
): Promise<boolean> {
  return (await selectUsedLines(db, villageCode, importId)).length > 0;
}

/** Takes the people that an import added off the roster again. Returns how many. */
export function withdrawImported(tx: Tx, villageCode: string, importId: string): Promise<number> {
  return deleteImported(tx, villageCode, importId);
}
