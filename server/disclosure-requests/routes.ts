import { Hono } from 'hono';
import { openRequest, signRequest } from '#server/disclosure-requests/commands.ts';
import { requestForm } from '#server/disclosure-requests/forms.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { requestsPath } from '#server/rules/links.ts';

const REQUESTS = '/v/:village/open/requests';

/** 联名要求公开: beginning a request, signing it, taking the signature back. */
export function requestRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${REQUESTS}/new`, postRequest);
  http.post(`${REQUESTS}/:no/sign`, (c) => postSignature(c, true));
  http.post(`${REQUESTS}/:no/unsign`, (c) => postSignature(c, false));
  return http;
}

async function postRequest(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const again = `${requestsPath(slug)}/new`;
  const read = await readForm(c, requestForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const { values } = read;
  const blackened = blackenedForm(values, ['title', 'body']);
  if (blackened) return showAgain(c, again, blackened);
  const result = await openRequest(c.var.ctx, slug, read.value);
  if (result.ok) leaveWord(c, 'requestOpened');
  return answer(c, result, { to: ({ path }) => path, again, values });
}

async function postSignature(c: Http, wants: boolean): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const typed = c.req.param('no') ?? '';
  const no = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  const again = requestsPath(slug, no);
  const result = await signRequest(c.var.ctx, { slug, no }, wants);
  if (result.ok) leaveWord(c, wants ? 'requestSigned' : 'requestUnsigned');
  return answer(c, result, { to: () => again, again, values: {} });
}
