import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result } from '#server/kernel/result.ts';
import { deleteDraft } from '#server/letters/draft-records.ts';
import { LETTER_ACTS } from '#server/letters/drafts.ts';
import { type LetterWords, readyLetter, writeLetter } from '#server/letters/writing.ts';

/** A letter as its form sends it. */
export interface Letter extends LetterWords {
  key: string;
}

/**
 * A secretary's letter to his village, with its promises, in one write and once per form key. Its
 * author answers what is asked under it, and his draft is done with. Gives the letter's number.
 */
export async function publishLetter(
  ctx: Context,
  slug: string,
  { key, ...words }: Letter,
): Promise<Result<{ village: Village; no: number }>> {
  const ready = await readyLetter(ctx, slug, words);
  if (!ready.ok) return ready;
  const { village, post } = ready.value;
  const { authorId: actorId, at } = post;
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId, action: LETTER_ACTS.send, key, at }, async () => {
      const letter = await writeLetter(tx, ctx, ready.value);
      await deleteDraft(tx, actorId, village.code);
      return letter.no;
    }),
  );
  return accept({ village, no });
}
