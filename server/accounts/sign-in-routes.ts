import { Hono } from 'hono';
import {
  codeForm,
  nameForm,
  paperSignInForm,
  passwordForm,
  phoneForm,
} from '#server/accounts/forms.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import { countedAddress, countTries, forgiveTries, type Tries } from '#server/accounts/limits.ts';
import { refuseOfficialsName } from '#server/accounts/own-account.ts';
import { openAccountByPaper } from '#server/accounts/paper-codes.ts';
import { coverPhone } from '#server/accounts/phone.ts';
import { isClaimed, markProven } from '#server/accounts/phone-proof.ts';
import { endSession, startSession } from '#server/accounts/sessions.ts';
import { enterByCode, enterByPassword, openAccount, sendCode } from '#server/accounts/sign-in.ts';
import {
  forgetSigningIn,
  keepSigningIn,
  readSigningIn,
  spendSigningIn,
} from '#server/accounts/signing-in.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  safeBack,
  seeOther,
  showAgain,
  tooOften,
} from '#server/kernel/http.ts';
import { log } from '#server/kernel/log.ts';
import type { Refusal } from '#server/kernel/result.ts';

/** Four ways in: a code by message, a password, a slip of paper, and a name for a new phone. */
export function signInRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.use('/login', codesOnly);
  http.use('/login/code', codesOnly);
  http.use('/login/again', codesOnly);
  http.post('/login', askForCode);
  http.post('/login/again', sendAgain);
  http.get('/login/code', (c) => showStep(c, '/login/code'));
  http.post('/login/code', typeCode);
  http.get('/login/name', (c) => showStep(c, '/login/name'));
  http.post('/login/name', typeName);
  http.post('/login/password', typePassword);
  http.post('/login/paper', typePaperCode);
  http.post('/logout', async (c) => {
    await endSession(c.var.ctx, c);
    leaveWord(c, 'signedOut');
    return seeOther(c, '/');
  });
  return http;
}

/** Where no code reaches a phone, signing in begins with the password. */
async function codesOnly(c: Http, next: () => Promise<void>): Promise<Response | undefined> {
  if (sendsCodes(c.var.ctx)) {
    await next();
    return undefined;
  }
  c.var.ctx.page.keepPrivate();
  return seeOther(c, `/login/password${new URL(c.req.url).search}`);
}

async function askForCode(c: Http): Promise<Response> {
  const form = await readForm(c, phoneForm);
  if (!form.ok) return showAgain(c, '/login', form.form);
  const { phone, back } = form.value;
  const wait = await countTries(c.var.ctx, codeTries(c.var.ctx, phone));
  if (wait !== null)
    return tooMany(c, { again: '/login', field: 'phone', values: form.values, wait });
  await sendCode(c.var.ctx, phone);
  keepSigningIn(c, { phone, back, isProven: false });
  return seeOther(c, '/login/code');
}

async function sendAgain(c: Http): Promise<Response> {
  const state = readSigningIn(c);
  if (!state) return seeOther(c, '/login');
  const values = stepValues(state.phone);
  const wait = await countTries(c.var.ctx, codeTries(c.var.ctx, state.phone));
  if (wait !== null) return tooMany(c, { again: '/login/code', field: 'code', values, wait });
  await sendCode(c.var.ctx, state.phone);
  leaveWord(c, 'codeSent');
  return seeOther(c, '/login/code');
}

/** A step that needs what the step before left; without it one begins anew. */
async function showStep(c: Http, path: string): Promise<Response> {
  const state = readSigningIn(c);
  const isReady = state && (path === '/login/code' || state.isProven);
  if (!isReady) return seeOther(c, '/login');
  const claimed = state.isProven && (await isClaimed(c.var.ctx, state.phone));
  const values = { ...stepValues(state.phone), ...(claimed && { claimed: 'yes' }) };
  return showAgain(c, path, { values, errors: {} }, 200);
}

async function typeCode(c: Http): Promise<Response> {
  const state = readSigningIn(c);
  if (!state) return seeOther(c, '/login');
  const { phone, back } = state;
  const form = await readForm(c, codeForm);
  const values = stepValues(phone);
  if (!form.ok) return showAgain(c, '/login/code', { values, errors: form.form.errors });
  const { ctx } = c.var;
  const tries = signInTries(ctx, phone);
  const wait = await countTries(ctx, tries);
  if (wait !== null) return tooMany(c, { again: '/login/code', field: 'code', values, wait });
  const entered = await enterByCode(ctx, { phone, code: form.value.code });
  if (!entered.ok) return refused(c, '/login/code', entered, values);
  await forgiveTries(ctx, tries);
  if (entered.value !== null) return letIn(c, entered.value, back);
  keepSigningIn(c, { phone, back, isProven: true });
  return seeOther(c, '/login/name');
}

async function typeName(c: Http): Promise<Response> {
  const state = readSigningIn(c);
  if (!state?.isProven) return seeOther(c, '/login');
  const form = await readForm(c, nameForm);
  const shown = stepValues(state.phone);
  if (!form.ok) {
    const { values, errors } = form.form;
    return showAgain(c, '/login/name', { values: { ...values, ...shown }, errors });
  }
  const taken = await refuseOfficialsName(c.var.ctx, form.value.name, 'name');
  if (taken) return refused(c, '/login/name', taken, { ...form.values, ...shown });
  if (!(await spendSigningIn(c))) return seeOther(c, '/login');
  const opened = await openAccount(c.var.ctx, { phone: state.phone, name: form.value.name });
  if (!opened.ok) return refused(c, '/login/name', opened, { ...form.values, ...shown });
  return letIn(c, opened.value, state.back);
}

async function typePassword(c: Http): Promise<Response> {
  const form = await readForm(c, passwordForm);
  if (!form.ok) return showAgain(c, '/login/password', form.form);
  const { ctx } = c.var;
  const { phone, password, back } = form.value;
  const { values } = form;
  const tries = signInTries(ctx, phone);
  const wait = await countTries(ctx, tries);
  if (wait !== null) return tooMany(c, { again: '/login/password', field: 'phone', values, wait });
  const entered = await enterByPassword(ctx, { phone, password });
  if (!entered.ok) return refused(c, '/login/password', entered, values);
  await forgiveTries(ctx, tries);
  const { personId, mustChange } = entered.value;
  await proveByCode(c, phone, personId);
  return letIn(c, personId, mustChange ? '/me/password' : back);
}

// He typed this phone's code a moment ago, and now the password of its account.
async function proveByCode(c: Http, phone: string, personId: string): Promise<void> {
  const state = readSigningIn(c);
  if (!state?.isProven || state.phone !== phone || !(await spendSigningIn(c))) return;
  await c.var.ctx.db.write((tx) => markProven(tx, personId));
}

async function typePaperCode(c: Http): Promise<Response> {
  const form = await readForm(c, paperSignInForm);
  if (!form.ok) return showAgain(c, '/login/paper', form.form);
  const { ctx } = c.var;
  const { values } = form;
  const tries = signInTries(ctx, form.value.phone);
  const wait = await countTries(ctx, tries);
  if (wait !== null) return tooMany(c, { again: '/login/paper', field: 'code', values, wait });
  const opened = await openAccountByPaper(ctx, form.value);
  if (!opened.ok) return refused(c, '/login/paper', opened, values);
  await forgiveTries(ctx, tries);
  return letIn(c, opened.value, '/me');
}

async function letIn(c: Http, personId: string, back: string | undefined): Promise<Response> {
  const { ctx } = c.var;
  await startSession(ctx, c, personId);
  forgetSigningIn(c);
  const { posts } = await loadViewer(ctx, personId);
  return seeOther(c, safeBack(back, posts.length > 0 ? '/desk' : '/me'));
}

function refused(
  c: Http,
  again: string,
  { code, field }: Refusal,
  values: FormState['values'],
): Promise<Response> {
  log.info({ requestId: c.var.ctx.requestId, page: again, refusal: code }, 'sign-in refused');
  const status = code === 'tooBusy' ? 503 : 422;
  return showAgain(c, again, { values, errors: { [field ?? '']: code } }, status);
}

/** 429 with the page; that somebody tried so often is written down. */
export async function tooMany(
  c: Http,
  {
    again,
    field,
    values,
    wait,
  }: { again: string; field: string; values: FormState['values']; wait: number },
): Promise<Response> {
  log.info({ requestId: c.var.ctx.requestId, page: again, refusal: 'tooManyTries' }, 'refused');
  const errors = { [field]: 'tooManyTries' } as const;
  return tooOften(c, again, { values, errors }, wait);
}

function stepValues(phone: string): FormState['values'] {
  return { phone: coverPhone(phone) };
}

/** A phone is spared many messages, and one address cannot send the county's. */
function codeTries(ctx: Context, phone: string): Tries[] {
  const { codesPerPhoneAnHour, triesPerAddress, withinMinutes } = ctx.book.rules.signIn;
  return [
    { name: 'send-code', who: phone, allowed: codesPerPhoneAnHour, withinMinutes: 60 },
    fromAddress(ctx, 'send-code-address', triesPerAddress, withinMinutes),
  ];
}

function signInTries(ctx: Context, phone: string): Tries[] {
  const { triesPerAccount, triesPerAddress, withinMinutes } = ctx.book.rules.signIn;
  return [
    { name: 'sign-in', who: phone, allowed: triesPerAccount, withinMinutes },
    fromAddress(ctx, 'sign-in-address', triesPerAddress, withinMinutes),
  ];
}

function fromAddress(ctx: Context, name: string, allowed: number, withinMinutes: number): Tries {
  return { name, who: countedAddress(ctx.address), allowed, withinMinutes };
}
