import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import { type OpenQuestionRow, selectOpenQuestions } from '#server/posts/comment-records.ts';
import { clocksOf, plainClock } from '#server/posts/duty.ts';
import { kindOf } from '#server/posts/kinds.ts';
import type { ClockFace } from '#server/rules/clock-face.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A question that the viewer owes an answer. */
export interface OwedQuestion {
  id: string;
  /** Its words; null while somebody still has to look at them. */
  words: string | null;
  askedAt: EpochMs;
  /** Where it is answered: its place under the post. */
  path: string;
  post: { title: string; kindName: string; village: string };
  clock: ClockFace;
}

/** The questions that a desk owes, the most urgent first. */
export interface QuestionDesk {
  questions: OwedQuestion[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
  isLater: boolean;
}

const MOST = 100;
const EXCERPT = 80;

/** What people asked under posts and the viewer has not answered; null for whoever holds no post. */
export async function questionDesk(
  ctx: Context,
  after: string | null,
): Promise<QuestionDesk | null> {
  const { personId, posts } = ctx.viewer;
  ctx.page.keepPrivate();
  if (personId === null || posts.length === 0) return null;
  const limit = ctx.book.rules.pages.desk;
  const cursor = readCursor(after);
  const page = { after: cursor, limit: limit + 1 };
  const found = await selectOpenQuestions(ctx.db.read, personId, page);
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.question;
  const codes = new Set(shown.map(({ villageCode }) => villageCode));
  const villages = await villagesByCode(ctx, [...codes]);
  return {
    questions: shown.flatMap((row) => {
      const village = villages.get(row.villageCode);
      return village ? [owedQuestion(ctx, row, village)] : [];
    }),
    next: found.length > limit && last ? `${last.firstDueAt}_${last.id}` : null,
    isLater: cursor !== null,
  };
}

/** How many questions the viewer owes an answer, counted up to a hundred. */
export async function questionCount({ db, viewer }: Context): Promise<number> {
  const { personId, posts } = viewer;
  if (personId === null || posts.length === 0) return 0;
  const rows = await selectOpenQuestions(db.read, personId, { after: null, limit: MOST });
  return rows.length;
}

function owedQuestion(
  ctx: Context,
  { question, kind, no, title }: OpenQuestionRow,
  village: { name: string; slug: string },
): OwedQuestion {
  const { id, html, createdAt, releasedAt } = question;
  const owed = { ...question, finishDueAt: null, finishedAt: null };
  const extras = { ...plainClock, begun: false };
  const { words, path } = kindOf(kind);
  return {
    id,
    words: releasedAt === null ? null : plainText(html, EXCERPT),
    askedAt: createdAt,
    path: `${path(village.slug, no)}#talk-${id}`,
    post: { title, kindName: words[ctx.lang].name, village: village.name },
    clock: clocksOf(owed, extras, ctx.book.calendar, ctx.clock.now()).first,
  };
}

function readCursor(text: string | null): { dueAt: EpochMs; id: string } | null {
  const [, dueAt, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return dueAt && id ? { dueAt: Number(dueAt), id } : null;
}
