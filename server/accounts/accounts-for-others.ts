import type { Tx } from '#db/surface.ts';
import { registerPerson } from '#server/accounts/own-account.ts';
import { selectByPhone } from '#server/accounts/records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
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
  if (found.disabledAt !== null) return refuse('accountStopped', 'phone');
  if (found.name !== name) return refuse('nameDiffers', 'name');
  if (found.phoneUnprovenSince !== null) return refuse('phoneUnproven', 'phone');
  const hasPassword = found.passwordHash !== null && found.passwordUntil === null;
  return accept({ personId: found.id, hasPassword });
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
