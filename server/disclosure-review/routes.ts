import { Hono } from 'hono';
import type { z } from 'zod';
import { beginCorrection, dropCorrection, keepLine } from '#server/disclosure-review/correcting.ts';
import {
  keepForm,
  meetingForm,
  reasonForm,
  resultForm,
  signForm,
  stepForm,
} from '#server/disclosure-review/forms.ts';
import { endPublicity, type NoticeResult } from '#server/disclosure-review/publicity.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import {
  returnDisclosure,
  sendForReview,
  signDisclosure,
} from '#server/disclosure-review/steps.ts';
import { mayReview } from '#server/disclosure-review/views.ts';
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
import { draftPath, reviewPath } from '#server/rules/links.ts';

/** The steps of a disclosure after it was drafted; the page is Astro's. */
export function reviewRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  const step = <T, Value>(name: string, steps: StepRoute<T, Value>) =>
    routes.post(`/desk/open/draft/:id/${name}`, (c) => take(c, name, steps));
  step('send', {
    form: stepForm,
    word: 'disclosureSent',
    act: (ctx, id, { key }) => sendForReview(ctx, id, key),
  });
  step('sign', {
    form: signForm,
    word: 'disclosureSigned',
    act: (ctx, id, { key }) => signDisclosure(ctx, id, key),
  });
  step('return', {
    ...{ form: reasonForm, word: 'disclosureReturned', published: ['reason'] },
    act: (ctx, id, { reason, key }) => returnDisclosure(ctx, id, reason, key),
  });
  step('publish', {
    ...{ form: meetingForm, word: 'disclosurePublished', published: ['decision', 'lateReason'] },
    act: (ctx, id, { key, ...meeting }) => publishDisclosure(ctx, id, meeting, key),
    to: ({ path }) => path,
  });
  step('decide', {
    ...{ form: resultForm, word: 'disclosureDecided', published: ['reason'] },
    act: (ctx, id, { key, ...result }) => endPublicity(ctx, id, noticeResult(result), key),
  });
  step('correct', {
    ...{ form: reasonForm, word: 'disclosureCorrecting', published: ['reason'] },
    act: (ctx, id, { reason, key }) => beginCorrection(ctx, id, reason, key),
    to: (_, id) => draftPath(id),
  });
  step('keep', {
    form: keepForm,
    word: 'saved',
    act: (ctx, id, { no, key }) => keepLine(ctx, id, no, key),
  });
  step('drop', {
    form: stepForm,
    word: 'saved',
    act: (ctx, id, { key }) => dropCorrection(ctx, id, key),
  });
  return routes;
}

interface StepRoute<T, Value> {
  form: z.ZodType<T>;
  /** The word that the next page says. */
  word: string;
  /** Fields that are published: personal numbers in them are asked about first. */
  published?: string[];
  act: (ctx: Context, id: string, form: T) => Promise<Result<Value>>;
  to?: (value: Value, id: string) => string;
}

/** One step by its form; what is wrong is said beside the form that came back. */
async function take<T, Value>(
  c: Http,
  name: string,
  { form, word, published = [], act, to }: StepRoute<T, Value>,
): Promise<Response> {
  const { ctx } = c.var;
  const id = c.req.param('id') ?? '';
  if (!(await mayReview(ctx, id))) return c.notFound();
  const here = reviewPath(id);
  const read = await readForm(c, form);
  const values = { ...(read.ok ? read.values : read.form.values), about: name };
  if (!read.ok) return showAgain(c, here, { ...read.form, values });
  const blackened = blackenedForm(values, published);
  if (blackened) return showAgain(c, here, blackened);
  const result = await act(ctx, id, read.value);
  if (result.ok) leaveWord(c, word);
  return answer(c, result, { to: (value) => to?.(value, id) ?? here, again: here, values });
}

function noticeResult({
  outcome,
  rows,
  reason,
}: Omit<z.infer<typeof resultForm>, 'key'>): NoticeResult {
  if (outcome === 'confirmed') return { outcome };
  return { outcome, rowNos: rows.map(Number), reason };
}
