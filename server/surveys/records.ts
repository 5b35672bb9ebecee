import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { survey, surveyQuestion } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isQuestionKind, type SurveyQuestion } from '#server/rules/survey-rules.ts';

export type SurveyRow = typeof survey.$inferSelect;
export type NewSurvey = typeof survey.$inferInsert;

export async function insertSurvey(tx: Tx, row: NewSurvey): Promise<void> {
  await tx.insert(survey).values(row);
}

/** One survey by its post. */
export async function selectSurvey(db: Reader, id: string): Promise<SurveyRow | null> {
  const [row] = await db.select().from(survey).where(eq(survey.id, id)).limit(1);
  return row ?? null;
}

/** The surveys of these posts, in no order. */
export async function selectSurveys(db: Reader, ids: string[]): Promise<SurveyRow[]> {
  if (ids.length === 0) return [];
  return db.select().from(survey).where(among(survey.id, ids)).limit(ids.length);
}

/** A village's surveys in one state, newest first. */
export function selectInState(
  db: Reader,
  by: { villageCode: string; state: string; limit: number },
): Promise<SurveyRow[]> {
  return db
    .select()
    .from(survey)
    .where(and(eq(survey.villageCode, by.villageCode), eq(survey.state, by.state)))
    .orderBy(desc(survey.no))
    .limit(by.limit);
}

/** Open surveys that close until then, the first to close first. */
export function selectClosing(db: Reader, until: EpochMs, limit: number): Promise<SurveyRow[]> {
  return db
    .select()
    .from(survey)
    .where(and(eq(survey.state, 'open'), lte(survey.closesAt, until)))
    .orderBy(asc(survey.closesAt))
    .limit(limit);
}

export async function updateSurvey(tx: Tx, id: string, changes: Partial<SurveyRow>): Promise<void> {
  await tx.update(survey).set(changes).where(eq(survey.id, id));
}

/** One more answer. */
export async function countAnswer(tx: Tx, id: string): Promise<void> {
  await tx
    .update(survey)
    .set({ answers: sql`${survey.answers} + 1` })
    .where(eq(survey.id, id));
}

/** Takes away what was never asked. */
export async function deleteSurvey(tx: Tx, id: string): Promise<void> {
  await tx.delete(surveyQuestion).where(eq(surveyQuestion.surveyId, id));
  await tx.delete(survey).where(eq(survey.id, id));
}

/** The questions of a survey, in the order of asking. */
export async function selectQuestions(db: Reader, surveyId: string): Promise<SurveyQuestion[]> {
  const rows = await db
    .select()
    .from(surveyQuestion)
    .where(eq(surveyQuestion.surveyId, surveyId))
    .orderBy(asc(surveyQuestion.no))
    .limit(100);
  return rows.map(({ surveyId: _, kind, ...question }) => {
    if (!isQuestionKind(kind)) throw new Error(`there is no question of kind ${kind}`);
    return { ...question, kind };
  });
}

/** Writes all questions of a survey anew, numbered from 1. */
export async function replaceQuestions(
  tx: Tx,
  surveyId: string,
  questions: Omit<SurveyQuestion, 'no'>[],
): Promise<void> {
  await tx.delete(surveyQuestion).where(eq(surveyQuestion.surveyId, surveyId));
  const rows = questions.map((question, at) => ({ ...question, surveyId, no: at + 1 }));
  if (rows.length > 0) await tx.insert(surveyQuestion).values(rows);
}
