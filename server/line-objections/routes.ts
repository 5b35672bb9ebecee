import { Hono } from 'hono';
import type { z } from 'zod';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { findObjection } from '#server/line-objections/act.ts';
import { askAboutLine } from '#server/line-objections/asking.ts';
import {
  askForm,
  objectionAnswerForm,
  objectionRaiseForm,
  objectionReplyForm,
} from '#server/line-objections/forms.ts';
import {
  answerObjection,
  raiseObjection,
  replyToObjection,
} from '#server/line-objections/handling.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { disclosurePath, objectionPath } from '#server/rules/links.ts';

const ITEM = '/v/:village/open/item/:no';
const ASKED = '/v/:village/open/asked/:no';

/** 我对这笔有疑问: asking about a line, answering it, taking it one level up. */
export function lineObjectionRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${ITEM}/ask`, postAsk);
  http.post(`${ASKED}/reply`, postReply);
  http.post(`${ASKED}/answer`, postAnswer);
  http.post(`${ASKED}/raise`, postRaise);
  return http;
}

async function postAsk(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = `${disclosurePath(ref.slug, ref.no)}/ask`;
  const read = await readWords(c, askForm, ['body'], again);
  if (read instanceof Response) return read;
  const result = await askAboutLine(c.var.ctx, ref, read.value);
  if (result.ok) leaveWord(c, 'lineAsked');
  return answer(c, result, { to: ({ path }) => path, again, values: read.values });
}

function postReply(c: Http): Promise<Response> {
  return act(c, objectionReplyForm, 'body', async (ref, form) => {
    const result = await replyToObjection(c.var.ctx, ref, form);
    if (result.ok) leaveWord(c, result.value.isReceipt ? 'receiptOnly' : 'answered');
    return result;
  });
}

function postAnswer(c: Http): Promise<Response> {
  return act(c, objectionAnswerForm, 'body', async (ref, form) => {
    const result = await answerObjection(c.var.ctx, ref, form);
    if (result.ok) leaveWord(c, 'answered');
    return result;
  });
}

function postRaise(c: Http): Promise<Response> {
  return act(c, objectionRaiseForm, 'why', async (ref, form) => {
    const result = await raiseObjection(c.var.ctx, ref, form);
    if (result.ok) leaveWord(c, 'lineRaised');
    return result;
  });
}

/** An act on one objection, sent from its own page; `words` is the field that people will read. */
async function act<F, T>(
  c: Http,
  schema: z.ZodType<F>,
  words: string,
  carryOut: (ref: Ref, form: F) => Promise<Result<T>>,
): Promise<Response> {
  const ref = refOf(c);
  if (!(await findObjection(c.var.ctx, ref))) return c.notFound();
  const again = objectionPath(ref.slug, ref.no);
  const read = await readWords(c, schema, [words], again);
  if (read instanceof Response) return read;
  const result = await carryOut(ref, read.value);
  return answer(c, result, { to: () => again, again, values: read.values });
}

interface Ref {
  slug: string;
  no: number;
}

function refOf(c: Http): Ref {
  const no = c.req.param('no') ?? '';
  return { slug: c.req.param('village') ?? '', no: /^\d{1,9}$/.test(no) ? Number(no) : 0 };
}

/** A form whose words people read: bad input and personal numbers both show the page again. */
async function readWords<T>(
  c: Http,
  schema: z.ZodType<T>,
  fields: string[],
  again: string,
): Promise<{ value: T; values: FormState['values'] } | Response> {
  const read = await readForm(c, schema);
  if (!read.ok) return showAgain(c, again, read.form);
  const blackened = blackenedForm(read.values, fields);
  return blackened ? showAgain(c, again, blackened) : read;
}
