import { Hono } from 'hono';
import { z } from 'zod';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import { claimFinding, decideClaim, decideFindings } from '#server/disclosure-drafts/gate.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { key } from '#server/posts/forms.ts';
import { draftPath } from '#server/rules/links.ts';

/** POST of what the gate found in a draft. */
export function gateRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/open/draft/:id/gate', mask);
  routes.post('/desk/open/draft/:id/gate/claim', claim);
  routes.post('/desk/open/draft/:id/gate/decide', decide);
  return routes;
}

const maskForm = z.object({
  column: z.string().optional(),
  kind: z.string().optional(),
  finding: z.string().optional(),
  key,
});
const claimForm = z.object({
  finding: z.string().default(''),
  reason: z.string().default(''),
  key,
});
const decideForm = z.object({
  finding: z.string().default(''),
  agrees: z.enum(['yes', 'no'], { error: 'pickOne' }),
  key,
});

async function mask(c: Http): Promise<Response> {
  return decided(c, maskForm, (id, { column, kind, finding, key: formKey }) =>
    decideFindings(c.var.ctx, id, {
      ...{ columnCode: column, kind, findingId: finding, key: formKey },
    }),
  );
}

async function claim(c: Http): Promise<Response> {
  return decided(c, claimForm, (id, { finding, reason, key: formKey }) =>
    claimFinding(c.var.ctx, id, { findingId: finding, reason, key: formKey }),
  );
}

async function decide(c: Http): Promise<Response> {
  return decided(c, decideForm, (id, { finding, agrees, key: formKey }) =>
    decideClaim(c.var.ctx, id, { findingId: finding, agrees: agrees === 'yes', key: formKey }),
  );
}

async function decided<Form, Done>(
  c: Http,
  schema: z.ZodType<Form>,
  work: (id: string, form: Form) => Promise<Result<Done>>,
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  if (!(await draftOf(c.var.ctx, id))) return c.notFound();
  const gate = `${draftPath(id)}/gate`;
  const form = await readForm(c, schema);
  if (!form.ok) return showAgain(c, gate, form.form);
  const done = await work(id, form.value);
  if (done.ok) leaveWord(c, 'saved');
  return answer(c, done, { to: () => gate, again: gate, values: form.values });
}
