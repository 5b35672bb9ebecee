import type { Reader, Tx } from '#db/surface.ts';
import {
  type LessonRow,
  selectLessons,
  selectQuizVersions,
  updateLesson,
  updateQuizVersion,
} from '#server/lessons/records.ts';

type Cover = (text: string) => string;

/** 隐私更正 in what a lesson has beside its post; how many texts changed. */
export async function coverLessonWords(tx: Tx, postId: string, cover: Cover): Promise<number> {
  const [row] = await selectLessons(tx, [postId]);
  if (!row) return 0;
  const { series, featured, transcript, quiz } = row;
  const before = { series, featured, transcript, quiz };
  const after = {
    series: cover(series),
    featured: cover(featured),
    transcript: cover(transcript),
    quiz: quiz.map((one) => coveredQuestion(one, cover)),
  };
  const older = await coverOlderQuestions(tx, postId, cover);
  if (JSON.stringify(after) === JSON.stringify(before)) return older;
  await updateLesson(tx, postId, after);
  return older + 1;
}

/** The questions that were asked before can still be read, and tell no more than the newest. */
async function coverOlderQuestions(tx: Tx, postId: string, cover: Cover): Promise<number> {
  let covered = 0;
  for (const { no, quiz: before } of await selectQuizVersions(tx, postId)) {
    const quiz = before.map((one) => coveredQuestion(one, cover));
    if (JSON.stringify(quiz) === JSON.stringify(before)) continue;
    await updateQuizVersion(tx, { postId, no, quiz });
    covered += 1;
  }
  return covered;
}

/** A lesson is found by who speaks in it and what is said. */
export async function lessonSearchWords(
  db: Reader,
  postIds: string[],
): Promise<Map<string, string>> {
  const rows = await selectLessons(db, postIds);
  return new Map(
    rows.map(({ postId, series, featured, transcript }) => [
      postId,
      [series, featured, transcript].join(' '),
    ]),
  );
}

function coveredQuestion(one: LessonRow['quiz'][number], cover: Cover) {
  const { question, options, right, why } = one;
  return { question: cover(question), options: options.map(cover), right, why: cover(why) };
}
