import type { Tx } from '#db/surface.ts';
import { registerPerson } from '#server/accounts/own-account.ts';
import { selectByPhone } from '#server/accounts/records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/**
 * The account of a phone, opened when there is none. The name must be the account's own: a mistyped
 * number must not hand a post to a stranger.
 */
export async function accountOfPhone(
  tx: Tx,
  ctx: Context,
  { name, phone, at }: { name: string; phone: string; at: EpochMs },
): Promise<Result<string>> {
  const found = await selectByPhone(tx, phoneColumns(ctx, phone).phoneHmac);
  if (!found) return accept(await registerPerson(tx, ctx, { name, phone, at }));
  if (found.disabledAt !== null) return refuse('accountStopped', 'phone');
  return found.name === name ? accept(found.id) : refuse('nameDiffers', 'name');
}
