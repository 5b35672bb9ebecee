import type { Tx } from '#db/surface.ts';
import { registerPerson } from '#server/accounts/own-account.ts';
import { selectByPhone, updatePerson } from '#server/accounts/records.ts';
import { endAllDevices } from '#server/accounts/sessions.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { type EpochMs, HOUR_MS } from '#server/rules/dates.ts';

/**
 * Gives the account of a phone, opened if there is none, a password that works once within a day;
 * whoever uses it chooses the next one himself. Returns the person's id.
 */
export async function giveOncePassword(
  tx: Tx,
  ctx: Context,
  fields: { name: string; phone: string; passwordHash: string; at: EpochMs },
): Promise<string> {
  const { name, phone, passwordHash, at } = fields;
  const passwordUntil = at + ctx.book.rules.signIn.oncePasswordHours * HOUR_MS;
  const found = await selectByPhone(tx, phoneColumns(ctx, phone).phoneHmac);
  if (!found) return registerPerson(tx, ctx, { name, phone, passwordHash, passwordUntil, at });
  await updatePerson(tx, found.id, { passwordHash, passwordUntil });
  await endAllDevices(tx, found.id);
  return found.id;
}
