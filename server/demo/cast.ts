import type { Tx } from '#db/surface.ts';
import { insertPerson } from '#server/accounts/records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { DemoContent } from '#server/demo/content.ts';
import type { DemoPlaces } from '#server/demo/places.ts';
import { insertAssignment, type NewAssignment } from '#server/grids/assignments.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { DemoPerson } from '#server/operator/people.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Somebody with an account; `householdId` only when the roster knows the account. */
export interface CastMember {
  key: string;
  name: string;
  personId: string;
  villageCode: string | null;
  householdId: string | null;
  holdsPost: boolean;
}

/** Everybody of the demonstration by key, and what is printed about them. */
export interface Cast {
  members: Map<string, CastMember>;
  /** By person: everything he is, what he is known for first. */
  roles: Map<string, string[]>;
  printed: DemoPerson[];
}

/** What all accounts of the demonstration share. */
export interface Account {
  passwordHash: string;
  password: string;
}

/** One write in which people get their places. */
export interface Casting {
  tx: Tx;
  ctx: Context;
  account: Account;
  content: DemoContent;
  places: DemoPlaces;
  cast: Cast;
}

/** Somebody before he has an account. */
export interface NewPerson {
  key: string;
  name: string;
  phone: string | null;
  role: string;
  villageCode: string | null;
  /** Village, or the town or county of those who serve there. */
  villageName: string;
  createdAt: EpochMs;
}

/** Adds an account, or for somebody without a phone only the row that a matter can belong to. */
export async function addPerson(
  stage: Casting,
  person: NewPerson,
  holdsPost: boolean,
): Promise<string> {
  const { tx, ctx, account, cast } = stage;
  const { key, name, phone, role, villageCode, villageName, createdAt } = person;
  const personId = newId();
  const isNew = await insertPerson(tx, {
    id: personId,
    name,
    ...(phone !== null && phoneColumns(ctx, phone)),
    ...(phone !== null && { passwordHash: account.passwordHash }),
    villageCode,
    createdAt,
  });
  if (!isNew || cast.members.has(key)) throw new Error(`${key} is in the demonstration twice`);
  cast.members.set(key, { key, name, personId, villageCode, householdId: null, holdsPost });
  if (phone !== null) {
    const { password } = account;
    const roles = [role];
    cast.roles.set(personId, roles);
    cast.printed.push({ key, name, role, roles, village: villageName, phone, password });
  }
  return personId;
}

/** Gives a person a post, which is printed beside those he has. */
export async function assign({ tx, cast }: Casting, fields: NewAssignment): Promise<void> {
  const roles = cast.roles.get(fields.personId);
  const isNew = roles && !fields.until && !roles.includes(fields.post);
  if (isNew) roles.push(fields.post);
  await insertAssignment(tx, fields);
}
