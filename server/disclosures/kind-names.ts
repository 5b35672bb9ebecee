import type { Context } from '#server/kernel/context.ts';

/** A kind of income or expense, as the county names it. */
export interface KindChoice {
  code: string;
  name: string;
}

/** What a kind is called in the reader's language; a word that a village typed stays as it is. */
export function kindName({ book, lang }: Context, code: string): string {
  const { kinds } = book.disclosures;
  return [...kinds.in, ...kinds.out].find((kind) => kind.code === code)?.[lang] ?? code;
}

/** The kinds of one side of a ledger, or of both. */
export function kindChoices({ book, lang }: Context, side: 'in' | 'out' | null): KindChoice[] {
  const { kinds } = book.disclosures;
  const of = side === null ? [...kinds.out, ...kinds.in] : kinds[side];
  return of.map((kind) => ({ code: kind.code, name: kind[lang] }));
}
