import { lock } from '#db/dialect.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { actingOnSurvey, noteSurvey } from '#server/surveys/acting.ts';
import { setPublished } from '#server/surveys/answer-records.ts';
import { updateSurvey } from '#server/surveys/records.ts';

/** The village says what it makes of a closed survey; said again, the page shows the later words. */
export async function tellOutcome(
  ctx: Context,
  id: string,
  form: { body: string; key: string },
): Promise<Result<{ path: string }>> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  const { survey, loaded, personId } = acting.value;
  if (survey.state !== 'closed') return refuse('surveyRuns', 'body');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const { body, html } = words.value;
  const at = ctx.clock.now();
  const said = { outcome: body, outcomeHtml: html, outcomeById: personId, outcomeAt: at };
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'survey.outcome', key: form.key, at }, async () => {
      await updateSurvey(tx, id, said);
      const content = { outcome: body };
      await noteSurvey(tx, ctx, acting.value, { what: 'survey.outcome', content });
      tx.touch(`post:${id}`);
      return accept({ path: loaded.path });
    }),
  );
}

/** Shows one text to everybody, or hides it again. */
export async function publishText(
  ctx: Context,
  id: string,
  { question, text, shown }: { question: number; text: number; shown: boolean },
): Promise<Result> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  const at = ctx.clock.now();
  const { personId } = acting.value;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'survey', 'id', id);
    const which = { surveyId: id, questionNo: question, no: text };
    const isThere = await setPublished(tx, which, {
      publishedAt: shown ? at : null,
      publishedById: shown ? personId : null,
    });
    if (!isThere) return refuse('notFound');
    const what = shown ? 'survey.text-published' : 'survey.text-hidden';
    await noteSurvey(tx, ctx, acting.value, { what, facts: { question, text } });
    tx.touch(`post:${id}`);
    return accept();
  });
}
