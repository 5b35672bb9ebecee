import { randomInt } from 'node:crypto';
import { wordsFor } from '#content/messages/words.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import { passwordFits } from '#server/accounts/passwords.ts';
import { releaseUnproven } from '#server/accounts/phone-proof.ts';
import {
  insertCode,
  insertPerson,
  type PersonRow,
  selectByPhone,
  spendCodes,
  takeOncePassword,
  tryCodes,
} from '#server/accounts/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

/** Wrong tries that one code bears; a million codes and five tries leave a guess hopeless. */
const TRIES_PER_CODE = 5;

/** Whom a right code or password lets in; `mustChange` when the password was good for once only. */
export interface Entrance {
  personId: string;
  mustChange: boolean;
}

/** The row of an account: phone looked up by its HMAC and kept sealed, so that a stolen file names nobody. */
export function phoneColumns(ctx: Pick<Context, 'secrets'>, phone: string) {
  return {
    phoneHmac: ctx.secrets.hmac('phone', phone),
    phoneSealed: ctx.secrets.seal('phone', phone),
    phoneTail: phone.slice(-4),
  };
}

/** Sends a one-time code to a phone, whether or not anybody has an account with it. */
export async function sendCode(ctx: Context, phone: string): Promise<void> {
  const at = ctx.clock.now();
  const { codeMinutes, codeDigits } = ctx.book.rules.signIn;
  const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
  const { phoneHmac, phoneSealed } = phoneColumns(ctx, phone);
  await ctx.db.write(async (tx) => {
    await insertCode(tx, {
      id: newId(),
      phoneHmac,
      codeHmac: codeMark(ctx, phoneHmac, code),
      tries: 0,
      createdAt: at,
      expiresAt: at + codeMinutes * MINUTE_MS,
    });
    const body = wordsFor(ctx.lang).accounts.codeMessage(code, codeMinutes);
    await tell(tx, { personId: null, phoneSealed, template: 'code', body, path: null, at });
    tx.touch('outbox');
  });
}

/**
 * Lets in whoever types the code that was sent; null when the phone has no account yet, or one that
 * was opened with a slip and never confirmed: it may be somebody else's.
 */
export async function enterByCode(
  ctx: Context,
  { phone, code }: { phone: string; code: string },
): Promise<Result<string | null>> {
  const { phoneHmac } = phoneColumns(ctx, phone);
  if (!(await redeemCode(ctx, phoneHmac, code))) return refuse('codeWrong', 'code');
  const found = await selectByPhone(ctx.db.read, phoneHmac);
  if (found?.disabledAt) return refuse('accountStopped', 'code');
  const isOwn = found !== null && found.phoneUnprovenSince === null;
  return accept(isOwn ? found.id : null);
}

/**
 * Opens an account for a phone that was proven by a code; pressed twice, it is one account. Whoever
 * only wrote the number down beside a slip loses it.
 */
export async function openAccount(
  ctx: Context,
  { phone, name }: { phone: string; name: string },
): Promise<Result<string>> {
  const id = newId();
  const columns = phoneColumns(ctx, phone);
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await releaseUnproven(tx, ctx, columns.phoneHmac, null);
    if (await insertPerson(tx, { id, name, ...columns, createdAt: at })) return accept(id);
    const found = await selectByPhone(tx, columns.phoneHmac);
    if (!found || found.disabledAt) return refuse('accountStopped', 'name');
    return accept(found.id);
  });
}

/**
 * Lets in whoever knows the password. A wrong phone, a wrong password and a stopped account answer
 * the same and take the same time.
 */
export async function enterByPassword(
  ctx: Context,
  { phone, password }: { phone: string; password: string },
): Promise<Result<Entrance>> {
  const found = await selectByPhone(ctx.db.read, phoneColumns(ctx, phone).phoneHmac);
  const fits = await passwordFits(found?.passwordHash ?? null, password);
  if (fits === null) return refuse('tooBusy', 'password');
  const isLetIn = fits && found !== null && (await mayUsePassword(ctx, found));
  if (!isLetIn) return refuse(wrongSaid(ctx), 'password');
  return accept({ personId: found.id, mustChange: found.passwordUntil !== null });
}

// Whoever forgot his password is told the way that there is here.
function wrongSaid(ctx: Context): RefusalCode {
  return sendsCodes(ctx) ? 'phoneOrPasswordWrong' : 'passwordWrongNoCodes';
}

async function mayUsePassword(ctx: Context, found: PersonRow): Promise<boolean> {
  if (found.disabledAt !== null || found.passwordHash === null) return false;
  if (found.passwordUntil === null) return true;
  if (found.passwordUntil <= ctx.clock.now()) return false;
  const { id, passwordHash } = found;
  return ctx.db.write((tx) => takeOncePassword(tx, id, passwordHash));
}

/** The try is counted before the code is compared, so that tries at the same moment all count. */
function redeemCode(ctx: Context, phoneHmac: string, code: string): Promise<boolean> {
  const at = ctx.clock.now();
  const mark = codeMark(ctx, phoneHmac, code);
  return ctx.db.write(async (tx) => {
    const live = await tryCodes(tx, { phoneHmac, tries: TRIES_PER_CODE, at });
    const isRight = live.some(({ codeHmac }) => codeHmac === mark);
    if (isRight)
      await spendCodes(
        tx,
        live.map(({ id }) => id),
        at,
      );
    return isRight;
  });
}

function codeMark(ctx: Context, phoneHmac: string, code: string): string {
  return ctx.secrets.hmac('sign-in-code', `${phoneHmac}:${code}`);
}
