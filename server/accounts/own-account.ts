import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { hashPassword, passwordFits } from '#server/accounts/passwords.ts';
import {
  insertPerson,
  markRead,
  type PersonRow,
  selectOfficialNamed,
  selectPerson,
  updatePerson,
} from '#server/accounts/records.ts';
import { clearBindings, clearPartyMarks } from '#server/accounts/roster-records.ts';
import { endAllDevices, endDevice } from '#server/accounts/sessions.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { fold } from '#server/rules/fold.ts';

/** Opens an account in a write of somebody else's: seeding, importing, the operator. Returns its id. */
export async function registerPerson(
  tx: Tx,
  ctx: Pick<Context, 'secrets'>,
  fields: {
    name: string;
    phone: string | null;
    passwordHash?: string | null;
    passwordUntil?: EpochMs | null;
    villageCode?: string | null;
    at: EpochMs;
  },
): Promise<string> {
  const id = newId();
  const added = await insertPerson(tx, {
    id,
    name: fields.name,
    ...(fields.phone === null ? {} : phoneColumns(ctx, fields.phone)),
    passwordHash: fields.passwordHash ?? null,
    passwordUntil: fields.passwordUntil ?? null,
    villageCode: fields.villageCode ?? null,
    createdAt: fields.at,
  });
  if (!added) throw new Error(`the phone of ${fields.name} has an account already`);
  return id;
}

/**
 * Refuses to call somebody else by the name of whoever holds a post now: words under it would pass
 * for his. A namesake on the roster goes by the roster's name, which nobody chooses.
 */
export async function refuseOfficialsName(
  ctx: Context,
  typed: string,
  field: string,
): Promise<Refusal | null> {
  const name = typed.replace(/[^\p{L}\p{N}]/gu, '');
  if (name === '') return null;
  const names = [...new Set([typed, name, fold(name)])];
  const holder = await selectOfficialNamed(ctx.db.read, names, ctx.clock.now());
  return holder === null || holder === ctx.viewer.personId ? null : refuse('nameOfficial', field);
}

/** Changes how one is called; on a roster the name is the roster's, and only the nickname is free. */
export async function setOwnName(
  ctx: Context,
  form: { name?: string | undefined; nickname: string },
): Promise<Result> {
  const { personId, memberships, posts } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const isNameFree = memberships.length === 0 && posts.length === 0;
  const name = isNameFree && form.name !== undefined ? { name: form.name } : {};
  const nickname = form.nickname === '' ? null : form.nickname;
  const taken =
    (await refuseOfficialsName(ctx, form.nickname, 'nickname')) ??
    (await refuseOfficialsName(ctx, name.name ?? '', 'name'));
  if (taken) return taken;
  await ctx.db.write(async (tx) => {
    await updatePerson(tx, personId, { ...name, nickname });
    tx.touch(`person:${personId}`);
  });
  return accept();
}

/** Sets a new password; every other device is signed out and the person is told. */
export async function setOwnPassword(
  ctx: Context,
  form: { 'current-password'?: string | undefined; 'new-password': string },
): Promise<Result> {
  const found = await ownAccount(ctx);
  if (!found) return refuse('signInFirst');
  const wrong = await wrongPassword(found, form['current-password']);
  if (wrong) return wrong;
  const passwordHash = await hashPassword(form['new-password']);
  if (passwordHash === null) return refuse('tooBusy', 'new-password');
  const at = ctx.clock.now();
  const body = wordsFor(ctx.lang).accounts.passwordMessage;
  await ctx.db.write(async (tx) => {
    await updatePerson(tx, found.id, { passwordHash, passwordUntil: null });
    await endAllDevices(tx, found.id);
    await tell(tx, { personId: found.id, template: 'password', body, path: '/me/devices', at });
  });
  return accept();
}

/** Signs one device of the viewer out. */
export async function signOutDevice(ctx: Context, idHash: string): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  await ctx.db.write((tx) => endDevice(tx, personId, idHash));
  return accept();
}

/** Signs the viewer out everywhere, here too. */
export async function signOutEverywhere(ctx: Context): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  await ctx.db.write((tx) => endAllDevices(tx, personId));
  return accept();
}

/** Marks the viewer's messages as seen. */
export async function readMessages(ctx: Context): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const at = ctx.clock.now();
  await ctx.db.write((tx) => markRead(tx, personId, at));
  return accept();
}

/**
 * Closes the viewer's account: phone, password, names and places on rosters are gone, all sessions
 * dead; what he said stays without his name (网络数据安全管理条例: 注销 must be easy). Somebody in
 * office hands over first.
 */
export async function closeAccount(
  ctx: Context,
  form: { 'current-password'?: string | undefined },
): Promise<Result> {
  const found = await ownAccount(ctx);
  if (!found) return refuse('signInFirst');
  if (ctx.viewer.posts.length > 0) return refuse('holdsPost', 'sure');
  const wrong = await wrongPassword(found, form['current-password']);
  if (wrong) return wrong;
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await clearBindings(tx, found.id);
    await clearPartyMarks(tx, found.id);
    await updatePerson(tx, found.id, {
      ...{ name: '', nickname: null, phoneHmac: null, phoneSealed: null, phoneTail: null },
      ...{ passwordHash: null, passwordUntil: null, villageCode: null, disabledAt: at },
    });
    await endAllDevices(tx, found.id);
    await append(tx, {
      what: 'account.closed',
      subjectKind: 'person',
      subjectId: found.id,
      villageCode: null,
      actorId: found.id,
      actorRole: 'phone_user',
      at,
      ruleVersion: ctx.book.rules.version,
    });
    tx.touch(`person:${found.id}`);
  });
  return accept();
}

async function ownAccount(ctx: Context): Promise<PersonRow | null> {
  const { personId } = ctx.viewer;
  return personId === null ? null : selectPerson(ctx.db.read, personId);
}

/** A refusal unless the current password is right; an account without one has nothing to ask. */
async function wrongPassword(found: PersonRow, typed: string | undefined): Promise<Refusal | null> {
  if (found.passwordHash === null) return null;
  const fits = await passwordFits(found.passwordHash, typed ?? '');
  if (fits === null) return refuse('tooBusy', 'current-password');
  return fits ? null : refuse('passwordWrong', 'current-password');
}
