import { Hono } from 'hono';
import { agesPage, sayAges } from '#server/bodies/ages.ts';
import { addMember, endMember } from '#server/bodies/commands.ts';
import { addForm, ageForm, endForm, fillForm } from '#server/bodies/forms.ts';
import { rollKeeper } from '#server/bodies/keeper.ts';
import { fillRoll } from '#server/bodies/prefill.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { rollDeskPath } from '#server/rules/body-links.ts';

const ROLL = '/desk/bodies/:village/:body';

/** Keeping the rolls of a village's bodies; the pages are Astro's. */
export function bodyRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/desk/bodies/:village/ages', ages);
  http.post(`${ROLL}/add`, add);
  http.post(`${ROLL}/fill`, fill);
  http.post(`${ROLL}/:member/end`, end);
  return http;
}

async function ages(c: Http): Promise<Response> {
  const { villageCode } = refOf(c);
  const here = rollDeskPath(villageCode, 'ages');
  if (!(await agesPage(c.var.ctx, villageCode, null))?.mayKeep) return c.notFound();
  const read = await readForm(c, ageForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await sayAges(c.var.ctx, villageCode, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function add(c: Http): Promise<Response> {
  const ref = refOf(c);
  const here = rollDeskPath(ref.villageCode, ref.body);
  if (!(await rollKeeper(c.var.ctx, ref)).ok) return c.notFound();
  const read = await readForm(c, addForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await addMember(c.var.ctx, ref, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function fill(c: Http): Promise<Response> {
  const ref = refOf(c);
  const here = rollDeskPath(ref.villageCode, ref.body);
  if (!(await rollKeeper(c.var.ctx, ref)).ok) return c.notFound();
  const read = await readForm(c, fillForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await fillRoll(c.var.ctx, ref, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function end(c: Http): Promise<Response> {
  const ref = refOf(c);
  const here = rollDeskPath(ref.villageCode, ref.body);
  if (!(await rollKeeper(c.var.ctx, ref)).ok) return c.notFound();
  const memberId = c.req.param('member') ?? '';
  const read = await readForm(c, endForm);
  if (!read.ok) {
    const values = { ...read.form.values, member: memberId };
    return showAgain(c, here, { ...read.form, values });
  }
  const { reason } = read.value;
  const result = await endMember(c.var.ctx, ref, { memberId, reason });
  if (result.ok) leaveWord(c, 'saved');
  const values = { ...read.values, member: memberId };
  return answer(c, result, { to: () => here, again: here, values });
}

function refOf(c: Http) {
  return { villageCode: c.req.param('village') ?? '', body: c.req.param('body') ?? '' };
}
