import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { firstAnswer } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type DraftValues,
  deleteDraft,
  selectDraft,
  upsertDraft,
} from '#server/letters/draft-records.ts';
import { keepDraftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { keepDraftRecording } from '#server/recordings/keeping.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What of the form is kept; its key and its buttons are not. */
const KEPT = [
  ...['title', 'body', 'what', 'measure', 'dueOn', 'helpers'],
  ...['photoIds', 'portraitId', 'recordingId', 'transcript', 'reads', 'day', 'time'],
];

/** More than the longest letter with all its lines. */
const LONGEST = 128 * 1024;

/** The acts after which a form of a letter is done with; its last autosave comes too late. */
export const LETTER_ACTS = { send: 'letter', schedule: 'letter.schedule' };

/** The letter that the viewer has begun for this village; null when there is none. */
export async function readLetterDraft(
  ctx: Context,
  villageCode: string,
): Promise<{ values: DraftValues; savedAt: EpochMs } | null> {
  const { personId } = ctx.viewer;
  const row = personId && (await selectDraft(ctx.db.read, personId, villageCode));
  return row ? { values: row.values, savedAt: row.updatedAt } : null;
}

/**
 * Keeps a letter as far as it is written, in place of what was kept before. A form whose letter was
 * sent or set meanwhile is kept no more.
 */
export async function keepLetterDraft(
  ctx: Context,
  villageCode: string,
  { values, key }: { values: FormState['values']; key: string },
): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const kept = keptFields(values);
  if (JSON.stringify(kept).length > LONGEST) return refuse('tooLong', 'body');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    for (const action of Object.values(LETTER_ACTS)) {
      const isDone = await firstAnswer(tx, { actorId: personId, action, key });
      if (isDone !== undefined) return accept();
    }
    await upsertDraft(tx, { personId, villageCode }, kept, at);
    await keepDraftFiles(tx, personId, kept, at);
    return accept();
  });
}

/** Throws the viewer's draft away. */
export async function dropLetterDraft(ctx: Context, villageCode: string): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  await ctx.db.write((tx) => deleteDraft(tx, personId, villageCode));
  return accept();
}

/** Keeps the photos and the recording of a letter as long as the letter itself. */
export async function keepDraftFiles(
  tx: Tx,
  ownerId: string,
  values: DraftValues,
  at: EpochMs,
): Promise<void> {
  await keepDraftPhotos(tx, ownerId, photosIn(values), at);
  const [recordingId] = idsIn(values.recordingId);
  if (recordingId) await keepDraftRecording(tx, ownerId, recordingId, at);
}

/** The fields of a letter's form that are kept. */
export function keptFields(values: FormState['values']): DraftValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => KEPT.includes(name)));
}

/** The photos of a letter's form, its portrait first. */
export function photosIn(values: DraftValues): string[] {
  return [...idsIn(values.portraitId), ...idsIn(values.photoIds)];
}
