import type { Context } from '#server/kernel/context.ts';
import { selectRecentMotions } from '#server/motions/records.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { likelyDuplicates } from '#server/rules/similarity.ts';

/** A matter of this village that says nearly the same. */
export interface LikelySameMotion {
  no: number;
  title: string;
}

/** Matters are talked over for longer than others are worked on. */
const LOOK_BACK_DAYS = 365;

/** Matters of the hall that say nearly the same, the likeliest first. */
export async function likelySameMotions(
  ctx: Context,
  villageCode: string,
  { title, body }: { title: string; body: string },
): Promise<LikelySameMotion[]> {
  if (title === '') return [];
  const { similarity, offered } = ctx.book.rules.duplicates;
  const since = ctx.clock.now() - LOOK_BACK_DAYS * DAY_MS;
  const recent = await selectRecentMotions(ctx.db.read, villageCode, since);
  const whole = recent.map((one) => ({ ...one, text: `${one.title}\n${one.body}` }));
  const titles = recent.map((one) => ({ ...one, text: one.title }));
  // Who explains much and who explains little may mean the same by one sentence.
  const alike = [
    ...likelyDuplicates({ text: title }, titles, similarity),
    ...likelyDuplicates({ text: `${title}\n${body}` }, whole, similarity),
  ];
  const found = new Map(alike.map(({ matter: { no, title: said } }) => [no, said]));
  return [...found].slice(0, offered).map(([no, said]) => ({ no, title: said }));
}
