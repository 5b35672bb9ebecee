import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { slideLines } from '#server/lessons/files.ts';
import { blackenedQuiz, type LessonForm } from '#server/lessons/forms.ts';
import { lessonKind } from '#server/lessons/kind.ts';
import { officeAbove } from '#server/lessons/office.ts';
import { insertLesson, type LessonRow } from '#server/lessons/records.ts';
import { wordDraftPhotos } from '#server/photos/draft-photos.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import { giveRecording, type Voice } from '#server/recordings/keeping.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

const MEGABYTE = 1e6;

type LessonParts = Omit<LessonRow, 'postId' | 'villageCode' | 'createdAt'>;

/**
 * A lesson in a village, once per form key, of the village itself or of the town or county above it;
 * the photos are its slides. Whoever makes it answers what is asked under it, and stands for the
 * consent of whom it shows. Gives its number.
 */
export async function makeLesson(
  ctx: Context,
  slug: string,
  form: LessonForm,
): Promise<Result<{ village: Village; no: number }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'lesson.make', village.path);
  if (byPost === null) return refuse('notAllowed');
  const refusal = refusedField(ctx, form);
  if (refusal) return refusal;
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const at = ctx.clock.now();
  const post = postOf(form, wording.value, { village, personId, at });
  const lesson = { ...lessonOf(form), placeCode: officeAbove(ctx.viewer, village, byPost) };
  const made = { post, lesson, form, byPost };
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'lesson', key: form.key, at }, () =>
      writeLesson(tx, ctx, made),
    ),
  );
  return accept({ village, no });
}

interface ReadyLesson {
  post: NewPost;
  lesson: LessonParts;
  form: LessonForm;
  byPost: string;
}

/** Post, what belongs to it, and the ledger entry; its number. */
async function writeLesson(tx: Tx, ctx: Context, { post, lesson, form, byPost }: ReadyLesson) {
  const { villageCode, authorId, title, body, at } = post;
  const slides = slideLines(form).map(({ id, words }) => ({ id, words: blacken(words) }));
  await wordDraftPhotos(tx, authorId, slides);
  const { id, no } = await createPost(tx, ctx, post);
  for (const spoken of spokenIn(form)) {
    await giveRecording(tx, spoken, { ownerId: authorId, postId: id });
  }
  await insertLesson(tx, { ...lesson, postId: id, villageCode, createdAt: at });
  await append(tx, {
    what: 'lesson.posted',
    subjectKind: 'post',
    subjectId: id,
    villageCode,
    actorId: authorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.lessons.version,
    // That somebody agreed is a fact; who it was stands in the content alone.
    facts: { hasConsent: lesson.consentOn !== null, place: lesson.placeCode },
    content: { title, body, ...lesson },
  });
  return no;
}

/** Recording and film. What is said stands with the lesson, once for both. */
function spokenIn({ recordingId, filmId, voiceCaption }: LessonForm): Voice[] {
  const voice = { recordingId, transcript: '', caption: blacken(voiceCaption) };
  const film = { recordingId: filmId, transcript: '' };
  return [voice, film].filter((one) => one.recordingId !== '');
}

function postOf(
  { title, audience, photoIds }: LessonForm,
  { body, html, engine }: Wording,
  { village, personId, at }: { village: Village; personId: string; at: EpochMs },
): NewPost {
  return {
    ...lessonPost,
    title: blacken(title),
    body,
    html,
    renderedBy: engine,
    villageCode: village.code,
    audience,
    authorId: personId,
    holderId: personId,
    holderGridCode: village.code,
    photoIds,
    at,
  };
}

/** What all lessons of villages have in common. */
const lessonPost = {
  kind: lessonKind.code,
  groupCode: null,
  enteredById: null,
  shownAs: 'name' as const,
  state: 'standing',
  firstDueAt: null,
  finishDueAt: null,
  nextDueAt: null,
  holdWords: false,
};

function refusedField(ctx: Context, form: LessonForm): Refusal | null {
  const { titleLength, officialLength } = ctx.book.rules.texts;
  if ([...form.title].length > titleLength) return refuse('tooLong', 'title');
  if ([...form.series].length > titleLength) return refuse('tooLong', 'series');
  if ([...form.featured].length > titleLength) return refuse('tooLong', 'featured');
  if ([...form.voiceCaption].length > titleLength) return refuse('tooLong', 'voiceCaption');
  if ([...form.transcript].length > officialLength) return refuse('tooLong', 'transcript');
  const longSlide = form.slideWords.findIndex((words) => [...words].length > titleLength);
  if (longSlide >= 0) return refuse('tooLong', `slide${longSlide + 1}`);
  // Nobody has agreed on a day that is still to come.
  const isToCome = form.featured !== '' && form.consentOn > localDate(ctx.clock.now());
  return isToCome ? refuse('dateWrong', 'consentOn') : null;
}

/** What is kept beside the post, covered; what nobody is shown for needs no consent. */
function lessonOf(form: LessonForm): Omit<LessonParts, 'placeCode'> {
  const isFeatured = form.featured !== '';
  const hasVideo = form.videoUrl !== '';
  const megabytes = Number(form.videoMegabytes);
  return {
    series: blacken(form.series),
    number: form.number,
    featured: blacken(form.featured),
    consentOn: isFeatured ? form.consentOn : null,
    consentHow: isFeatured ? form.consentHow : '',
    videoUrl: form.videoUrl,
    videoBytes: hasVideo && megabytes > 0 ? megabytes * MEGABYTE : null,
    transcript: form.reads ? '' : blacken(form.transcript),
    quiz: blackenedQuiz(form),
  };
}
