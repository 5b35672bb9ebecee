import { selectByPhone } from '#server/accounts/records.ts';
import { endAllDevices } from '#server/accounts/sessions.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { App } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';

/**
 * Ends every session of a phone's account, for somebody whose device was lost (ASVS 7.4.5); the
 * ledger keeps that the operator did. False when the phone has no account.
 */
export async function signOutPhone(app: App, phone: string): Promise<boolean> {
  const { phoneHmac } = phoneColumns(app, phone);
  const at = app.clock.now();
  return app.db.write(async (tx) => {
    const found = await selectByPhone(tx, phoneHmac);
    if (!found) return false;
    await endAllDevices(tx, found.id);
    await append(tx, {
      what: 'account.signed-out',
      subjectKind: 'person',
      subjectId: found.id,
      villageCode: null,
      actorId: null,
      actorRole: 'system',
      at,
      ruleVersion: app.book.rules.version,
    });
    return true;
  });
}
