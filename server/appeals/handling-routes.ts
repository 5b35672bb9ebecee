import { Hono } from 'hono';
import { z } from 'zod';
import { type AppealRef, findAppeal } from '#server/appeals/act.ts';
import { keepActPhotos } from '#server/appeals/act-photos.ts';
import { confirmAppeal, proposeClose, sayNotYet } from '#server/appeals/closing.ts';
import {
  answerForm,
  confirmForm,
  keyForm,
  planForm,
  progressForm,
  proposeForm,
  remedyForm,
  trackForm,
  wordsOnlyForm,
} from '#server/appeals/forms.ts';
import { answerAppeal, planAppeal, reportProgress, signAppeal } from '#server/appeals/handling.ts';
import { classifyAppeal, contestRemedy } from '#server/appeals/remedy.ts';
import { trackBySlip } from '#server/appeals/tracking.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
  tooOften,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { formOf, withPhotoForm } from '#server/photos/upload.ts';
import { appealPath } from '#server/rules/links.ts';
import type { RuleBook } from '#server/rules/rule-book.ts';

const anything = z.record(z.string(), z.unknown());

/** What handlers and the appellant do to an appeal; each form lives on the appeal's own page. */
export function handlingRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  const act = (name: string, handler: (c: Http) => Promise<Response>) =>
    routes.post(`/v/:village/a/:no/${name}`, handler);
  act(
    'sign',
    on(
      () => keyForm,
      (ctx, ref, { key }) => signAppeal(ctx, ref, key),
      'signed',
    ),
  );
  act(
    'answer',
    on(answerForm, answerIt, (said) => (said.isReceipt ? 'receiptOnly' : 'answered')),
  );
  act(
    'remedy',
    on(remedyForm, classifyAppeal, (set) => (set.isMoved ? 'movedToTown' : 'saved')),
  );
  act('contest', on(wordsOnlyForm, contestRemedy, 'sent'));
  act('plan', on(planForm, planAppeal, 'saved'));
  act(
    'progress',
    on(
      progressForm,
      (ctx, ref, form, photoIds) => reportProgress(ctx, ref, { ...form, photoIds }),
      'sent',
    ),
  );
  act(
    'close',
    on(
      proposeForm,
      (ctx, ref, form, photoIds) => proposeClose(ctx, ref, { ...form, photoIds }),
      'proposed',
    ),
  );
  act('confirm', on(confirmForm, confirmAppeal, 'confirmed'));
  act(
    'not-yet',
    on(
      wordsOnlyForm,
      (ctx, ref, form, photoIds) => sayNotYet(ctx, ref, { ...form, photoIds }),
      'reopened',
    ),
  );
  routes.post('/track', track);
  return routes;
}

function answerIt(
  ctx: Context,
  ref: AppealRef,
  form: { key: string; words: string },
  photoIds: string[],
) {
  return answerAppeal(ctx, ref, { ...form, photoIds });
}

/** One act: its form, its command, and the short word left when it was done. */
function on<Form, Value>(
  schemaOf: (rules: RuleBook) => z.ZodType<Form>,
  command: (ctx: Context, ref: AppealRef, form: Form, photoIds: string[]) => Promise<Result<Value>>,
  said: string | ((value: Value) => string),
): (c: Http) => Promise<Response> {
  return async (c) => {
    const { ctx } = c.var;
    const ref = { slug: c.req.param('village') ?? '', no: Number(c.req.param('no')) };
    const here = appealPath(ref.slug, ref.no);
    return withPhotoForm(c, anything, async (sent) => {
      // Nobody's files are worked on before it is clear that he may see the appeal at all.
      if (!sent.ok || !(await findAppeal(ctx, ref))) return c.notFound();
      const { values, photoIds, refusal } = await keepActPhotos(ctx, sent);
      const form = formOf(schemaOf(ctx.book.rules), values, []);
      if (!form.ok) return showAgain(c, here, form.form);
      const result = refusal ?? (await command(ctx, ref, form.value, photoIds));
      if (result.ok) leaveWord(c, typeof said === 'string' ? said : said(result.value));
      // A class may take the appeal out of the handler's sight.
      const isSeen = (await findAppeal(ctx, ref)) !== null;
      const to = isSeen ? `${here}#steps` : '/desk';
      return answer(c, result, { to: () => to, again: here, values });
    });
  };
}

// The slip's code is a secret: it comes in a POST, and the answer is shown without a redirect.
async function track(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const read = await readForm(c, trackForm);
  if (!read.ok) return showAgain(c, '/track', read.form);
  const found = await trackBySlip(ctx, read.value.code);
  if (!found.ok) {
    const form = { values: {}, errors: { code: found.code } };
    if (found.code === 'tooManyTries') return tooOften(c, '/track', form, found.waitMs);
    return showAgain(c, '/track', form);
  }
  return showAgain(c, '/track', { values: { code: read.value.code }, errors: {} }, 200);
}
