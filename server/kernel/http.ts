import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import { cookie, dropCookie, keepCookie } from '#server/kernel/cookies.ts';
import type { RefusalCode, Result } from '#server/kernel/result.ts';
import { keepTyped } from '#server/kernel/typed-form.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';
import { href } from '#server/rules/links.ts';

/** A form as a person left it: what was typed, and what is wrong, by field. */
export interface FormState {
  values: Record<string, string | string[]>;
  errors: Record<string, RefusalCode>;
}

/** A page to render: its path in the one tree, for whom, and how it comes back. */
export interface PageRequest {
  path: string;
  ctx: Context;
  status: number;
  form: FormState | null;
}

/** Renders a page of site/; tests give a stand-in that answers JSON. */
export type RenderPage = (page: PageRequest) => Promise<Response>;

/** What our middleware puts beside each request. */
export interface HttpEnv {
  Variables: { ctx: Context; renderPage: RenderPage };
}

export type Http = HonoContext<HttpEnv>;

/** Reads a posted form with its schema; on bad input gives back what was typed and every error. */
export async function readForm<T>(
  c: Http,
  schema: z.ZodType<T>,
): Promise<{ ok: true; value: T; values: FormState['values'] } | { ok: false; form: FormState }> {
  const body = await formBody(c);
  const parsed = schema.safeParse(body);
  const values = typedText(body);
  if (parsed.success) return { ok: true, value: parsed.data, values };
  const errors: FormState['errors'] = {};
  for (const issue of parsed.error.issues) {
    errors[String(issue.path[0] ?? '')] ??= issue.message as RefusalCode;
  }
  return { ok: false, form: { values, errors } };
}

/** The fields of a posted form; a name that comes several times is a list. Throws 400 for no form. */
export async function formBody(
  c: Http,
): Promise<Record<string, string | File | (string | File)[]>> {
  try {
    const body = await bodyFields(c);
    const plain = (value: string | File) =>
      typeof value === 'string' ? withoutControls(value) : value;
    const fields = Object.entries(body).map(
      ([name, value]) => [name, Array.isArray(value) ? value.map(plain) : plain(value)] as const,
    );
    return Object.fromEntries(fields);
  } catch (cause) {
    // Whoever sent it was no browser of ours.
    throw new HTTPException(400, { message: '400', cause });
  }
}

const WORDS_ONLY = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** A form of words alone is read as a text: as form data it costs more than most acts. */
async function bodyFields(c: Http): Promise<Record<string, string | File | (string | File)[]>> {
  if (!WORDS_ONLY.test(c.req.header('content-type') ?? '')) return c.req.parseBody({ all: true });
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

// Marks that turn the direction of what follows, beside controls: words would read backwards, and
// so would the numbers and names of the page around them.
const CONTROLS = /(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** No keyboard types a control sign, and PostgreSQL keeps no text with a NUL. */
export function withoutControls(typed: string): string {
  return typed.replace(CONTROLS, '');
}

/** The same page again with status 422: typed text kept, errors said. */
export function showAgain(c: Http, path: string, form: FormState, status = 422): Promise<Response> {
  c.var.ctx.page.keepPrivate();
  return c.var.renderPage({ path, ctx: c.var.ctx, status, form });
}

/**
 * The answer to a command: 303 to where it leads, the page again with the refusal at its field, or
 * 404 when the viewer may not know of the subject at all.
 */
export async function answer<T>(
  c: Http,
  result: Result<T>,
  { to, again, values }: { to: (value: T) => string; again: string; values: FormState['values'] },
): Promise<Response> {
  if (result.ok) return seeOther(c, to(result.value));
  if (result.code === 'signInFirst') return toSignIn(c, again, values);
  if (result.code === 'notFound') return c.notFound();
  const isTooOften = result.code === 'tooManyTries' || result.code === 'tooFast';
  const form = { values, errors: { [result.field ?? '']: result.code } };
  if (!isTooOften) return showAgain(c, again, form);
  return tooOften(c, again, form, result.waitMs);
}

/** 429 with the page, and the seconds after which it is worth trying again. */
export async function tooOften(
  c: Http,
  again: string,
  form: FormState,
  waitMs = MINUTE_MS,
): Promise<Response> {
  const response = await showAgain(c, again, form, 429);
  response.headers.set('retry-after', String(Math.ceil(waitMs / 1000)));
  return response;
}

/** To the sign-in and back to the page, with what was typed there kept meanwhile. */
export async function toSignIn(
  c: Http,
  path: string,
  values: FormState['values'] = {},
): Promise<Response> {
  if (Object.keys(values).length > 0) await keepTyped(c, path, values);
  return seeOther(c, `/login?back=${encodeURIComponent(path)}`);
}

/** After a write: go and look (in the reader's language). */
export function seeOther(c: Http, path: string): Response {
  return c.redirect(href(c.var.ctx.lang, path), 303);
}

/** Leaves a short word for the next page, by its code in the catalogue. */
export function leaveWord(c: Http, code: string): void {
  keepCookie(c, 'flash', code, 60);
}

/** The word left for this page: it is said once, and never on a page kept for others. */
export function wordLeft(c: Http): string | null {
  return (c.req.method === 'GET' ? cookie(c, 'flash') : undefined) ?? null;
}

/** Forgets the word that this answer has said; called when the answer is made. */
export function forgetWord(c: Http): void {
  dropCookie(c, 'flash');
}

/** A path of our own to go back to, or the fallback: never another site. */
export function safeBack(path: string | undefined, fallback: string): string {
  const isOurs = path !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(path);
  return isOurs ? path : fallback;
}

function typedText(body: Record<string, unknown>): FormState['values'] {
  const values: FormState['values'] = {};
  for (const [name, value] of Object.entries(body)) {
    // Neither a password nor a teller's key is ever printed back into a page.
    if (/password|secret/.test(name)) continue;
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.filter((one) => typeof one === 'string');
  }
  return values;
}
