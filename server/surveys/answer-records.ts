import { and, asc, count, eq, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { surveyAnswer, surveyAnswerer, surveyText } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { KeptAnswers } from '#server/rules/survey-tally.ts';

export type AnswererRow = typeof surveyAnswerer.$inferSelect;
export type TextRow = typeof surveyText.$inferSelect;

/** More villages than one have no more people than this. */
const MOST = 100_000;
/** And no survey more answers: people by its questions. */
const MOST_ANSWERS = 1_000_000;
/** Rows that go into one statement: engines bound what it may carry. */
const SLICE = 1000;

/** The group in which a villager of the roster lives; null for nobody there. */
export async function selectGroupOf(db: Reader, villagerId: string): Promise<string | null> {
  const [row] = await db
    .select({ groupCode: household.gridCode })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(and(eq(villager.id, villagerId), isNull(villager.leftAt)))
    .limit(1);
  return row?.groupCode ?? null;
}

/** Whether somebody has answered. */
export async function hasAnswered(
  db: Reader,
  { surveyId, villagerId }: Pick<AnswererRow, 'surveyId' | 'villagerId'>,
): Promise<boolean> {
  const [row] = await db
    .select({ surveyId: surveyAnswerer.surveyId })
    .from(surveyAnswerer)
    .where(and(eq(surveyAnswerer.surveyId, surveyId), eq(surveyAnswerer.villagerId, villagerId)))
    .limit(1);
  return row !== undefined;
}

/** Keeps that somebody answered, and his sealed answer; false when he had answered before. */
export async function insertAnswerer(tx: Tx, row: AnswererRow): Promise<boolean> {
  const added = await tx
    .insert(surveyAnswerer)
    .values(row)
    .onConflictDoNothing()
    .returning({ villagerId: surveyAnswerer.villagerId });
  return added.length > 0;
}

/** How many of a survey's answers the office wrote in. */
export async function countEntered(db: Reader, surveyId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(surveyAnswerer)
    .where(and(eq(surveyAnswerer.surveyId, surveyId), isNotNull(surveyAnswerer.enteredById)));
  return row?.n ?? 0;
}

/** The sealed answers of a survey with the group of each. */
export function selectSealed(
  db: Reader,
  surveyId: string,
): Promise<{ sealed: string | null; groupCode: string | null }[]> {
  return db
    .select({ sealed: surveyAnswerer.sealed, groupCode: household.gridCode })
    .from(surveyAnswerer)
    .leftJoin(villager, eq(villager.id, surveyAnswerer.villagerId))
    .leftJoin(household, eq(household.id, villager.householdId))
    .where(eq(surveyAnswerer.surveyId, surveyId))
    .limit(MOST);
}

/** Takes the sealed answers away; that somebody answered stays. */
export async function dropSealed(tx: Tx, surveyId: string): Promise<void> {
  await tx
    .update(surveyAnswerer)
    .set({ sealed: null })
    .where(eq(surveyAnswerer.surveyId, surveyId));
}

/** Keeps opened answers in the order in which they come, which their caller has shuffled. */
export async function insertAnswers(
  tx: Tx,
  surveyId: string,
  answers: KeptAnswers[],
): Promise<void> {
  const rows = answers.map((answer, at) => ({ ...answer, surveyId, no: at + 1 }));
  for (const slice of slices(rows)) await tx.insert(surveyAnswer).values(slice);
}

export async function insertTexts(tx: Tx, rows: TextRow[]): Promise<void> {
  for (const slice of slices(rows)) await tx.insert(surveyText).values(slice);
}

/** All opened answers of a survey, in the order they are kept. */
export async function selectAnswers(db: Reader, surveyId: string): Promise<KeptAnswers[]> {
  const rows = await db
    .select({ groupCode: surveyAnswer.groupCode, answers: surveyAnswer.answers })
    .from(surveyAnswer)
    .where(eq(surveyAnswer.surveyId, surveyId))
    .orderBy(asc(surveyAnswer.no))
    .limit(MOST_ANSWERS);
  return rows.map(({ groupCode, answers }) => ({ groupCode, answers: answersIn(answers) }));
}

/** All that was written in free words, in the order it is kept. */
export function selectTexts(db: Reader, surveyId: string): Promise<TextRow[]> {
  return db
    .select()
    .from(surveyText)
    .where(eq(surveyText.surveyId, surveyId))
    .orderBy(asc(surveyText.questionNo), asc(surveyText.no))
    .limit(MOST);
}

/** Shows one text to everybody, or hides it again; false where there is none. */
export async function setPublished(
  tx: Tx,
  { surveyId, questionNo, no }: Pick<TextRow, 'surveyId' | 'questionNo' | 'no'>,
  changes: Partial<Pick<TextRow, 'publishedAt' | 'publishedById' | 'body'>>,
): Promise<boolean> {
  const changed = await tx
    .update(surveyText)
    .set(changes)
    .where(
      and(
        eq(surveyText.surveyId, surveyId),
        eq(surveyText.questionNo, questionNo),
        eq(surveyText.no, no),
      ),
    )
    .returning({ no: surveyText.no });
  return changed.length > 0;
}

/** People with an account on the roster of the asked groups, or those of them who have not answered. */
export async function selectAsked(
  db: Reader,
  by: { surveyId: string; villageCode: string; groupCodes: string[] | null },
  { isWaiting = false }: { isWaiting?: boolean } = {},
): Promise<string[]> {
  const answered = db
    .select({ one: sql`1` })
    .from(surveyAnswerer)
    .where(
      and(eq(surveyAnswerer.surveyId, by.surveyId), eq(surveyAnswerer.villagerId, villager.id)),
    );
  const rows = await db
    .select({ personId: villager.personId })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(
      and(
        eq(villager.villageCode, by.villageCode),
        isNull(villager.leftAt),
        isNotNull(villager.personId),
        by.groupCodes === null ? undefined : among(household.gridCode, by.groupCodes),
        isWaiting ? notExists(answered) : undefined,
      ),
    )
    .limit(MOST);
  return rows.flatMap(({ personId }) => personId ?? []);
}

/** A long list in parts that one statement may carry. */
export function slices<T>(rows: T[]): T[][] {
  const count = Math.ceil(rows.length / SLICE);
  return Array.from({ length: count }, (_, at) => rows.slice(at * SLICE, (at + 1) * SLICE));
}

function answersIn(kept: Record<string, unknown>): KeptAnswers['answers'] {
  const answers: KeptAnswers['answers'] = {};
  for (const [no, answer] of Object.entries(kept)) {
    if (typeof answer === 'number' || typeof answer === 'string') answers[no] = answer;
    else if (Array.isArray(answer)) answers[no] = answer.map(Number);
  }
  return answers;
}
