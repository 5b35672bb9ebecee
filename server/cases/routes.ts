import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import { writeCase } from '#server/cases/commands.ts';
import { CASE_PARTS, caseForm } from '#server/cases/forms.ts';
import { answer, type Http, type HttpEnv, readForm, showAgain } from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { casePath, casesPath } from '#server/rules/links.ts';

/** POST of governance cases; the pages are Astro's. */
export function caseRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/v/:village/cases', write);
  return routes;
}

async function write(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${casesPath(slug)}/new`;
  const read = await readForm(c, caseForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const { values } = read;
  const blackened = blackenedForm(values, ['title', ...CASE_PARTS]);
  if (blackened) return showAgain(c, again, blackened);
  const result = (await tooFast(ctx, 'posts', 'how')) ?? (await writeCase(ctx, slug, read.value));
  return answer(c, result, { to: ({ no }) => casePath(slug, no), again, values });
}
