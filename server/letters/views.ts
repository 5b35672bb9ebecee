import type { DutyPerson } from '#server/grids/duty-person.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result } from '#server/kernel/result.ts';
import type { DraftValues } from '#server/letters/draft-records.ts';
import { photosIn, readLetterDraft } from '#server/letters/drafts.ts';
import { roomIn } from '#server/letters/files.ts';
import { letterDraftForm, linesOf, voiceIn } from '#server/letters/forms.ts';
import { letterKind } from '#server/letters/kind.ts';
import { type Paper, paperOf, paperOfDraft } from '#server/letters/paper.ts';
import { coveredLine } from '#server/letters/writing.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { type PostPage, postList } from '#server/posts/views.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import {
  type PromiseLineView,
  type PromiseTally,
  promisesOfLetter,
  promisesOfPerson,
  promisesToCome,
  talliesOfLetters,
} from '#server/promises/views.ts';
import { draftRecording, type RecordingView } from '#server/recordings/views.ts';
import { type EpochMs, isLocalDate } from '#server/rules/dates.ts';
import { lettersPath } from '#server/rules/links.ts';

/** The letters of a village, newest first. */
export interface LetterListView extends PostPage {
  village: Village;
  mayWrite: boolean;
  /** What became of the promises of each letter, by its id. */
  tallies: Map<string, PromiseTally>;
}

/** A page of a village's letters; null where there is no such village. */
export async function letterList(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<LetterListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: letterKind.code, before, after };
  const page = await postList(ctx, filter);
  const tallies = await talliesOfLetters(
    ctx,
    page.rows.map(({ id }) => id),
  );
  return { village, ...page, tallies, mayWrite: mayWrite(ctx, village) };
}

/** Who wrote a letter, and what became of everything he promised. */
export interface LetterWriter {
  name: string;
  official: DutyPerson | null;
  tally: PromiseTally;
}

/** A letter with its promises and intentions. */
export interface LetterPageView extends PostPageView {
  /** Null when its words are gone. */
  paper: Paper | null;
  writer: LetterWriter;
  promises: PromiseLineView[];
  intentions: PromiseLineView[];
}

/** One letter by village and number; null: there is nothing that this viewer may see. */
export async function letterPage(
  ctx: Context,
  { slug, no, commentsAfter }: { slug: string; no: string; commentsAfter: string | null },
): Promise<LetterPageView | null> {
  const page = await postPage(ctx, { slug, kind: letterKind.code, no, commentsAfter });
  if (!page) return null;
  const letter = { postId: page.parts.id, slug, no: page.no };
  const paper = await paperOf(ctx, page);
  ctx.page.shows(`person:${page.authorId}`);
  const [lines, { tally }] = await Promise.all([
    paper ? promisesOfLetter(ctx, letter) : { promises: [], intentions: [] },
    promisesOfPerson(ctx, page.authorId),
  ]);
  const { name, official } = page.parts.byline;
  return { ...page, ...lines, paper, writer: { name, official, tally } };
}

/** The form for a letter, with what its author wrote before. */
export interface NewLetterView {
  village: Village;
  /** The fields as they were kept; empty for a letter that nobody has begun. */
  draft: DraftValues;
  /** When it was kept; null for a letter that nobody has begun. */
  savedAt: EpochMs | null;
  portrait: DraftPhoto | null;
  kept: DraftPhoto[];
  recording: RecordingView | null;
  /** How many lines it may have, and how many stand open at first. */
  mostLines: number;
  linesAtFirst: number;
  /** How many photos there is room for beside the portrait. */
  room: number;
  autosaveSeconds: number;
  key: string;
}

/** The form; null for whoever may not write letters here. */
export async function newLetter(ctx: Context, slug: string): Promise<NewLetterView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayWrite(ctx, village)) return null;
  ctx.page.keepPrivate();
  const draft = await readLetterDraft(ctx, village.code);
  const values = draft?.values ?? {};
  const { linesAtFirst, autosaveSeconds } = ctx.book.letters;
  return {
    village,
    draft: values,
    savedAt: draft?.savedAt ?? null,
    ...(await photosOf(ctx, values)),
    recording: await recordingIn(ctx, values),
    mostLines: ctx.book.promises.mostPerLetter,
    linesAtFirst,
    room: roomIn(ctx),
    autosaveSeconds,
    key: newToken(),
  };
}

/** A letter as the village would see it; nothing is written. */
export interface LetterPreviewView {
  village: Village;
  draft: DraftValues;
  paper: Paper;
  promises: PromiseLineView[];
  intentions: PromiseLineView[];
  kept: DraftPhoto[];
  key: string;
}

/** The viewer's draft as a letter; null where he has none or may not write. */
export async function letterPreview(
  ctx: Context,
  slug: string,
): Promise<Result<LetterPreviewView> | null> {
  const page = await newLetter(ctx, slug);
  if (!page || page.savedAt === null) return null;
  const { village, draft, portrait, recording, kept, key } = page;
  const form = letterDraftForm.parse(draft);
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const words = { title: blacken(form.title), html: wording.value.html, portrait };
  const voice = voiceIn(form);
  const spoken = recording && { ...recording, transcript: blacken(voice?.transcript ?? '') };
  const paper = await paperOfDraft(ctx, village, { ...words, recording: spoken });
  const lines = linesOf(form).map((line) => ({
    ...coveredLine(line),
    dueOn: line.dueOn !== null && isLocalDate(line.dueOn) ? line.dueOn : null,
  }));
  const path = `${lettersPath(slug)}/new`;
  const under = promisesToCome(ctx, lines, { path, owner: paper.official });
  return accept({ village, draft, paper, ...under, kept, key });
}

async function photosOf(ctx: Context, values: DraftValues) {
  const photos = await draftPhotos(ctx, photosIn(values));
  const portraitIds = idsIn(values.portraitId);
  return {
    portrait: photos.find(({ id }) => portraitIds.includes(id)) ?? null,
    kept: photos.filter(({ id }) => !portraitIds.includes(id)),
  };
}

async function recordingIn(ctx: Context, values: DraftValues) {
  const [id] = idsIn(values.recordingId);
  return id ? draftRecording(ctx, id) : null;
}

function mayWrite(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'letter.write', village.path) !== null;
}
