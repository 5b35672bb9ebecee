import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import { hashPassword } from '#server/accounts/passwords.ts';
import { selectByPhone, updatePerson } from '#server/accounts/records.ts';
import { bind, openAccountOf } from '#server/accounts/roster.ts';
import {
  isHeld,
  type RosterRow,
  replacePaperCode,
  selectVillager,
  spendPaperCode,
  tryPaperCode,
} from '#server/accounts/roster-records.ts';
import { endAllDevices } from '#server/accounts/sessions.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId, randomness } from '#server/kernel/ids.ts';
import { tell } from '#server/kernel/outbox.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { SLIP_CODE_BYTES, slipCode } from '#server/rules/slip-code.ts';

/** A code to be printed and handed over; it is shown once and kept only as HMAC. */
export interface PaperSlip {
  code: string;
  name: string;
  place: string;
  expiresAt: EpochMs;
}

/**
 * Makes a code on paper for a villager without an account, and where no code reaches a phone also
 * for one who forgot his password; earlier ones stop working.
 */
export async function issuePaperCode(ctx: Context, villagerId: string): Promise<Result<PaperSlip>> {
  const line = await selectVillager(ctx.db.read, villagerId);
  const issuedById = ctx.viewer.personId;
  if (!line || issuedById === null || !may(ctx.viewer, 'roster.attest', line.path)) {
    return refuse('notFound');
  }
  if (isHeld(line) && !(await mayRenew(ctx, line))) return refuse('hasAccount');
  const at = ctx.clock.now();
  const expiresAt = at + ctx.book.rules.roster.paperCodeDays * DAY_MS;
  const code = slipCode(randomness(SLIP_CODE_BYTES));
  await ctx.db.write(async (tx) => {
    const codeHmac = paperMark(ctx, code);
    await replacePaperCode(tx, {
      ...{ id: newId(), villagerId, codeHmac, issuedById, tries: 0 },
      createdAt: at,
      expiresAt,
    });
    await append(tx, {
      what: 'villager.code-issued',
      subjectKind: 'villager',
      subjectId: villagerId,
      villageCode: line.villageCode,
      actorId: issuedById,
      actorRole: actingPost(ctx.viewer, 'roster.attest', line.path) ?? '',
      at,
      ruleVersion: ctx.book.rules.version,
    });
  });
  const place = `${line.villageName}${line.gridName}`;
  return accept({ code, name: line.name, place, expiresAt });
}

/** Somebody signed in types the code on his slip and his name, and is on the roster. */
export async function usePaperCode(
  ctx: Context,
  { code, name }: { code: string; name: string },
): Promise<Result<{ villageCode: string }>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  return ctx.db.write(async (tx) => {
    const slip = await readSlip(tx, ctx, { code, name });
    if (!slip || isHeld(slip.line)) return refuse('paperCodeWrong', 'code');
    return bindBySlip(tx, ctx, slip, personId);
  });
}

/**
 * Opens an account with a slip instead of a message, or gives its owner a new password: whoever holds
 * a slip was handed it face to face.
 * A phone that has an account already is refused, so that a slip opens no account of anybody else.
 */
export async function openAccountByPaper(
  ctx: Context,
  form: { code: string; name: string; phone: string; 'new-password': string },
): Promise<Result<string>> {
  const passwordHash = await hashPassword(form['new-password']);
  if (passwordHash === null) return refuse('tooBusy', 'code');
  const columns = phoneColumns(ctx, form.phone);
  const createdAt = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const slip = await readSlip(tx, ctx, form);
    if (!slip) return refuse('paperCodeWrong', 'code');
    if (isHeld(slip.line)) return renewBySlip(tx, ctx, slip, { ...columns, passwordHash });
    if (await selectByPhone(tx, columns.phoneHmac)) return refuse('phoneTaken', 'phone');
    const account = { ...columns, phoneUnprovenSince: createdAt, passwordHash, createdAt };
    const id = await openAccountOf(tx, slip.line, account);
    const bound = await bindBySlip(tx, ctx, slip, id);
    // Thrown, not refused: the account must not stay without its place on the roster.
    if (!bound.ok) throw new Error(`a slip whose line was free could not be bound: ${bound.code}`);
    return accept(id);
  });
}

interface Slip {
  id: string;
  issuedById: string;
  line: RosterRow;
}

/** The slip's line, when the code holds and the name is the line's: a found slip helps nobody. */
async function readSlip(
  tx: Tx,
  ctx: Context,
  { code, name }: { code: string; name: string },
): Promise<Slip | null> {
  const tries = ctx.book.rules.roster.paperCodeTries;
  const codeHmac = paperMark(ctx, code);
  const found = await tryPaperCode(tx, { codeHmac, tries, at: ctx.clock.now() });
  const line = found && (await selectVillager(tx, found.villagerId));
  if (!found || !line || line.name !== name) return null;
  if (isHeld(line) && !(await mayRenew(ctx, line))) return null;
  return { id: found.id, issuedById: found.issuedById, line };
}

/**
 * A code on paper opens an account that somebody has only where nothing else could: no code reaches
 * his phone. Whoever holds a post gets a password from whoever appoints him, not from a colleague.
 */
async function mayRenew(ctx: Context, { personId }: RosterRow): Promise<boolean> {
  if (sendsCodes(ctx) || personId === null) return false;
  return (await loadViewer(ctx, personId)).posts.length === 0;
}

/** A new password for the account of a slip's line, whose phone must be named; its devices end. */
async function renewBySlip(
  tx: Tx,
  ctx: Context,
  { id, issuedById, line }: Slip,
  { phoneHmac, passwordHash }: { phoneHmac: string; passwordHash: string },
): Promise<Result<string>> {
  const owner = await selectByPhone(tx, phoneHmac);
  const isTheirs = owner !== null && owner.id === line.personId && owner.disabledAt === null;
  if (!isTheirs || owner.id === issuedById) return refuse('paperCodeWrong', 'code');
  const at = ctx.clock.now();
  await updatePerson(tx, owner.id, { passwordHash, passwordUntil: null });
  await endAllDevices(tx, owner.id);
  await spendPaperCode(tx, id, at);
  const body = wordsFor(ctx.lang).accounts.passwordMessage;
  await tell(tx, { personId: owner.id, template: 'password', body, path: '/me/devices', at });
  await append(tx, {
    what: 'villager.password-renewed',
    subjectKind: 'villager',
    subjectId: line.id,
    villageCode: line.villageCode,
    actorId: owner.id,
    actorRole: 'villager',
    at,
    ruleVersion: ctx.book.rules.version,
    content: { issuedById },
  });
  return accept(owner.id);
}

async function bindBySlip(
  tx: Tx,
  ctx: Context,
  { id, issuedById, line }: Slip,
  personId: string,
): Promise<Result<{ villageCode: string }>> {
  if (issuedById === personId) return refuse('notYourself', 'code');
  const at = ctx.clock.now();
  const bound = await bind(tx, ctx, {
    ...{ villagerId: line.id, personId, how: 'paper', byId: issuedById },
    ...{ byRole: 'grid_cadre', mayReplace: false, at },
  });
  if (bound.ok) await spendPaperCode(tx, id, at);
  return bound.ok ? bound : { ...bound, field: 'code' };
}

function paperMark(ctx: Context, code: string): string {
  return ctx.secrets.hmac('paper-code', code);
}
