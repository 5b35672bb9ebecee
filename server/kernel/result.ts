import type { Words } from '#content/messages/words.ts';

/** What a person may legitimately meet; each code has words in the message catalogue. */
export type RefusalCode = keyof Words['errors'];

/** A refusal: the code, and the form field it belongs to when there is one. */
export interface Refusal {
  ok: false;
  code: RefusalCode;
  field: string | null;
  /** Refused only for now: ms after which it is worth trying again. */
  waitMs?: number;
}

/** What a command answers: its value, or a refusal in words. Bugs are thrown instead. */
export type Result<T = undefined> = { ok: true; value: T } | Refusal;

export function accept(): Result;
export function accept<T>(value: T): Result<T>;
/** The command was carried out. */
export function accept(value?: unknown): Result<unknown> {
  return { ok: true, value };
}

/** The command was not carried out, and why. */
export function refuse(code: RefusalCode, field: string | null = null): Refusal {
  return { ok: false, code, field };
}

/** The command was not carried out so soon after others; after `waitMs` it is worth trying again. */
export function refuseUntil(waitMs: number, code: RefusalCode, field: string | null): Refusal {
  return { ...refuse(code, field), waitMs };
}
