import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { letterKind } from '#server/letters/kind.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { makePromises, type PromiseLine } from '#server/promises/making.ts';
import { giveRecording, type Voice } from '#server/recordings/keeping.ts';
import { addDays, localDate } from '#server/rules/dates.ts';

/** What a letter says; its photos are already taken in. */
export interface LetterWords {
  title: string;
  body: string;
  lines: PromiseLine[];
  photoIds: string[];
  /** The letter in its author's voice. */
  voice?: Voice | null;
}

/** A letter that may be written as it stands: checked, covered and rendered before any write. */
export interface ReadyLetter {
  village: Village;
  post: NewPost;
  lines: PromiseLine[];
  voice: Voice | null;
  byPost: string;
}

/** Makes a letter of the viewer ready for its village, or says why it cannot be sent. */
export async function readyLetter(
  ctx: Context,
  slug: string,
  letter: LetterWords,
): Promise<Result<ReadyLetter>> {
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
  const { body, html, engine: renderedBy } = wording.value;
  const words = { title: blacken(letter.title), body, html, renderedBy };
  const post: NewPost = {
    ...letterPost,
    ...words,
    villageCode: village.code,
    authorId: personId,
    holderId: personId,
    holderGridCode: village.code,
    photoIds: letter.photoIds,
    at: ctx.clock.now(),
  };
  const voice = letter.voice ? coveredVoice(letter.voice) : null;
  return accept({ village, post, lines: letter.lines.map(coveredLine), voice, byPost });
}

/** Writes a letter with its promises inside a write; gives its id and number. */
export async function writeLetter(
  tx: Tx,
  ctx: Context,
  { village, post, lines, voice, byPost }: ReadyLetter,
): Promise<{ id: string; no: number }> {
  const { title, body, authorId, at } = post;
  const { id, no } = await createPost(tx, ctx, post);
  await makePromises(tx, { ...post, postId: id }, lines);
  if (voice) await giveRecording(tx, voice, { ownerId: authorId, postId: id });
  await append(tx, {
    what: 'letter.posted',
    subjectKind: 'post',
    subjectId: id,
    villageCode: village.code,
    actorId: authorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.promises.version,
    facts: { promises: lines.length },
    content: { title, body, lines },
  });
  // Beside his other letters stands what he has promised in all.
  tx.touch(`person:${authorId}`);
  return { id, no };
}

/** What all letters have in common. */
const letterPost = {
  kind: letterKind.code,
  groupCode: null,
  enteredById: null,
  shownAs: 'name' as const,
  audience: 'public' as const,
  state: 'standing',
  firstDueAt: null,
  finishDueAt: null,
  nextDueAt: null,
  holdWords: false,
};

function refusedLine(ctx: Context, { title, lines }: LetterWords) {
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

function coveredVoice({ recordingId, transcript }: Voice): Voice {
  return { recordingId, transcript: blacken(transcript) };
}

/** A line with personal numbers blackened. */
export function coveredLine({ what, measure, helpers, dueOn }: PromiseLine): PromiseLine {
  return { what: blacken(what), measure: blacken(measure), helpers: blacken(helpers), dueOn };
}
