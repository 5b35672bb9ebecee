import { sendsCodes } from '#server/accounts/gateway.ts';
import { coverPhone } from '#server/accounts/phone.ts';
import { selectPerson, selectPersonName } from '#server/accounts/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Membership } from '#server/kernel/viewer.ts';

/** What a person is called; null when there is no such person. */
export function personName(ctx: Context, personId: string): Promise<string | null> {
  return selectPersonName(ctx.db.read, personId);
}

/** Whom to go and see about a matter; the phone is null for an account without one. */
export interface Contact {
  name: string;
  phone: string | null;
  /** Whether anybody confirmed that the phone is his. */
  isProven: boolean;
}

/** How to reach a person, for those who handle his matter and nobody else; null for nobody. */
export async function contactOf(ctx: Context, personId: string): Promise<Contact | null> {
  const found = await selectPerson(ctx.db.read, personId);
  if (!found) return null;
  const { name, phoneSealed, phoneUnprovenSince } = found;
  const phone = phoneSealed === null ? null : ctx.secrets.open('phone', phoneSealed);
  return { name, phone, isProven: phoneUnprovenSince === null };
}

/** The viewer's place on a village's roster; null for everybody else. */
export function membershipIn(ctx: Context, villageCode: string): Membership | null {
  return ctx.viewer.memberships.find((one) => one.villageCode === villageCode) ?? null;
}

/** What the sign-in pages need: whether somebody is signed in already, and the rules of codes and slips. */
export async function signInPage(ctx: Context) {
  ctx.page.keepPrivate();
  const { codeDigits, codeMinutes } = ctx.book.rules.signIn;
  return {
    name: ctx.viewer.name,
    isSignedIn: ctx.viewer.personId !== null,
    sendsCodes: sendsCodes(ctx),
    codeDigits,
    codeMinutes,
  };
}

/** The viewer's own account, as the forms about it need; null for visitors. */
export async function ownAccountPage(ctx: Context) {
  ctx.page.keepPrivate();
  const { personId, memberships, posts } = ctx.viewer;
  const own = personId === null ? null : await selectPerson(ctx.db.read, personId);
  if (!own) return null;
  return {
    name: own.name,
    nickname: own.nickname ?? '',
    phone: own.phoneSealed === null ? null : coverPhone(ctx.secrets.open('phone', own.phoneSealed)),
    isPhoneProven: own.phoneUnprovenSince === null,
    hasPassword: own.passwordHash !== null,
    isNameFixed: memberships.length > 0 || posts.length > 0,
    holdsPost: posts.length > 0,
  };
}
