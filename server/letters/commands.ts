import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { letterKind } from '#server/letters/kind.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { makePromises, type PromiseLine } from '#server/promises/making.ts';
import { addDays, localDate } from '#server/rules/dates.ts';

/** A letter ready to be sent; photos are already taken in, the first is the portrait. */
export interface Letter {
  title: string;
  body: string;
  lines: PromiseLine[];
  photoIds: string[];
  key: string;
}

/**
 * A secretary's letter to his village, with its promises, in one write and once per form key. Its
 * author answers what is asked under it. Gives the number of the letter.
 */
export async function publishLetter(
  ctx: Context,
  slug: string,
  letter: Letter,
): Promise<Result<{ village: Village; no: number }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'letter.write', village.path);
  if (byPost === null) return refuse('notAllowed');
  const refusal = refusedLine(ctx, letter);
  if (refusal) return refusal;
  const wording = prepareWords(ctx, letter.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const { body, html, engine } = wording.value;
  const at = ctx.clock.now();
  const title = blacken(letter.title);
  const lines = letter.lines.map(blackenLine);
  const post: NewPost = {
    kind: letterKind.code,
    villageCode: village.code,
    groupCode: null,
    authorId: personId,
    enteredById: null,
    shownAs: 'name',
    title,
    body,
    html,
    renderedBy: engine,
    audience: 'public',
    state: 'standing',
    holderId: personId,
    holderGridCode: village.code,
    firstDueAt: null,
    finishDueAt: null,
    nextDueAt: null,
    at,
    photoIds: letter.photoIds,
    holdWords: false,
  };
  const form = { actorId: personId, action: 'letter', key: letter.key, at };
  const no = await ctx.db.write((tx) =>
    once(tx, form, async () => {
      const made = await createPost(tx, ctx, post);
      await makePromises(tx, { ...post, postId: made.id }, lines);
      await append(tx, {
        what: 'letter.posted',
        subjectKind: 'post',
        subjectId: made.id,
        villageCode: village.code,
        actorId: personId,
        actorRole: byPost,
        at,
        ruleVersion: ctx.book.promises.version,
        facts: { promises: lines.length },
        content: { title, body, lines },
      });
      return made.no;
    }),
  );
  return accept({ village, no });
}

function refusedLine(ctx: Context, { title, lines }: Letter) {
  const { mostPerLetter, farthestDays } = ctx.book.promises;
  if ([...title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  if (lines.length > mostPerLetter) return refuse('linesTooMany', `what${mostPerLetter + 1}`);
  const today = localDate(ctx.clock.now());
  for (const [index, { dueOn }] of lines.entries()) {
    if (dueOn === null) continue;
    if (dueOn < today) return refuse('planInPast', `dueOn${index + 1}`);
    if (dueOn > addDays(today, farthestDays)) return refuse('dateTooFar', `dueOn${index + 1}`);
  }
  return null;
}

function blackenLine({ what, measure, helpers, dueOn }: PromiseLine): PromiseLine {
  return { what: blacken(what), measure: blacken(measure), helpers: blacken(helpers), dueOn };
}
