import { Hono } from 'hono';
import { z } from 'zod';
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
import { blackenedForm } from '#server/posts/wording.ts';
import { enterResult } from '#server/votes/entering.ts';
import {
  additionForm,
  countsForm,
  countsOf,
  electorForm,
  mandateForm,
  notedForm,
  optionsOf,
  reasonForm,
  voteForm,
} from '#server/votes/forms.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { giveMandate } from '#server/votes/mandates.ts';
import { changeVote, prepareVote } from '#server/votes/preparing.ts';
import { addElector, decideElector, draftRoster, noteEligibility } from '#server/votes/roster.ts';
import { voidVote } from '#server/votes/voiding.ts';

const DESK = '/desk/votes';

/** What is done at the desk of votes before and around a count; the pages are Astro's. */
export function voteDeskRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${DESK}/new`, prepare);
  http.post(`${DESK}/:id/change`, change);
  http.post(`${DESK}/:id/freeze`, freeze);
  http.post(`${DESK}/:id/void`, makeVoid);
  http.post(`${DESK}/:id/result`, enter);
  http.post(`${DESK}/:id/roster/draft`, draft);
  http.post(`${DESK}/:id/roster/decide`, onRoster(electorForm, decideElector, 'electorDecided'));
  http.post(`${DESK}/:id/roster/add`, onRoster(additionForm, addElector, 'electorAdded'));
  http.post(`${DESK}/:id/roster/note`, onRoster(notedForm, noteEligibility, 'eligibilityNoted'));
  http.post(`${DESK}/:id/roster/mandate`, onRoster(mandateForm, giveMandate, 'mandateGiven'));
  return http;
}

const anything = z.record(z.string(), z.unknown());
const idOf = (c: Http) => c.req.param('id') ?? '';
const word = (typed: unknown) => (typeof typed === 'string' ? typed : '');

/** Further lines of a ballot are a press of their own, so that it works without JavaScript. */
function withMore(values: FormState['values']): FormState {
  const lines = Number(word(values.lines)) || 0;
  return { values: { ...values, lines: String(lines + 2) }, errors: {} };
}

async function prepare(c: Http): Promise<Response> {
  const again = `${DESK}/new`;
  const raw = await readForm(c, anything);
  const values = raw.ok ? raw.values : raw.form.values;
  if (values.more !== undefined) return showAgain(c, again, withMore(values), 200);
  const read = readVote(values);
  if (!read.ok) return showAgain(c, again, { values, errors: read.errors });
  const made = await prepareVote(
    c.var.ctx,
    word(values.village),
    read.wish,
    word(values.previous) || null,
  );
  if (made.ok) leaveWord(c, 'votePrepared');
  return answer(c, made, { to: ({ id }) => `${DESK}/${id}/roster`, again, values });
}

async function change(c: Http): Promise<Response> {
  const here = `${DESK}/${idOf(c)}`;
  const again = `${here}/change`;
  const raw = await readForm(c, anything);
  const values = raw.ok ? raw.values : raw.form.values;
  if (values.more !== undefined) return showAgain(c, again, withMore(values), 200);
  const read = readVote(values);
  if (!read.ok) return showAgain(c, again, { values, errors: read.errors });
  const changed = await changeVote(c.var.ctx, idOf(c), read.wish);
  if (changed.ok) leaveWord(c, changed.value.isRosterGone ? 'voteChangedRoster' : 'voteChanged');
  return answer(c, changed, { to: () => here, again, values });
}

/** A vote as its form says it; every wrong field has its refusal. Numbers of people are covered first. */
function readVote(values: FormState['values']) {
  const read = voteForm.safeParse(values);
  const errors: FormState['errors'] = {};
  for (const { path, message } of read.error?.issues ?? []) {
    errors[String(path[0] ?? '')] ??= message as FormState['errors'][string];
  }
  if (!read.success) return { ok: false as const, errors };
  const blackened = blackenedForm(values, ['title', 'body']);
  if (blackened) return { ok: false as const, errors: blackened.errors };
  return { ok: true as const, wish: { form: read.data, options: optionsOf(values) } };
}

async function freeze(c: Http): Promise<Response> {
  const here = `${DESK}/${idOf(c)}`;
  const result = await freezeRoster(c.var.ctx, idOf(c));
  if (result.ok) leaveWord(c, 'voteAnnounced');
  return answer(c, result, { to: () => here, again: here, values: {} });
}

async function makeVoid(c: Http): Promise<Response> {
  const here = `${DESK}/${idOf(c)}`;
  const read = await readForm(c, reasonForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const blackened = blackenedForm(read.values, ['reason']);
  if (blackened) return showAgain(c, here, blackened);
  const result = await voidVote(c.var.ctx, idOf(c), read.value);
  if (result.ok) leaveWord(c, 'voteVoided');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

/** What a meeting counted, by option; each field holds a whole number. */
async function enter(c: Http): Promise<Response> {
  const here = `${DESK}/${idOf(c)}`;
  const read = await readForm(c, countsForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await enterResult(c.var.ctx, idOf(c), countsOf(read.value));
  if (result.ok) leaveWord(c, 'resultEntered');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

async function draft(c: Http): Promise<Response> {
  const here = `${DESK}/${idOf(c)}/roster`;
  const result = await draftRoster(c.var.ctx, idOf(c));
  if (result.ok) leaveWord(c, 'rosterDrafted');
  return answer(c, result, { to: () => here, again: here, values: {} });
}

/** An act on a roster: its form, its command and the word that is left; back to who was searched. */
function onRoster<T>(
  form: z.ZodType<T>,
  command: (ctx: Context, id: string, value: T) => Promise<Result>,
  flash: string,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const here = `${DESK}/${idOf(c)}/roster`;
    const read = await readForm(c, form);
    const values = read.ok ? read.values : read.form.values;
    const name = word(values.name);
    const again = name === '' ? here : `${here}?name=${encodeURIComponent(name)}`;
    if (!read.ok) return showAgain(c, again, read.form);
    const blackened = blackenedForm(values, ['reason']);
    if (blackened) return showAgain(c, again, blackened);
    const result = await command(c.var.ctx, idOf(c), read.value);
    if (result.ok) leaveWord(c, flash);
    return answer(c, result, { to: () => again, again, values });
  };
}
