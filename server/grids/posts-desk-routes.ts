import { Hono } from 'hono';
import { appointByPhone, describePost } from '#server/grids/appointing.ts';
import { describeVillage } from '#server/grids/commands.ts';
import { type FirstPassword, renewPassword } from '#server/grids/first-passwords.ts';
import { endPost } from '#server/grids/granting.ts';
import { heldPost, postsDesk } from '#server/grids/posts-desk.ts';
import { grantForm, profileForm, reachForm } from '#server/grids/posts-desk-forms.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';

/** Granting and ending posts, and what a village says about itself, on the desk of posts. */
export function postsDeskRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/desk/posts/:place/grant', grant);
  http.post('/desk/posts/:place/profile', describe);
  http.post('/desk/posts/:place/:assignment', changeReach);
  http.post('/desk/posts/:place/:assignment/end', end);
  http.post('/desk/posts/:place/:assignment/password', renew);
  return http;
}

async function grant(c: Http): Promise<Response> {
  const again = deskOf(c);
  const desk = await postsDesk(c.var.ctx, placeOf(c));
  if (!desk?.grant) return c.notFound();
  const read = await readForm(c, grantForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const isHere = desk.grant.places.some(({ code }) => code === read.value.gridCode);
  if (!isHere) return c.notFound();
  const result = await appointByPhone(c.var.ctx, read.value);
  if (result.ok && result.value.first) return handOver(c, result.value.first);
  if (result.ok) leaveWord(c, 'postGranted');
  return answer(c, result, { to: () => again, again, values: read.values });
}

async function renew(c: Http): Promise<Response> {
  const found = await heldPost(c.var.ctx, placeOf(c), assignmentOf(c));
  if (!found?.mayRenew) return c.notFound();
  const result = await renewPassword(c.var.ctx, found.id);
  const again = `${deskOf(c)}/${found.id}`;
  if (!result.ok) return answer(c, result, { to: () => again, again, values: {} });
  return handOver(c, result.value);
}

/** The sheet is the answer itself: the password is kept nowhere in clear, so it is shown once. */
function handOver(c: Http, { password, name, until }: FirstPassword): Promise<Response> {
  const values = { password, name, until: String(until) };
  return showAgain(c, `${deskOf(c)}/password`, { values, errors: {} }, 200);
}

async function describe(c: Http): Promise<Response> {
  const again = deskOf(c);
  const desk = await postsDesk(c.var.ctx, placeOf(c));
  if (!desk?.profile) return c.notFound();
  const read = await readForm(c, profileForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const words = { ...read.value, villageCode: placeOf(c) };
  const result = await describeVillage(c.var.ctx, words);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => again, again, values: read.values });
}

async function changeReach(c: Http): Promise<Response> {
  const found = await heldPost(c.var.ctx, placeOf(c), assignmentOf(c));
  if (!found?.mayDescribe) return c.notFound();
  const again = `${deskOf(c)}/${found.id}`;
  const read = await readForm(c, reachForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await describePost(c.var.ctx, found.id, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => deskOf(c), again, values: read.values });
}

async function end(c: Http): Promise<Response> {
  const found = await heldPost(c.var.ctx, placeOf(c), assignmentOf(c));
  if (!found) return c.notFound();
  const result = await endPost(c.var.ctx, found.id);
  if (result.ok) leaveWord(c, 'postEnded');
  const again = `${deskOf(c)}/${found.id}`;
  return answer(c, result, { to: () => deskOf(c), again, values: {} });
}

function placeOf(c: Http): string {
  return c.req.param('place') ?? '';
}

function assignmentOf(c: Http): string {
  return c.req.param('assignment') ?? '';
}

function deskOf(c: Http): string {
  return `/desk/posts/${encodeURIComponent(placeOf(c))}`;
}
