import { lock } from '#db/dialect.ts';
import { oncePerCalendar } from '#server/kernel/calendar-job.ts';
import type { Context } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import { commentInTx, updateComment } from '#server/posts/comment-records.ts';
import { selectUnanswered } from '#server/posts/recount-records.ts';
import { questionLimits } from '#server/rules/appeal-limits.ts';

const SLICE = 200;

/** What a new calendar changes is counted again once, for the questions under posts too. */
export const recountedQuestions = oncePerCalendar(
  'recounted-questions',
  'questions.calendar',
  recountQuestions,
);

/** Counts every open question by the calendar in force; safe to be cut off and run again. */
export async function recountQuestions(ctx: Context): Promise<number> {
  let after = '';
  let changed = 0;
  for (;;) {
    const rows = await selectUnanswered(ctx.db.read, { after, limit: SLICE });
    for (const row of rows) if (await recountOne(ctx, row)) changed += 1;
    if (rows.length < SLICE) return changed;
    after = rows.at(-1)?.question.id ?? '';
  }
}

type Unanswered = Awaited<ReturnType<typeof selectUnanswered>>[number];

/** Counts one question again, in a write of its own when its day moves; true when it did. */
async function recountOne(ctx: Context, { question, villageCode }: Unanswered): Promise<boolean> {
  const { rules, calendar } = ctx.book;
  const { dueAt } = questionLimits(rules, question.createdAt, calendar).first;
  if (dueAt === question.firstDueAt) return false;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'comment', 'id', question.id);
    const standing = await commentInTx(tx, question.id);
    if (!standing || standing.firstAnsweredAt !== null) return false;
    await updateComment(tx, question.id, { firstDueAt: dueAt });
    await append(tx, {
      what: 'question.recounted',
      subjectKind: 'post',
      subjectId: question.postId,
      villageCode,
      actorId: null,
      actorRole: 'system',
      at,
      ruleVersion: rules.version,
      facts: { commentId: question.id, dueAt, calendarVersion: calendar.version },
    });
    tx.touch(`post:${question.postId}`, `village:${villageCode}`);
    return true;
  });
}
