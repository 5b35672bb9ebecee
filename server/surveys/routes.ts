import { Hono } from 'hono';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { surveyDeskPath } from '#server/rules/links.ts';
import { questionFaults } from '#server/rules/survey-rules.ts';
import { postAnswers, postPaper } from '#server/surveys/answer-routes.ts';
import { newSurvey, surveyWork } from '#server/surveys/desk.ts';
import {
  dropForm,
  moveForm,
  outcomeForm,
  publishForm,
  questionForm,
  surveyForm,
} from '#server/surveys/forms.ts';
import { changeSurvey, dropSurvey, makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { dropQuestion, moveQuestion, writeQuestion } from '#server/surveys/questions.ts';
import { surveyTable } from '#server/surveys/results.ts';
import { publishText, tellOutcome } from '#server/surveys/telling.ts';
import { packWorkbook, WORKBOOK_TYPE } from '#server/workshop/workbook.ts';

/** 问卷: making, answering, and what is taken away; the pages are Astro's. */
export function surveyRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/v/:village/surveys/:no/answer', postAnswers);
  http.post('/desk/surveys/:village{[0-9]+}/new', begin);
  http.post('/desk/surveys/:id', change);
  http.post('/desk/surveys/:id/question', write);
  http.post('/desk/surveys/:id/move', move);
  http.post('/desk/surveys/:id/drop-question', dropOne);
  http.post('/desk/surveys/:id/open', open);
  http.post('/desk/surveys/:id/drop', drop);
  http.post('/desk/surveys/:id/paper', postPaper);
  http.post('/desk/surveys/:id/publish', publish);
  http.post('/desk/surveys/:id/outcome', outcome);
  http.get('/desk/surveys/:id/:file{(?:answers|texts)\\.(?:csv|xlsx)}', giveTable);
  return http;
}

const idOf = (c: Http) => c.req.param('id') ?? '';

async function begin(c: Http): Promise<Response> {
  const villageCode = c.req.param('village') ?? '';
  const again = `${surveyDeskPath(villageCode)}/new`;
  if (!(await newSurvey(c.var.ctx, villageCode))) return c.notFound();
  const form = await readForm(c, surveyForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['title', 'body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await makeSurvey(c.var.ctx, villageCode, form.value);
  return answer(c, result, { to: ({ id }) => surveyDeskPath(id), again, values: form.values });
}

async function change(c: Http): Promise<Response> {
  const again = `${surveyDeskPath(idOf(c))}/edit`;
  if (!(await surveyWork(c.var.ctx, idOf(c)))) return c.notFound();
  const form = await readForm(c, surveyForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['title', 'body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await changeSurvey(c.var.ctx, idOf(c), form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => surveyDeskPath(idOf(c)), again, values: form.values });
}

async function write(c: Http): Promise<Response> {
  const desk = surveyDeskPath(idOf(c));
  const again = `${desk}/question`;
  if (!(await surveyWork(c.var.ctx, idOf(c)))) return c.notFound();
  const form = await readForm(c, questionForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const { values } = form;
  const errors = questionFaults(form.value, c.var.ctx.book.surveys);
  if (Object.keys(errors).length > 0) return showAgain(c, again, { values, errors });
  const blackened = blackenedForm(values, ['label', 'hint', 'options', 'rows']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await writeQuestion(c.var.ctx, idOf(c), form.value);
  return answer(c, result, { to: () => `${desk}#questions`, again, values });
}

async function move(c: Http): Promise<Response> {
  const form = await readForm(c, moveForm);
  if (!form.ok) return c.notFound();
  return onDesk(c, await moveQuestion(c.var.ctx, idOf(c), form.value), '#questions');
}

async function dropOne(c: Http): Promise<Response> {
  const form = await readForm(c, dropForm);
  if (!form.ok) return c.notFound();
  return onDesk(c, await dropQuestion(c.var.ctx, idOf(c), form.value.no), '#questions');
}

async function open(c: Http): Promise<Response> {
  const result = await openSurvey(c.var.ctx, idOf(c));
  if (result.ok) leaveWord(c, 'surveyOpened');
  const again = surveyDeskPath(idOf(c));
  return answer(c, result, { to: ({ path }) => path, again, values: {} });
}

async function drop(c: Http): Promise<Response> {
  const result = await dropSurvey(c.var.ctx, idOf(c));
  const again = surveyDeskPath(idOf(c));
  return answer(c, result, { to: () => surveyDeskPath(), again, values: {} });
}

async function publish(c: Http): Promise<Response> {
  const form = await readForm(c, publishForm);
  if (!form.ok) return c.notFound();
  return onDesk(c, await publishText(c.var.ctx, idOf(c), form.value), `#q${form.value.question}`);
}

async function outcome(c: Http): Promise<Response> {
  const again = surveyDeskPath(idOf(c));
  const form = await readForm(c, outcomeForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await tellOutcome(c.var.ctx, idOf(c), form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

function onDesk(c: Http, result: Result, anchor: string): Promise<Response> {
  const again = surveyDeskPath(idOf(c));
  return answer(c, result, { to: () => again + anchor, again, values: {} });
}

/** The answers or the texts of a closed survey, for the desk. */
async function giveTable(c: Http): Promise<Response> {
  const { ctx } = c.var;
  ctx.page.keepPrivate();
  const [what = '', ending = ''] = (c.req.param('file') ?? '').split('.');
  const table = await tableOf(ctx, idOf(c), what);
  if (!table) return c.notFound();
  c.header('cache-control', 'private, no-store');
  c.header('content-disposition', `attachment; filename="${table.name}.${ending}"`);
  c.header('content-type', ending === 'xlsx' ? WORKBOOK_TYPE : 'text/csv; charset=utf-8');
  const { title, rows } = table;
  return c.body(ending === 'xlsx' ? await packWorkbook(title, rows) : writeDelimited(rows));
}

function tableOf(ctx: Context, id: string, what: string) {
  return surveyTable(ctx, id, what === 'texts' ? 'texts' : 'answers');
}
