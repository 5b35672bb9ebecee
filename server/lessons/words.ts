import type { Reader, Tx } from '#db/surface.ts';
import { type LessonRow, selectLessons, updateLesson } from '#server/lessons/records.ts';

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
  if (JSON.stringify(after) === JSON.stringify(before)) return 0;
  await updateLesson(tx, postId, after);
  return 1;
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
