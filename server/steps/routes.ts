import { Hono } from 'hono';
import type { Context } from '#server/kernel/context.ts';
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
import { keepNamedPhotos } from '#server/photos/kept-photos.ts';
import { sealedPhoto, sealedPicture } from '#server/photos/sealed.ts';
import { formOf, withFiles } from '#server/photos/upload.ts';
import { keyForm } from '#server/posts/forms.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { stepDeskPath } from '#server/rules/links.ts';
import type { TryRef } from '#server/steps/act.ts';
import { markAttendance } from '#server/steps/attendance.ts';
import { callStep } from '#server/steps/calling.ts';
import { callOffStep, checkStep, sendBackStep } from '#server/steps/checking.ts';
import { motionDesk } from '#server/steps/desk.ts';
import {
  callForm,
  type ReasonForm,
  reasonForm,
  recordForm,
  tickForm,
} from '#server/steps/forms.ts';
import { mayReadSigned, recordPage } from '#server/steps/record-page.ts';
import { recordStep, SCENE, SIGNED } from '#server/steps/recording.ts';
import { readTry } from '#server/steps/views.ts';

/** POST of 四议两公开, and the photos of signed minutes; the pages are Astro's. */
export function stepRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/steps/:motion', call);
  routes.post('/desk/steps/:motion/:try/attend', attend);
  routes.post('/desk/steps/:motion/:try/record', record);
  routes.post('/desk/steps/:motion/:try/off', (c) => withReason(c, 'off', callOffStep));
  routes.post('/desk/steps/:motion/:try/back', (c) => withReason(c, 'back', sendBackStep));
  routes.post('/desk/steps/:motion/:try/check', check);
  routes.get('/desk/steps/signed/:file{[0-9a-f-]{36}-[0-9]+\\.webp}', serveSigned);
  return routes;
}

async function call(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const motionId = c.req.param('motion') ?? '';
  const again = stepDeskPath(motionId);
  const desk = await motionDesk(ctx, motionId);
  if (!desk?.mayCall) return c.notFound();
  const form = await readForm(c, callForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['place', 'chair']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await callStep(ctx, motionId, form.value);
  if (result.ok) leaveWord(c, 'stepCalled');
  const to = (made: { step: string; attempt: number }) => stepDeskPath(motionId, made);
  return answer(c, result, { to, again, values: form.values });
}

/** A try as its desk address names it; null for anything else. */
function tryOf(c: Http): (TryRef & { name: string; again: string }) | null {
  const motionId = c.req.param('motion') ?? '';
  const name = c.req.param('try') ?? '';
  const which = readTry(name);
  return which && { motionId, ...which, name, again: stepDeskPath(motionId, which) };
}

async function attend(c: Http): Promise<Response> {
  const ref = tryOf(c);
  if (!ref) return c.notFound();
  return withRecord(c, ref, async (values) => {
    const form = formOf(tickForm, values, []);
    if (!form.ok) return showAgain(c, ref.again, form.form);
    const result = await markAttendance(c.var.ctx, ref, form.value);
    if (!result.ok) return answer(c, result, { to: () => ref.again, again: ref.again, values });
    const go = typeof values.go === 'string' && /^\d{1,5}$/.test(values.go) ? values.go : null;
    const isTyped = typeof values.minutes === 'string' && values.minutes !== '';
    // Minutes half written stay on the page; they are nowhere else yet.
    if (isTyped) return showAgain(c, pageOf(ref.again, go), { values, errors: {} }, 200);
    leaveWord(c, 'saved');
    return answer(c, result, { to: () => pageOf(ref.again, go), again: ref.again, values });
  });
}

async function record(c: Http): Promise<Response> {
  const ref = tryOf(c);
  if (!ref) return c.notFound();
  return withRecord(c, ref, async (values, photoIds, refusal) => {
    const form = formOf(recordForm, values, []);
    if (!form.ok) return showAgain(c, ref.again, form.form);
    const blackened = blackenedForm(values, ['minutes', 'dissent']);
    if (blackened) return showAgain(c, ref.again, blackened);
    const result = refusal ?? (await recordStep(c.var.ctx, ref, { ...form.value, photoIds }));
    if (result.ok) leaveWord(c, result.value.state === 'passed' ? 'stepPassed' : 'stepFailed');
    return answer(c, result, { to: () => ref.again, again: ref.again, values });
  });
}

type Refused = Extract<Result, { ok: false }>;

/** The form of a meeting with its photos taken in: they are not chosen twice. */
async function withRecord(
  c: Http,
  ref: TryRef & { name: string },
  work: (
    values: FormState['values'],
    photoIds: string[],
    refusal: Refused | null,
  ) => Promise<Response>,
): Promise<Response> {
  const { ctx } = c.var;
  const { bytes, perPost } = ctx.book.rules.photos;
  return withFiles(c, { fileBytes: bytes, files: perPost }, async (typed, files) => {
    const page = await recordPage(ctx, { ...ref, after: 0 }, null);
    // Nobody's files are worked on before it is clear that he may record here.
    if (!page?.mayRecord) return c.notFound();
    const kept = await keepNamedPhotos(ctx, { values: typed, files }, [SIGNED, SCENE]);
    return work(kept.values, kept.photoIds, kept.refusal);
  });
}

async function check(c: Http): Promise<Response> {
  const ref = tryOf(c);
  if (!ref) return c.notFound();
  const form = await readForm(c, keyForm);
  if (!form.ok) return showAgain(c, ref.again, form.form);
  const result = await checkStep(c.var.ctx, ref, form.value.key);
  if (result.ok) leaveWord(c, 'stepChecked');
  return answer(c, result, { to: () => ref.again, again: ref.again, values: {} });
}

async function withReason(
  c: Http,
  act: string,
  command: (ctx: Context, ref: TryRef, form: ReasonForm) => Promise<Result>,
): Promise<Response> {
  const ref = tryOf(c);
  if (!ref) return c.notFound();
  const form = await readForm(c, reasonForm);
  const values = form.ok ? { ...form.values, act } : { ...form.form.values, act };
  if (!form.ok) return showAgain(c, ref.again, { ...form.form, values });
  const blackened = blackenedForm(values, ['reason']);
  if (blackened) return showAgain(c, ref.again, blackened);
  const result = await command(c.var.ctx, ref, form.value);
  if (result.ok) leaveWord(c, 'saved');
  const to = () => stepDeskPath(ref.motionId);
  return answer(c, result, { to, again: ref.again, values });
}

async function serveSigned(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const [, id, width] = /^([\da-f-]{36})-(\d+)\.webp$/.exec(c.req.param('file') ?? '') ?? [];
  const photo = id ? await sealedPhoto(ctx, id) : null;
  if (!id || !photo || !(await mayReadSigned(ctx, photo.subjectId))) return c.notFound();
  return (await sealedPicture(ctx, { id, width: Number(width) })) ?? c.notFound();
}

function pageOf(path: string, after: string | null): string {
  return after === null || after === '0' ? path : `${path}?after=${after}`;
}
