import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type DraftValues,
  deleteDraft,
  selectDraft,
  upsertDraft,
} from '#server/letters/draft-records.ts';
import { keepDraftFiles, keptFields, LETTER_ACTS, photosIn } from '#server/letters/drafts.ts';
import { letterDraftForm, linesOf, voiceIn } from '#server/letters/forms.ts';
import {
  insertScheduled,
  type ScheduledRow,
  selectScheduled,
  takeScheduled,
} from '#server/letters/scheduled-records.ts';
import { type LetterWords, readyLetter, writeLetter } from '#server/letters/writing.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { lettersPath } from '#server/rules/links.ts';

/** A letter's form with the instant at which it shall appear. */
export interface LetterToCome {
  values: DraftValues;
  publishAt: EpochMs;
  key: string;
}

/**
 * Sets a letter to appear by itself. It is checked as it will be then: a promise whose day is over
 * by that time is refused at once.
 */
export async function scheduleLetter(
  ctx: Context,
  slug: string,
  { values, publishAt, key }: LetterToCome,
): Promise<Result> {
  const at = ctx.clock.now();
  const { scheduledWithinDays } = ctx.book.letters;
  if (publishAt <= at) return refuse('planInPast', 'day');
  if (publishAt > at + scheduledWithinDays * DAY_MS) return refuse('scheduleTooFar', 'day');
  const then = { ...ctx, clock: { now: () => publishAt } };
  const ready = await readyLetter(then, slug, wordsIn(values));
  if (!ready.ok) return ready;
  const { village, post } = ready.value;
  const { authorId: actorId } = post;
  const row = { id: newId(), villageCode: village.code, authorId: actorId, publishAt };
  const kept = keptFields(values);
  await ctx.db.write((tx) =>
    once(tx, { actorId, action: LETTER_ACTS.schedule, key, at }, async () => {
      await insertScheduled(tx, { ...row, values: kept, createdAt: at, refusal: null });
      await keepDraftFiles(tx, actorId, kept, at);
      await deleteDraft(tx, actorId, village.code);
      return row.id;
    }),
  );
  return accept();
}

/**
 * Takes a letter back before it has appeared: it lies on its form again. Refused while another
 * letter for the same village lies there. Gives the path of the form.
 */
export async function recallLetter(ctx: Context, id: string): Promise<Result<string>> {
  const { personId } = ctx.viewer;
  const found = personId && (await selectScheduled(ctx.db.read, personId, id));
  const village = found && (await villageByCode(ctx, found.villageCode));
  if (!found || !village) return refuse('notFound');
  const { authorId, villageCode, values } = found;
  return ctx.db.write(async (tx) => {
    if (await selectDraft(tx, authorId, villageCode)) return refuse('draftInTheWay');
    if (!(await takeScheduled(tx, id))) return refuse('alreadyDone');
    const mine = { personId: authorId, villageCode };
    await upsertDraft(tx, mine, values, ctx.clock.now());
    return accept(`${lettersPath(village.slug)}/new`);
  });
}

/** Sends a letter that waits at once; gives its village and number. */
export async function sendWaiting(
  ctx: Context,
  id: string,
): Promise<Result<{ slug: string; no: number }>> {
  const { personId } = ctx.viewer;
  const found = personId && (await selectScheduled(ctx.db.read, personId, id));
  return found ? sendScheduled(ctx, found) : refuse('notFound');
}

/** Sends a letter of the viewer that waited: once, whoever else tries at the same time. */
export async function sendScheduled(
  ctx: Context,
  { id, villageCode, values }: ScheduledRow,
): Promise<Result<{ slug: string; no: number }>> {
  const village = await villageByCode(ctx, villageCode);
  if (!village) return refuse('notFound');
  const ready = await readyLetter(ctx, village.slug, wordsIn(values));
  if (!ready.ok) return ready;
  return ctx.db.write(async (tx) => {
    if (!(await takeScheduled(tx, id))) return refuse('alreadyDone');
    const { no } = await writeLetter(tx, ctx, ready.value);
    return accept({ slug: village.slug, no });
  });
}

/** The title in a letter's form; '' when it has none yet. */
export function titleIn(values: DraftValues): string {
  return letterDraftForm.parse(values).title;
}

/** What a letter's form says. */
export function wordsIn(values: DraftValues): LetterWords {
  const form = letterDraftForm.parse(values);
  const { title, body } = form;
  return { title, body, lines: linesOf(form), photoIds: photosIn(values), voice: voiceIn(form) };
}
