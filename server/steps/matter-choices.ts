import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Village, whoDecides } from '#server/rules/right-body.ts';
import { voteType } from '#server/rules/vote-book.ts';

/** The kinds of matters that the same meetings decide. */
export interface MatterChoice {
  /** Who decides them: '由村民会议、村民代表会议来定'. */
  label: string;
  matters: { code: string; name: string }[];
}

/** All kinds of matters by who decides them in this village, both in the order of content/four-two.json. */
export function matterChoices(
  { book, lang }: Pick<Context, 'book' | 'lang'>,
  village: Village,
): MatterChoice[] {
  const { basis, call } = wordsFor(lang).steps;
  const nameOf = new Map<string, string>(book.votes.bodies.map((one) => [one.code, one[lang]]));
  const byDecider = Map.groupBy(book.fourTwo.matters, (matter) => {
    const bodies = whoDecides(matter, village).map((code) => voteType(book.votes, code).body);
    const names = [...new Set(bodies)].map((code) => nameOf.get(code) ?? code);
    return names.length > 0 ? call.decides(names.join(basis.between)) : call.needsCollective;
  });
  return [...byDecider].map(([label, matters]) => ({
    label,
    matters: matters.map((one) => ({ code: one.code, name: one[lang] })),
  }));
}
