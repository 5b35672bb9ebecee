import { z } from 'zod';
import { isGuessable } from '#server/accounts/guessable.ts';
import { readPhone } from '#server/accounts/phone.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { fold } from '#server/rules/fold.ts';
import { findPersonal } from '#server/rules/masking.ts';
import { normaliseSlipCode } from '#server/rules/slip-code.ts';

const NAME_LENGTH = 20;
const PASSWORD_LENGTH = 8;
/** Argon2 reads any length; nobody needs more, and a megabyte would only cost time. */
const LONGEST_PASSWORD = 200;

const said = (code: RefusalCode) => ({ error: code });

/** Typed text as one line, without signs that nobody sees; the one that joins emoji stays. */
function oneLine(typed: string): string {
  const seen = typed.normalize('NFKC').replace(/(?!\u200D)\p{Cf}/gu, '');
  return seen.replace(/\s+/g, ' ').trim();
}

/** A line of text: trimmed, not empty, not longer than `length`. */
export function line(length: number) {
  return z
    .string(said('required'))
    .transform(oneLine)
    .pipe(z.string().min(1, said('required')).max(length, said('tooLong')));
}

/** A mobile number however it is typed. */
export const phone = z.string(said('phoneWrong')).transform((typed, check) => {
  const read = readPhone(typed);
  if (read !== null) return read;
  check.addIssue({ code: 'custom', message: 'phoneWrong' satisfies RefusalCode });
  return z.NEVER;
});

// Words of office in a name would let anybody speak as the secretary.
const OFFICES =
  /书记|支书|主任|[村镇乡县市区组]长|干部|网格[员长]|管理员|工作人员|派出所|民警|公安|纪委|政府|官方|村委|居委|支部|党委|secretary|admin|official/i;

/** Whether a name speaks as an office, also in 繁體 or with signs between its letters. */
function namesOffice(name: string): boolean {
  return OFFICES.test(fold(name).replace(/[^\p{L}\p{N}]/gu, ''));
}

const isNobodysOffice = (name: string) => !namesOffice(name);
const UNSEEN = /[\p{Cf}\p{Mn}\p{Z}\u115F\u1160\u2800]/gu;
/** Whether anything of a name is seen; no nickname at all is one. */
const isSeen = (name: string) => name === '' || name.replace(UNSEEN, '') !== '';
/** Names are shown to everybody: a telephone number is no name. */
const holdsNoNumber = (name: string) => findPersonal(name).length === 0;

/** What somebody is called, without words of office and numbers. */
export const calledName = line(NAME_LENGTH)
  .refine(isSeen, said('required'))
  .refine(isNobodysOffice, said('nameOffice'))
  .refine(holdsNoNumber, said('nameNumber'));

const newPassword = z
  .string(said('required'))
  .min(PASSWORD_LENGTH, said('passwordShort'))
  .max(LONGEST_PASSWORD, said('tooLong'))
  .refine((password) => !isGuessable(password), said('passwordCommon'));

/** A page to come back to; checked by safeBack when it is used. */
const back = z.string().max(500).optional();

export const phoneForm = z.object({ phone, back });

export const codeForm = z.object({
  code: z
    .string(said('required'))
    .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
    .pipe(z.string().min(1, said('required')).max(12, said('codeWrong'))),
});

export const nameForm = z.object({ name: calledName });

export const passwordForm = z.object({
  phone,
  password: z
    .string(said('required'))
    .min(1, said('required'))
    .max(LONGEST_PASSWORD, said('tooLong')),
  back,
});

const paperCode = z
  .string(said('required'))
  .transform(normaliseSlipCode)
  .pipe(z.string().min(1, said('required')).max(20, said('paperCodeWrong')));

export const paperSignInForm = z.object({
  code: paperCode,
  name: line(NAME_LENGTH),
  phone,
  'new-password': newPassword,
});

export const paperForm = z.object({ code: paperCode, name: line(NAME_LENGTH) });

export const matchForm = z.object({
  village: z.string(said('pickOne')).regex(/^\d{12}$/, said('pickOne')),
  name: line(NAME_LENGTH),
  household: line(NAME_LENGTH),
  'id-tail': z
    .string(said('required'))
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(/^\d{3,5}[\dX]$/, said('idTailWrong'))),
});

export const ownNameForm = z.object({
  name: calledName.optional(),
  nickname: z
    .string()
    .transform(oneLine)
    .pipe(z.string().max(NAME_LENGTH, said('tooLong')))
    .refine(isSeen, said('required'))
    .refine(isNobodysOffice, said('nameOffice'))
    .refine(holdsNoNumber, said('nameNumber')),
});

export const ownPasswordForm = z.object({
  'current-password': z.string().max(LONGEST_PASSWORD, said('tooLong')).optional(),
  'new-password': newPassword,
});

export const closeForm = z.object({
  sure: z.literal('yes', said('tickFirst')),
  'current-password': z.string().max(LONGEST_PASSWORD, said('tooLong')).optional(),
});

export const deviceForm = z.object({ device: z.string().regex(/^[0-9a-f]{64}$/) });

export const attestForm = z.object({ phone });
