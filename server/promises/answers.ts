import type { Context } from '#server/kernel/context.ts';
import type { Answer } from '#server/rules/promise-verdict.ts';

/** What somebody who was drawn says: one of three, and the phrases he ticked. */
export interface GivenAnswer {
  answer: Answer;
  reasons: string[];
}

/** Longer than every answer with all its reasons: how long a sealed one is tells nothing. */
const SEALED_LENGTH = 512;

/** Seals an answer until the asking ends; reasons come in one order, whatever was ticked first. */
export function sealAnswer(ctx: Context, { answer, reasons }: GivenAnswer): string {
  const text = JSON.stringify({ answer, reasons: [...new Set(reasons)].sort() });
  return ctx.secrets.seal('promise-answer', text.padEnd(SEALED_LENGTH));
}

export function openAnswer(ctx: Context, sealed: string): GivenAnswer {
  return JSON.parse(ctx.secrets.open('promise-answer', sealed));
}

/** Whether two people read the same from a sheet of paper. */
export function isSameAnswer(a: GivenAnswer, b: GivenAnswer): boolean {
  return a.answer === b.answer && a.reasons.toSorted().join() === b.reasons.toSorted().join();
}
