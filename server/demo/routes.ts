import { Hono } from 'hono';
import { endSession, startSession } from '#server/accounts/sessions.ts';
import { GUEST } from '#server/demo/bar.ts';
import { moveToNextWorkday } from '#server/demo/clock.ts';
import { readBar } from '#server/demo/facts.ts';
import { formBody, type Http, type HttpEnv, safeBack } from '#server/kernel/http.ts';
import { href } from '#server/rules/links.ts';

/** The slim bar's two forms. In a database that is no demonstration they do not exist. */
export function demoRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/demo/become', become);
  http.post('/demo/next-workday', nextWorkday);
  return http;
}

async function become(c: Http): Promise<Response> {
  const { ctx } = c.var;
  if (!ctx.isDemo) return c.notFound();
  const { who, back } = await formBody(c);
  if (who === GUEST) {
    await endSession(ctx, c);
    return goBack(c, back);
  }
  const people = await readBar(ctx.db.read);
  const found = people.find(({ key }) => key === who);
  if (!found) return c.notFound();
  await startSession(ctx, c, found.personId);
  return goBack(c, back);
}

async function nextWorkday(c: Http): Promise<Response> {
  const { ctx } = c.var;
  if (!ctx.isDemo) return c.notFound();
  const { back } = await formBody(c);
  await moveToNextWorkday(ctx);
  return goBack(c, back);
}

function goBack(c: Http, back: unknown): Response {
  const path = typeof back === 'string' ? back : undefined;
  return c.redirect(safeBack(path, href(c.var.ctx.lang, '/')), 303);
}
