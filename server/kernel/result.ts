import type { Words } from '#content/messages/words.ts';

/** What a person may legitimately meet; each code has words in the message catalogue. */
export type RefusalCode = keyof Words['errors'];

/** A refusal: the code, and the form field it belongs to when there is one. */
export interface Refusal {
  ok: false;
  code: RefusalCode;
  field: string | null;
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
