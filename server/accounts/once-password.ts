import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { hashPassword } from '#server/accounts/passwords.ts';
import { updatePerson } from '#server/accounts/records.ts';
import { endAllDevices } from '#server/accounts/sessions.ts';
import type { Context } from '#server/kernel/context.ts';
import { randomness } from '#server/kernel/ids.ts';
import { tell } from '#server/kernel/outbox.ts';
import { type EpochMs, HOUR_MS } from '#server/rules/dates.ts';
import { SLIP_CODE_BYTES, slipCode } from '#server/rules/slip-code.ts';

/** A password to be handed over: shown once, good once, and kept only as its hash. */
export interface OncePassword {
  password: string;
  passwordHash: string;
}

/** Makes one that can be read aloud and typed; null when too many passwords are being worked on. */
export async function makeOncePassword(): Promise<OncePassword | null> {
  const password = slipCode(randomness(SLIP_CODE_BYTES));
  const passwordHash = await hashPassword(password);
  return passwordHash === null ? null : { password, passwordHash };
}

/**
 * Gives an account a password that works once within a day (ASVS 6.4.1); whoever uses it chooses
 * the next one himself before anything else. An earlier password and all sessions end, and the
 * account is told. Returns until when it works.
 */
export async function giveOncePassword(
  tx: Tx,
  ctx: Context,
  { personId, passwordHash, at }: { personId: string; passwordHash: string; at: EpochMs },
): Promise<EpochMs> {
  const passwordUntil = at + ctx.book.rules.signIn.oncePasswordHours * HOUR_MS;
  await updatePerson(tx, personId, { passwordHash, passwordUntil });
  await endAllDevices(tx, personId);
  const body = wordsFor(ctx.lang).accounts.oncePasswordMessage;
  await tell(tx, { personId, template: 'password', body, path: '/me/devices', at });
  return passwordUntil;
}
