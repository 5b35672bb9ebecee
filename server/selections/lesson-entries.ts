import { readLines } from '#server/kernel/markdown.ts';
import { villageLessonPath } from '#server/rules/lesson-links.ts';
import { lessonRules, lessonVerdicts } from '#server/rules/lesson-rounds.ts';
import { type Reading, registerRoundKind } from '#server/selections/kinds.ts';
import { selectLesson, selectLessons, selectTeachings } from '#server/selections/lesson-records.ts';

/**
 * 我为党旗添光彩: a village's secretary enters a lesson that the village gave in the month. What a
 * town or the county made is not entered: they choose, and do not run beside those they choose among.
 */
export const lessonRounds = registerRoundKind({
  code: 'lessons',
  post: 'lesson',
  enters: 'selection.enter',
  rules: lessonRules,
  path: (slug, no) => villageLessonPath(slug ?? '', no),
  async offers(ctx, { placeCode: villageCode, month, from, until }) {
    const rows = await selectLessons(ctx.db.read, { villageCode, from, until });
    return rows.map(({ id, no, title, ...facts }) => ({
      ...{ postId: id, no, title },
      verdicts: lessonVerdicts(facts, month),
    }));
  },
  async judge(db, _ctx, postId, { month }) {
    const found = await selectLesson(db, postId);
    if (!found) return null;
    return { placeCode: found.villageCode, verdicts: lessonVerdicts(found, month) };
  },
  async readings(ctx, postIds) {
    const rows = await selectTeachings(ctx.db.read, postIds);
    return new Map(rows.map((row) => [row.id, readingOf(row)]));
  },
  // A lesson promises nothing.
  async fulfilments(_db, _ctx, entries) {
    return new Map(entries.map(({ postId }) => [postId, { done: 0, due: 0 }]));
  },
});

type Teaching = Awaited<ReturnType<typeof selectTeachings>>[number];

/** What is said is read in full: a jury hears no voice, which would tell it whose lesson it is. */
function readingOf({ html, transcript, quiz }: Teaching): Reading {
  const body = [readLines(html), transcript].filter((words) => words !== '').join('\n');
  const lines = quiz.map(({ question, options, right, why }) =>
    [question, options[right] ?? '', why].join(' · '),
  );
  return { body, lines };
}
