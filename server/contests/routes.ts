import { Hono } from 'hono';
import { z } from 'zod';
import type { ContestRef } from '#server/contests/acting.ts';
import { agreeOnPaper, agreeToNomination } from '#server/contests/consent.ts';
import { decideContest } from '#server/contests/deciding.ts';
import { contestWork, newContest } from '#server/contests/desk.ts';
import { extendContest } from '#server/contests/extending.ts';
import {
  contestForm,
  decisionForm,
  excuseForm,
  extensionForm,
  familyForm,
  likeForm,
  nominationForm,
  objectionForm,
  paperForm,
  verdictForm,
} from '#server/contests/forms.ts';
import { excuseJuror, joinJury, judge, leaveJury } from '#server/contests/jury.ts';
import { likeNominee } from '#server/contests/liking.ts';
import { nominate } from '#server/contests/nominating.ts';
import { decideObjection, objectToNominee } from '#server/contests/objecting.ts';
import { openContest, voidContest } from '#server/contests/opening.ts';
import { signedSheet } from '#server/contests/signed.ts';
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
import { withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { contestDeskPath, contestsPath } from '#server/rules/links.ts';

/** 评选: opening, nominating, consent, objections, jury, result; the pages are Astro's. */
export function contestRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/v/:village/contests/:no/nominate', postNomination);
  http.post('/v/:village/contests/:no/family', postFamily);
  http.post('/v/:village/contests/:no/like', postLike);
  http.post('/v/:village/contests/:no/join', (c) => simple(c, joinJury, 'juryJoined'));
  http.post('/v/:village/contests/:no/leave', (c) => simple(c, leaveJury, 'saved'));
  http.post('/v/:village/contests/:no/object', postObjection);
  http.post('/v/:village/contests/:no/judge', postSheets);
  http.post('/desk/contests/:village{[0-9]+}/new', postContest);
  http.post('/desk/contests/:id/paper', postPaper);
  http.post('/desk/contests/:id/objection', postVerdict);
  http.post('/desk/contests/:id/excuse', postExcuse);
  http.post('/desk/contests/:id/decide', (c) => withWords(c, decideContest, 'decide'));
  http.post('/desk/contests/:id/extend', postExtension);
  http.post('/desk/contests/:id/void', (c) => withWords(c, voidContest, 'void'));
  http.get('/desk/contests/:id/signed/:nominee', serveSigned);
  return http;
}

const idOf = (c: Http) => c.req.param('id') ?? '';

function refOf(c: Http): ContestRef {
  const no = c.req.param('no') ?? '';
  return { slug: c.req.param('village') ?? '', no: /^\d{1,9}$/.test(no) ? Number(no) : 0 };
}

const pathOf = ({ slug, no }: ContestRef) => contestsPath(slug, no);

async function postNomination(c: Http): Promise<Response> {
  const again = `${pathOf(refOf(c))}/nominate`;
  const form = await readForm(c, nominationForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['why']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await nominate(c.var.ctx, refOf(c), form.value);
  if (result.ok) leaveWord(c, 'nominated');
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

async function postFamily(c: Http): Promise<Response> {
  const again = `${pathOf(refOf(c))}/family`;
  const form = await readForm(c, familyForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await agreeToNomination(c.var.ctx, refOf(c), form.value);
  if (result.ok) leaveWord(c, form.value.choice === 'agree' ? 'familyAgreed' : 'familyRefused');
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

async function postLike(c: Http): Promise<Response> {
  const again = pathOf(refOf(c));
  const form = await readForm(c, likeForm);
  if (!form.ok) return c.notFound();
  const result = await likeNominee(c.var.ctx, refOf(c), Number(form.value.nominee));
  return answer(c, result, { to: ({ path }) => `${path}#nominees`, again, values: {} });
}

async function simple(
  c: Http,
  act: (ctx: Context, ref: ContestRef) => Promise<Result<{ path: string }>>,
  word: string,
): Promise<Response> {
  const again = pathOf(refOf(c));
  const result = await act(c.var.ctx, refOf(c));
  if (result.ok) leaveWord(c, word);
  return answer(c, result, { to: ({ path }) => path, again, values: {} });
}

async function postObjection(c: Http): Promise<Response> {
  const again = `${pathOf(refOf(c))}/object`;
  const form = await readForm(c, objectionForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await objectToNominee(c.var.ctx, refOf(c), form.value);
  if (result.ok) leaveWord(c, 'contestObjected');
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

async function postSheets(c: Http): Promise<Response> {
  const again = `${pathOf(refOf(c))}/judge`;
  const form = await readForm(c, z.looseObject({}));
  if (!form.ok) return showAgain(c, again, form.form);
  const { values } = form;
  const result = await judge(c.var.ctx, refOf(c), values);
  if (result.ok && !result.value.ok) {
    return showAgain(c, again, { values, errors: result.value.faults });
  }
  if (result.ok) leaveWord(c, 'sheetSent');
  return answer(c, result, { to: () => again, again, values });
}

async function postContest(c: Http): Promise<Response> {
  const villageCode = c.req.param('village') ?? '';
  const again = `${contestDeskPath(villageCode)}/new`;
  if (!(await newContest(c.var.ctx, villageCode))) return c.notFound();
  const form = await readForm(c, contestForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['title', 'body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await openContest(c.var.ctx, villageCode, form.value);
  return answer(c, result, { to: ({ path }) => path, again, values: form.values });
}

async function postPaper(c: Http): Promise<Response> {
  const again = contestDeskPath(idOf(c));
  if (!(await contestWork(c.var.ctx, idOf(c)))) return c.notFound();
  return withPhotoForm(c, paperForm, async (form) => {
    if (!form.ok) return showAgain(c, again, form.form);
    const result = await agreeOnPaper(c.var.ctx, idOf(c), form.value, form.files);
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => again, again, values: form.values });
  });
}

async function postVerdict(c: Http): Promise<Response> {
  const again = contestDeskPath(idOf(c));
  const form = await readForm(c, verdictForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const result = await decideObjection(c.var.ctx, idOf(c), form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => again, again, values: form.values });
}

async function postExcuse(c: Http): Promise<Response> {
  const again = contestDeskPath(idOf(c));
  const form = await readForm(c, excuseForm);
  if (!form.ok) return c.notFound();
  const result = await excuseJuror(c.var.ctx, idOf(c), form.value.villager);
  return answer(c, result, { to: () => again, again, values: {} });
}

async function postExtension(c: Http): Promise<Response> {
  const again = contestDeskPath(idOf(c));
  const form = await readForm(c, extensionForm);
  const values = { ...(form.ok ? form.values : form.form.values), which: 'extend' };
  if (!form.ok) return showAgain(c, again, { ...form.form, values });
  const blackened = blackenedForm(values, ['reason']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await extendContest(c.var.ctx, idOf(c), form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: ({ path }) => path, again, values });
}

/** Two forms of the desk have a field of this name: which one was sent stands beside it. */
async function withWords(
  c: Http,
  act: (
    ctx: Context,
    id: string,
    form: { body: string; key: string },
  ) => Promise<Result<{ path: string }>>,
  which: string,
): Promise<Response> {
  const again = contestDeskPath(idOf(c));
  const form = await readForm(c, decisionForm);
  if (!form.ok) {
    const { values, errors } = form.form;
    return showAgain(c, again, { values: { ...values, which }, errors });
  }
  const values = { ...form.values, which };
  const result = await act(c.var.ctx, idOf(c), form.value);
  return answer(c, result, { to: ({ path }) => path, again, values });
}

/** The photo of a signed sheet, for who decides; a 404 to everybody else. */
async function serveSigned(c: Http): Promise<Response> {
  const nominee = c.req.param('nominee') ?? '';
  return (await signedSheet(c.var.ctx, idOf(c), nominee)) ?? c.notFound();
}
