import { Hono } from 'hono';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { markMember, openMeeting, recordMeeting, unmarkMember } from '#server/meetings/commands.ts';
import { correctMeeting, coverInMeeting } from '#server/meetings/correcting.ts';
import { audienceForm, correctionForm, meetingForm, memberForm } from '#server/meetings/forms.ts';
import { meetingToCorrect, membersPage, newMeeting } from '#server/meetings/views.ts';
import { privacyForm } from '#server/moderation/forms.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { meetingPath, meetingsPath } from '#server/rules/links.ts';

/** POST of 三会一课; the pages are Astro's. */
export function meetingRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/v/:village/meetings', record);
  routes.post('/v/:village/meetings/:no/audience', reopen);
  routes.post('/v/:village/meetings/:no/edit', correct);
  routes.post('/v/:village/meetings/:no/privacy', cover);
  routes.post('/v/:village/meetings/members', mark);
  routes.post('/v/:village/meetings/members/:person/end', unmark);
  return routes;
}

const slugOf = (c: Http) => c.req.param('village') ?? '';

async function record(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = slugOf(c);
  const again = `${meetingsPath(slug)}/new`;
  if (!(await newMeeting(ctx, slug))) return c.notFound();
  const form = await readForm(c, meetingForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const blackened = blackenedForm(form.values, ['topic', 'place', 'body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await recordMeeting(ctx, slug, form.value);
  return answer(c, result, { to: ({ no }) => meetingPath(slug, no), again, values: form.values });
}

async function correct(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = slugOf(c);
  const no = c.req.param('no') ?? '';
  const here = `${meetingPath(slug, Number(no))}/edit`;
  if (!(await meetingToCorrect(ctx, slug, no))) return c.notFound();
  const form = await readForm(c, correctionForm);
  if (!form.ok) return showAgain(c, here, form.form);
  const blackened = blackenedForm(form.values, ['topic', 'place', 'body', 'reason']);
  if (blackened) return showAgain(c, here, blackened);
  const result = await correctMeeting(ctx, { slug, no: Number(no) }, form.value);
  if (result.ok) leaveWord(c, 'saved');
  const to = () => meetingPath(slug, Number(no));
  return answer(c, result, { to, again: here, values: form.values });
}

async function cover(c: Http): Promise<Response> {
  const slug = slugOf(c);
  const no = Number(c.req.param('no'));
  if (!Number.isInteger(no)) return c.notFound();
  const here = meetingPath(slug, no);
  const form = await readForm(c, privacyForm);
  if (!form.ok) return showAgain(c, here, form.form);
  const result = await coverInMeeting(c.var.ctx, { slug, no }, form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: form.values });
}

async function reopen(c: Http): Promise<Response> {
  const slug = slugOf(c);
  const no = Number(c.req.param('no'));
  if (!Number.isInteger(no)) return c.notFound();
  const here = meetingPath(slug, no);
  const form = await readForm(c, audienceForm);
  if (!form.ok) return showAgain(c, here, form.form);
  const result = await openMeeting(c.var.ctx, { slug, no }, form.value.audience);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: form.values });
}

async function mark(c: Http): Promise<Response> {
  const slug = slugOf(c);
  const here = `${meetingsPath(slug)}/members`;
  if (!(await membersPage(c.var.ctx, slug))) return c.notFound();
  const form = await readForm(c, memberForm);
  if (!form.ok) return showAgain(c, here, form.form);
  const result = await markMember(c.var.ctx, slug, form.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: form.values });
}

async function unmark(c: Http): Promise<Response> {
  const slug = slugOf(c);
  const here = `${meetingsPath(slug)}/members`;
  const result = await unmarkMember(c.var.ctx, slug, c.req.param('person') ?? '');
  return answer(c, result, { to: () => here, again: here, values: {} });
}
