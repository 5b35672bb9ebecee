import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { settleJoining } from '#server/accounts/joining.ts';
import { markProven, releaseUnproven } from '#server/accounts/phone-proof.ts';
import { insertPerson, selectByPhone, updatePerson } from '#server/accounts/records.ts';
import { householdFits, idTailFits } from '#server/accounts/roster-marks.ts';
import {
  isHeld,
  type RosterRow,
  selectByName,
  selectOwnLines,
  selectVillager,
  setBinding,
} from '#server/accounts/roster-records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { tell } from '#server/kernel/outbox.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/**
 * How it became known that an account is a villager's: by the roster, face to face, by a code on
 * paper, or because a cadre opened it to write for somebody without a phone.
 */
export type VerifiedHow = 'roster' | 'attested' | 'paper' | 'entered';

/** An account and the line of the roster it belongs to. */
export interface Binding {
  villagerId: string;
  personId: string;
  how: VerifiedHow;
  /** Who vouches; null when the roster alone does. */
  byId: string | null;
  byRole: string;
  /** Face to face a line may pass to another account: people lose their phones. */
  mayReplace: boolean;
  at: EpochMs;
}

/**
 * Finds the viewer on a village's roster by name, group or household number and the last characters
 * of the ID number, which are compared as HMAC and never kept. Only one line may fit.
 */
export async function matchVillager(
  ctx: Context,
  form: { village: string; name: string; household: string; 'id-tail': string },
): Promise<Result<{ villageCode: string }>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const lines = await selectByName(ctx.db.read, form.village, form.name);
  const fitting = lines.filter(
    (line) => householdFits(line, form.household) && idTailFits(ctx.secrets, line, form['id-tail']),
  );
  const [line] = fitting;
  if (!line || fitting.length > 1) return refuse('rosterNoMatch', 'name');
  return bindInOneWrite(ctx, {
    villagerId: line.id,
    personId,
    how: 'roster',
    byId: null,
    byRole: 'phone_user',
    mayReplace: false,
    at: ctx.clock.now(),
  });
}

/**
 * A cadre vouches face to face: this phone is this villager's. Opens an account when the phone has
 * none. Nobody vouches for himself.
 */
export async function attestVillager(
  ctx: Context,
  { villagerId, phone }: { villagerId: string; phone: string },
): Promise<Result<{ name: string }>> {
  const line = await selectVillager(ctx.db.read, villagerId);
  const byId = ctx.viewer.personId;
  if (!line || byId === null || !may(ctx.viewer, 'roster.attest', line.path)) {
    return refuse('notFound');
  }
  const columns = phoneColumns(ctx, phone);
  const at = ctx.clock.now();
  const byRole = actingPost(ctx.viewer, 'roster.attest', line.path) ?? '';
  return ctx.db.write(async (tx) => {
    // Whose phone it is the cadre sees; whoever only typed it beside a slip is not asked.
    await releaseUnproven(tx, ctx, columns.phoneHmac, line.personId);
    await openAccountOf(tx, line, { ...columns, createdAt: at });
    const found = await selectByPhone(tx, columns.phoneHmac);
    if (!found || found.disabledAt !== null) return refuse('accountStopped', 'phone');
    if (found.id === byId || line.personId === byId) return refuse('notYourself', 'phone');
    const binding = { villagerId, personId: found.id, how: 'attested', byId, byRole } as const;
    const bound = await bind(tx, ctx, { ...binding, mayReplace: true, at });
    if (!bound.ok) return { ...bound, field: 'phone' };
    await markProven(tx, found.id);
    await tellBound(tx, ctx, { line, personId: found.id, at });
    return accept({ name: line.name });
  });
}

/**
 * Opens an account for a line of the roster; one that was opened to write for somebody without a
 * phone becomes his own, with all that was written. A phone that has an account keeps that one.
 */
export async function openAccountOf(
  tx: Tx,
  line: RosterRow,
  account: ReturnType<typeof phoneColumns> & {
    phoneUnprovenSince?: EpochMs;
    passwordHash?: string;
    createdAt: EpochMs;
  },
): Promise<string> {
  const owner = await selectByPhone(tx, account.phoneHmac);
  if (owner) return owner.id;
  const { createdAt: _, ...own } = account;
  if (line.personId !== null && !isHeld(line)) {
    await updatePerson(tx, line.personId, own);
    return line.personId;
  }
  const id = newId();
  await insertPerson(tx, { id, name: line.name, ...account });
  return id;
}

/** Binds an account to a line of the roster inside a write; the ledger keeps who vouched and how. */
export async function bind(
  tx: Tx,
  ctx: Context,
  binding: Binding,
): Promise<Result<{ villageCode: string }>> {
  const { villagerId, personId, how, byId, byRole, at } = binding;
  await lock(tx, 'person', 'id', personId);
  await lock(tx, 'villager', 'id', villagerId);
  const line = await selectVillager(tx, villagerId);
  if (!line) return refuse('notFound');
  const { villageCode } = line;
  const isKnown = line.personId === personId && line.verifiedHow !== 'entered';
  if (isKnown) return accept({ villageCode });
  if (isHeld(line) && line.personId !== personId && !binding.mayReplace)
    return refuse('lineTaken', 'name');
  const own = await selectOwnLines(tx, personId);
  if (own.some((one) => one.villageCode === villageCode && one.id !== villagerId))
    return refuse('alreadyInVillage', 'name');
  await setBinding(tx, villagerId, {
    personId,
    verifiedAt: at,
    verifiedById: byId,
    verifiedHow: how,
  });
  // From here on the name is the roster's: nobody can call himself by another's.
  await updatePerson(tx, personId, { name: line.name, villageCode });
  await settleJoining(tx, { personId, villageCode, householdId: line.householdId });
  await append(tx, {
    what: 'villager.bound',
    subjectKind: 'villager',
    subjectId: villagerId,
    villageCode,
    actorId: byId ?? personId,
    actorRole: byRole,
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { how, isReplacing: line.personId !== null },
    content: { personId, before: line.personId },
  });
  return accept({ villageCode });
}

function bindInOneWrite(ctx: Context, binding: Binding): Promise<Result<{ villageCode: string }>> {
  return ctx.db.write((tx) => bind(tx, ctx, binding));
}

/** The person hears who vouched; so does the account that had the line before. */
async function tellBound(
  tx: Tx,
  ctx: Context,
  { line, personId, at }: { line: RosterRow; personId: string; at: EpochMs },
): Promise<void> {
  const words = wordsFor(ctx.lang).accounts;
  const place = `${line.villageName}${line.gridName}`;
  const message = { template: 'villager.bound', path: '/me', at };
  await tell(tx, { ...message, personId, body: words.boundMessage(place, ctx.viewer.name) });
  const before = line.personId;
  if (before === null || before === personId) return;
  await tell(tx, { ...message, personId: before, body: words.unboundMessage(place) });
}
