import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append, canonicalJson } from '#server/ledger/append.ts';
import { blackenedQuiz, type QuizForm, quizColumns } from '#server/lessons/forms.ts';
import {
  insertQuizVersion,
  selectLessons,
  selectQuizVersions,
  updateLesson,
} from '#server/lessons/records.ts';
import { type LessonPageView, lessonPage } from '#server/lessons/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { QuizQuestion } from '#server/rules/lesson-text.ts';

/** The form in which whoever made a lesson changes its questions. */
export interface QuizPage {
  village: Village;
  path: string;
  title: string;
  mostQuestions: number;
  /** The questions as they are, in the columns of the form. */
  form: FormState;
  key: string;
}

/** That form; null for everybody else, and where the lesson is gone. */
export async function quizPage(
  ctx: Context,
  { slug, no }: { slug: string; no: string },
): Promise<QuizPage | null> {
  const page = await ownLesson(ctx, { slug, no });
  if (!page?.lesson) return null;
  ctx.page.keepPrivate();
  const { village, path, title, lesson } = page;
  const { mostQuestions } = ctx.book.lessons;
  const form = { values: quizColumns(lesson.quiz), errors: {} };
  return { village, path, title, mostQuestions, form, key: newToken() };
}

/**
 * Other questions under a lesson, by whoever made it. Nobody's answers were ever kept; what was asked
 * before stays to be read beside the new ones. The same questions again change nothing.
 */
export async function changeQuiz(
  ctx: Context,
  which: { slug: string; no: string },
  form: QuizForm,
): Promise<Result<{ path: string }>> {
  const page = await ownLesson(ctx, which);
  const { personId } = ctx.viewer;
  if (!page || personId === null) return refuse('notFound');
  const byPost = actingPost(ctx.viewer, 'lesson.make', page.village.path);
  if (byPost === null) return refuse('notAllowed');
  const at = ctx.clock.now();
  const change = { postId: page.parts.id, quiz: blackenedQuiz(form), personId, byPost, at };
  await ctx.db.write(async (tx) => {
    await lock(tx, 'lesson', 'post_id', change.postId);
    const sent = { actorId: personId, action: 'lesson.quiz', key: form.key, at };
    await once(tx, sent, () => writeQuiz(tx, ctx, change));
  });
  return accept({ path: page.path });
}

async function ownLesson(
  ctx: Context,
  which: { slug: string; no: string },
): Promise<LessonPageView | null> {
  const page = await lessonPage(ctx, { ...which, commentsAfter: null });
  return page?.mayChangeQuiz ? page : null;
}

interface QuizChange {
  postId: string;
  quiz: QuizQuestion[];
  personId: string;
  byPost: string;
  at: EpochMs;
}

async function writeQuiz(
  tx: Tx,
  ctx: Context,
  { postId, quiz, personId, byPost, at }: QuizChange,
): Promise<void> {
  const [before] = await selectLessons(tx, [postId]);
  if (!before || canonicalJson(before.quiz) === canonicalJson(quiz)) return;
  const no = (await selectQuizVersions(tx, postId)).length + 1;
  const replaced = { replacedById: personId, replacedAt: at };
  await insertQuizVersion(tx, { postId, no, quiz: before.quiz, ...replaced });
  await updateLesson(tx, postId, { quiz });
  await append(tx, {
    what: 'lesson.quiz-changed',
    subjectKind: 'post',
    subjectId: postId,
    villageCode: before.villageCode,
    actorId: personId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.lessons.version,
    facts: { replaced: no, questions: quiz.length },
    content: { quiz },
  });
  tx.touch(`post:${postId}`);
}
