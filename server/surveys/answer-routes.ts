import { z } from 'zod';
import {
  answer,
  type FormState,
  type Http,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { surveyDeskPath, surveysPath } from '#server/rules/links.ts';
import { pageOfFields, pagesOf, pageTyped } from '#server/rules/survey-pages.ts';
import { answerField, readAnswers, type SurveyQuestion } from '#server/rules/survey-rules.ts';
import { answerOnPaper, answerSurvey } from '#server/surveys/answering.ts';
import { surveyWork } from '#server/surveys/desk.ts';
import { paperForm } from '#server/surveys/forms.ts';
import { answerPage } from '#server/surveys/views.ts';

const anyFields = z.looseObject({});

/**
 * The answers of one page of questions: on to the next with what was said carried along, or after
 * the last one kept. Only the last press keeps anything.
 */
export async function postAnswers(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const typedNo = c.req.param('no') ?? '';
  const ref = { slug, no: /^\d{1,9}$/.test(typedNo) ? Number(typedNo) : 0 };
  const view = await answerPage(ctx, ref);
  if (!view) return c.notFound();
  const path = surveysPath(slug, ref.no);
  const again = `${path}/answer`;
  const read = await readForm(c, anyFields);
  if (!read.ok) return showAgain(c, again, read.form);
  const { values } = read;
  const pages = pagesOf(view.questions, view.perPage);
  const page = pageTyped(values.page, pages.length);
  const show = (to: number) => showAgain(c, again, turned(values, to), 200);
  if (values.go === 'back') return show(Math.max(1, page - 1));
  const isLast = page === pages.length;
  const asked = isLast ? view.questions : (pages[page - 1] ?? []);
  const wrong = wrongIn(asked, values, ctx.book.surveys.textLength);
  if (wrong) {
    const at = isLast ? pageOfFields(pages, Object.keys(wrong.errors)) : page;
    return showAgain(c, again, { ...turned(wrong.values, at), errors: wrong.errors });
  }
  if (!isLast) return show(page + 1);
  const result = await answerSurvey(ctx, ref, values);
  if (result.ok) leaveWord(c, 'surveyAnswered');
  return answer(c, result, { to: () => path, again, values });
}

/** The paper of somebody who is there, written in at the desk. */
export async function postPaper(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const id = c.req.param('id') ?? '';
  const work = await surveyWork(ctx, id);
  if (!work) return c.notFound();
  const again = `${surveyDeskPath(id)}/paper`;
  const read = await readForm(c, paperForm.loose());
  const values = read.ok ? read.values : read.form.values;
  const named = read.ok ? {} : read.form.errors;
  const wrong = wrongIn(work.questions, values, ctx.book.surveys.textLength);
  if (!read.ok || wrong) {
    const errors = { ...named, ...wrong?.errors };
    return showAgain(c, again, { values: wrong?.values ?? values, errors });
  }
  const { name, household } = read.value;
  const result = await answerOnPaper(ctx, id, { name, household, typed: values });
  if (result.ok) leaveWord(c, 'paperEntered');
  return answer(c, result, { to: () => again, again, values });
}

/** What is wrong with the answers of these questions, or asked about them; null when they may go. */
function wrongIn(
  questions: SurveyQuestion[],
  values: FormState['values'],
  textLength: number,
): FormState | null {
  const { faults } = readAnswers(questions, values, { textLength });
  if (Object.keys(faults).length > 0) return { values, errors: faults };
  const written = questions.filter(({ kind }) => kind === 'text');
  return blackenedForm(
    values,
    written.map(({ no }) => answerField(no)),
  );
}

function turned(values: FormState['values'], page: number): FormState {
  const { go: _, ...said } = values;
  return { values: { ...said, page: String(page) }, errors: {} };
}
