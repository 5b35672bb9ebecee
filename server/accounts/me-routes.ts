import { Hono } from 'hono';
import { ownData } from '#server/accounts/export.ts';
import {
  closeForm,
  deviceForm,
  matchForm,
  ownNameForm,
  ownPasswordForm,
  paperForm,
} from '#server/accounts/forms.ts';
import { countTries, type Tries } from '#server/accounts/limits.ts';
import {
  closeAccount,
  readMessages,
  setOwnName,
  setOwnPassword,
  signOutDevice,
  signOutEverywhere,
} from '#server/accounts/own-account.ts';
import { usePaperCode } from '#server/accounts/paper-codes.ts';
import { matchVillager } from '#server/accounts/roster.ts';
import { endSession, startSession } from '#server/accounts/sessions.ts';
import { tooMany } from '#server/accounts/sign-in-routes.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  seeOther,
  showAgain,
  toSignIn,
} from '#server/kernel/http.ts';

/** What people do about their own account; whoever is not signed in is asked to. */
export function meRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.use('/me/*', signedInOnly);
  http.post('/me/village', matchVillage);
  http.post('/me/village/paper', enterPaperCode);
  http.post('/me/name', changeName);
  http.post('/me/password', changePassword);
  http.post('/me/devices', endOneDevice);
  http.post('/me/devices/all', endAll);
  http.post('/me/messages', async (c) => {
    await readMessages(c.var.ctx);
    return seeOther(c, '/me/messages');
  });
  http.get('/me/data.json', giveData);
  http.post('/me/close', close);
  return http;
}

async function signedInOnly(c: Http, next: () => Promise<void>): Promise<Response | undefined> {
  c.var.ctx.page.keepPrivate();
  if (c.var.ctx.viewer.personId !== null) {
    await next();
    return;
  }
  return toSignIn(c, c.req.path);
}

async function matchVillage(c: Http): Promise<Response> {
  const form = await readForm(c, matchForm);
  if (!form.ok) return showAgain(c, '/me/village', form.form);
  const { village, name } = form.value;
  const again = '/me/village';
  const wait = await countTries(c.var.ctx, matchTries(c.var.ctx, `${village}:${name}`));
  if (wait !== null) return tooMany(c, { again, field: 'name', values: form.values, wait });
  const matched = await matchVillager(c.var.ctx, form.value);
  if (matched.ok) leaveWord(c, 'foundOnRoster');
  return answer(c, matched, { to: () => '/me', again, values: form.values });
}

async function enterPaperCode(c: Http): Promise<Response> {
  const again = '/me/village/paper';
  const form = await readForm(c, paperForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const wait = await countTries(c.var.ctx, matchTries(c.var.ctx, 'paper'));
  if (wait !== null) return tooMany(c, { again, field: 'code', values: form.values, wait });
  const used = await usePaperCode(c.var.ctx, form.value);
  if (used.ok) leaveWord(c, 'foundOnRoster');
  return answer(c, used, { to: () => '/me', again, values: form.values });
}

async function changeName(c: Http): Promise<Response> {
  const form = await readForm(c, ownNameForm);
  if (!form.ok) return showAgain(c, '/me/name', form.form);
  const changed = await setOwnName(c.var.ctx, form.value);
  if (changed.ok) leaveWord(c, 'saved');
  return answer(c, changed, { to: () => '/me', again: '/me/name', values: form.values });
}

async function changePassword(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const form = await readForm(c, ownPasswordForm);
  if (!form.ok) return showAgain(c, '/me/password', { values: {}, errors: form.form.errors });
  const wait = await countTries(ctx, passwordTries(ctx));
  const again = '/me/password';
  if (wait !== null) return tooMany(c, { again, field: 'current-password', values: {}, wait });
  const changed = await setOwnPassword(ctx, form.value);
  if (changed.ok) {
    // All sessions ended with the old password; this browser goes on under a new id.
    await startSession(ctx, c, ctx.viewer.personId ?? '');
    leaveWord(c, 'passwordChanged');
  }
  return answer(c, changed, { to: () => '/me', again, values: {} });
}

async function endOneDevice(c: Http): Promise<Response> {
  const form = await readForm(c, deviceForm);
  if (!form.ok) return c.notFound();
  await signOutDevice(c.var.ctx, form.value.device);
  leaveWord(c, 'deviceEnded');
  return seeOther(c, '/me/devices');
}

async function endAll(c: Http): Promise<Response> {
  await signOutEverywhere(c.var.ctx);
  await endSession(c.var.ctx, c);
  leaveWord(c, 'signedOut');
  return seeOther(c, '/');
}

async function giveData(c: Http): Promise<Response> {
  const data = await ownData(c.var.ctx);
  c.header('content-type', 'application/json; charset=utf-8');
  c.header('content-disposition', 'attachment; filename="cuntou-my-data.json"');
  c.header('cache-control', 'no-store');
  return c.body(JSON.stringify(data, null, 2));
}

async function close(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const again = '/me/close';
  const form = await readForm(c, closeForm);
  if (!form.ok) return showAgain(c, again, { values: {}, errors: form.form.errors });
  const wait = await countTries(ctx, passwordTries(ctx));
  if (wait !== null) return tooMany(c, { again, field: 'current-password', values: {}, wait });
  const closed = await closeAccount(ctx, form.value);
  if (closed.ok) {
    await endSession(ctx, c);
    leaveWord(c, 'accountClosed');
  }
  return answer(c, closed, { to: () => '/', again, values: {} });
}

/** Few tries by one account, and few about one name by all accounts together. */
function matchTries(ctx: Context, about: string): Tries[] {
  const { matchTries: allowed, matchWithinHours } = ctx.book.rules.roster;
  const withinMinutes = matchWithinHours * 60;
  const mine = { name: 'roster', who: ctx.viewer.personId ?? '', allowed, withinMinutes };
  const all = { name: 'roster-name', who: about, allowed: allowed * 2, withinMinutes };
  return about === 'paper' ? [mine] : [mine, all];
}

function passwordTries(ctx: Context): Tries[] {
  const { triesPerAccount: allowed, withinMinutes } = ctx.book.rules.signIn;
  return [{ name: 'own-password', who: ctx.viewer.personId ?? '', allowed, withinMinutes }];
}
