import type { Reader, Tx } from '#db/surface.ts';
import { registerPerson } from '#server/accounts/own-account.ts';
import { type PersonRow, selectByPhone, selectByPhones } from '#server/accounts/records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** An account, and whether its owner has a password of his own. */
export interface AccountForOther {
  personId: string;
  hasPassword: boolean;
}

/**
 * The account of a phone, opened when there is none. The name must be the account's own: a mistyped
 * number must not hand a post to a stranger, nor one that nobody confirmed to be his.
 */
export async function accountOfPhone(
  tx: Tx,
  ctx: Context,
  { name, phone, at }: { name: string; phone: string; at: EpochMs },
): Promise<Result<AccountForOther>> {
  const found = await selectByPhone(tx, phoneColumns(ctx, phone).phoneHmac);
  if (!found) {
    const personId = await registerPerson(tx, ctx, { name, phone, at });
    return accept({ personId, hasPassword: false });
  }
  const wrong = whatIsWrong(found, name);
  if (wrong) return refuse(wrong.code, wrong.field);
  return accept({ personId: found.id, hasPassword: hasOwnPassword(found) });
}

/** An account that is there already, and why it cannot be given a post under this name. */
export interface StandingAccount extends AccountForOther {
  refusalFor(name: string): AccountRefusal | null;
}

/** Why an account cannot be given a post. */
export type AccountRefusal = 'accountStopped' | 'nameDiffers' | 'phoneUnproven';

/** The accounts of many phones, by phone; a phone without an account is not among them. */
export async function accountsOfPhones(
  db: Reader,
  ctx: Context,
  phones: string[],
): Promise<Map<string, StandingAccount>> {
  const phoneOf = new Map(phones.map((phone) => [phoneColumns(ctx, phone).phoneHmac, phone]));
  const found = await selectByPhones(db, [...phoneOf.keys()]);
  return new Map(
    found.map((row) => [
      phoneOf.get(row.phoneHmac ?? '') ?? '',
      {
        personId: row.id,
        hasPassword: hasOwnPassword(row),
        refusalFor: (name) => whatIsWrong(row, name)?.code ?? null,
      },
    ]),
  );
}

function whatIsWrong(
  found: PersonRow,
  name: string,
): { code: AccountRefusal & RefusalCode; field: string } | null {
  if (found.disabledAt !== null) return { code: 'accountStopped', field: 'phone' };
  if (found.name !== name) return { code: 'nameDiffers', field: 'name' };
  return found.phoneUnprovenSince === null ? null : { code: 'phoneUnproven', field: 'phone' };
}

function hasOwnPassword({ passwordHash, passwordUntil }: PersonRow): boolean {
  return passwordHash !== null && passwordUntil === null;
}

/** The account of a phone whose owner the operator answers for, opened when there is none. */
export async function openedAccount(
  tx: Tx,
  ctx: Context,
  { name, phone, at }: { name: string; phone: string; at: EpochMs },
): Promise<string> {
  const found = await selectByPhone(tx, phoneColumns(ctx, phone).phoneHmac);
  return found?.id ?? registerPerson(tx, ctx, { name, phone, at });
}
