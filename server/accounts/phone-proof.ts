import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { selectByPhone, updatePerson } from '#server/accounts/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';

/*
 * A phone typed beside a slip of paper is a name to sign in with, and no more: it gets no messages,
 * no code opens its account, and no post goes to it, until a code or a cadre has shown whose it is
 * (ASVS 6.3 and 6.4: what identifies somebody is verified before it is relied on).
 */

/**
 * Takes a phone off an account whose owner only typed it, because somebody else has shown that it is
 * his; the owner is told, and needs another slip. The account named in `keepFor` keeps it.
 */
export async function releaseUnproven(
  tx: Tx,
  ctx: Context,
  phoneHmac: string,
  keepFor: string | null,
): Promise<void> {
  const found = await selectByPhone(tx, phoneHmac);
  if (!found || found.phoneUnprovenSince === null || found.id === keepFor) return;
  await updatePerson(tx, found.id, {
    ...{ phoneHmac: null, phoneSealed: null, phoneTail: null, phoneUnprovenSince: null },
    ...{ passwordHash: null, passwordUntil: null },
  });
  const body = wordsFor(ctx.lang).accounts.phoneLostMessage;
  const at = ctx.clock.now();
  await tell(tx, { personId: found.id, template: 'phone', body, path: '/me', at });
}

/** Whether a phone stands beside an account that nobody confirmed it for. */
export async function isClaimed(ctx: Context, phone: string): Promise<boolean> {
  const found = await selectByPhone(ctx.db.read, ctx.secrets.hmac('phone', phone));
  return found !== null && found.phoneUnprovenSince !== null;
}

/** Notes that an account's phone is its owner's: by a code and the password, or face to face. */
export async function markProven(tx: Tx, personId: string): Promise<void> {
  await updatePerson(tx, personId, { phoneUnprovenSince: null });
}
