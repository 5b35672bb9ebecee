import type { Reader } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { readLines } from '#server/kernel/markdown.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { letterPath } from '#server/rules/links.ts';
import { type LetterFacts, letterRules, letterVerdicts } from '#server/rules/selection-rounds.ts';
import {
  type CountedEntry,
  type Fulfilment,
  type Judged,
  type Offer,
  type Offered,
  type Reading,
  registerRoundKind,
} from '#server/selections/kinds.ts';
import {
  selectBodies,
  selectLetter,
  selectLetters,
  selectLines,
  selectOutcomes,
} from '#server/selections/letter-records.ts';

const A_YEAR_MS = 365 * DAY_MS;

/** 十佳公开信: a secretary enters a letter of his own, of the month, with promises that can be checked. */
export const letterRounds = registerRoundKind({
  code: 'letters',
  post: 'letter',
  enters: 'selection.enter',
  rules: letterRules,
  path: (slug, no) => letterPath(slug ?? '', no),
  offers,
  judge,
  readings,
  fulfilments,
});

async function offers(
  ctx: Context,
  asked: Offered & { placeCode: string; from: EpochMs; until: EpochMs },
): Promise<Offer[]> {
  const { placeCode, from, until } = asked;
  const rows = await selectLetters(ctx.db.read, { villageCode: placeCode, from, until });
  const lines = await selectLines(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, no, title, ...facts }) => {
    const own = lines.filter(({ postId }) => postId === id);
    return { postId: id, no, title, verdicts: verdictsOf(ctx, { ...facts, lines: own }, asked) };
  });
}

async function judge(
  db: Reader,
  ctx: Context,
  postId: string,
  asked: Offered,
): Promise<Judged | null> {
  const letter = await selectLetter(db, postId);
  if (!letter) return null;
  const lines = await selectLines(db, [postId]);
  return { placeCode: letter.villageCode, verdicts: verdictsOf(ctx, { ...letter, lines }, asked) };
}

function verdictsOf(ctx: Context, letter: LetterFacts, { month, byId }: Offered) {
  return letterVerdicts(letter, { month, enteredBy: byId }, ctx.book.selections.kinds.letters);
}

async function readings(ctx: Context, postIds: string[]): Promise<Map<string, Reading>> {
  const [bodies, lines] = await Promise.all([
    selectBodies(ctx.db.read, postIds),
    selectLines(ctx.db.read, postIds),
  ]);
  return new Map(
    bodies.map(({ id, html }) => {
      const own = lines.filter(({ postId }) => postId === id).toSorted((a, b) => a.no - b.no);
      const written = own.map(({ what, measure, dueOn }) =>
        [what, measure, dueOn ?? ''].filter((part) => part !== '').join(' · '),
      );
      return [id, { body: readLines(html), lines: written }];
    }),
  );
}

/**
 * The promises of whoever entered the letter, in its village, whose day was over in the year until
 * then: kept ones are done; a verdict of part or not kept, and silence at the day, are not. What
 * villagers are still being asked about, or could not decide, counts neither way.
 */
async function fulfilments(
  db: Reader,
  _ctx: Context,
  entries: CountedEntry[],
  until: EpochMs,
): Promise<Map<string, Fulfilment>> {
  const ids = entries.map(({ byId }) => byId);
  const rows = await selectOutcomes(db, ids, { from: until - A_YEAR_MS, until });
  return new Map(
    entries.map(({ postId, villageCode, byId }) => {
      const own = rows.filter((row) => row.ownerId === byId && row.villageCode === villageCode);
      const count = (...states: string[]) =>
        own.filter(({ state }) => states.includes(state)).length;
      return [postId, { done: count('kept'), due: count('kept', 'part', 'broken', 'standing') }];
    }),
  );
}
