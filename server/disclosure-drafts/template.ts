import { wordsFor } from '#content/messages/words.ts';
import content from '#content/sheets/disclosures.json' with { type: 'json' };
import type { Draft } from '#server/disclosure-drafts/drafts.ts';
import { lastPeriod, standingLines } from '#server/disclosure-drafts/last-period.ts';
import type { Context } from '#server/kernel/context.ts';

/**
 * The sheet of an item for a spreadsheet: its columns, those of personal numbers that only the person
 * sees, and the lines of the period before that come again; in a correction, the lines that stand.
 */
export async function itemTemplate(ctx: Context, draft: Draft): Promise<string[][]> {
  const { item } = draft;
  const own = item.own.map((kind) => content.own[kind][0] ?? '');
  const heads = [...item.columns.map(({ zh }) => zh), ...own];
  const isCorrection = draft.disclosure.version > 0;
  const offered = isCorrection
    ? await standingLines(ctx, draft)
    : ((await lastPeriod(ctx, draft))?.lines ?? []);
  const lines = offered.map((line) => [
    ...item.columns.map(({ code, is }) => inWords(ctx, is, line[code] ?? '')),
    ...own.map(() => ''),
  ]);
  return [heads, ...lines];
}

/** Which personal numbers a table may bring along, in words of a language. */
export function ownWords(ctx: Context, { item }: Pick<Draft, 'item'>): string {
  const words = wordsFor(ctx.lang).disclosureDrafts.gate.kinds;
  return item.own.map((kind) => words[kind]).join(wordsFor(ctx.lang).grids.and);
}

// A sheet says 发包和出租, not its code.
function inWords({ book }: Context, is: string, text: string): string {
  const { kinds } = book.disclosures;
  const kind = is === 'kind' ? [...kinds.in, ...kinds.out].find(({ code }) => code === text) : null;
  return kind?.zh ?? text;
}
