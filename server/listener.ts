import { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ADDRESS_HEADER, clientAddress, stampAddress } from '#server/client-address.ts';
import { type FinishedAnswer, finish, send } from '#server/finished-answer.ts';
import type { GuestCache, Rendered } from '#server/guest-cache.ts';
import { type GuestPage, guestPageOf } from '#server/guest-key.ts';
import { log } from '#server/kernel/log.ts';
import { bytesOf, rememberBytes } from '#server/kernel/page-bytes.ts';
import { contextOfRequest } from '#server/kernel/request-context.ts';

interface Parts {
  cache: GuestCache;
  files: Map<string, FinishedAnswer>;
  trustedProxy: string | undefined;
  /** The whole site: routes, pages, security headers. */
  render: (request: Request) => Promise<Response>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers requests: pages every guest shares first, then files, then the site itself. */
export function createListener({ cache, files, trustedProxy, render }: Parts): Listener {
  const answerPersonally = personalListener(render);
  rememberBytes();

  async function answerGuest(request: IncomingMessage, response: ServerResponse, page: GuestPage) {
    const url = addressOf(page);
    if (url === null) return void response.writeHead(400).end();
    const address = clientAddress(request, trustedProxy);
    try {
      const made = await cache.render(page.key, () => renderForGuests(render, url, page, address));
      send(request, response, made);
    } catch (error) {
      log.error({ error }, 'a guest page failed');
      response.writeHead(500).end();
    }
  }

  return (request, response) => {
    const page = guestPageOf(request);
    const hit = page === null ? undefined : cache.find(page.key);
    if (hit) return send(request, response, hit);
    const file = fileFor(request, files);
    if (file) return send(request, response, file);
    if (page) return void answerGuest(request, response, page);
    stampAddress(request, clientAddress(request, trustedProxy));
    void answerPersonally(request, response);
  };
}

/** Answers for one reader; text is compressed, everything else passes as it comes. */
function personalListener(render: Parts['render']) {
  return getRequestListener(async (request, { incoming, outgoing }) => {
    const response = await render(request);
    const isHtml = /^text\/html/.test(response.headers.get('content-type') ?? '');
    const isHttp1 = incoming instanceof IncomingMessage && outgoing instanceof ServerResponse;
    if (!isHtml || !isHttp1) return response;
    setDefault(response.headers, 'cache-control', 'no-store');
    const body = await bytesOf(response);
    send(incoming, outgoing, finish(response.status, [...response.headers], body));
    return RESPONSE_ALREADY_SENT;
  });
}

/** Renders with nothing of the reader who happened to ask, but what a route may need to refuse him. */
async function renderForGuests(
  render: Parts['render'],
  url: URL,
  page: GuestPage,
  address: string,
): Promise<Rendered> {
  const request = new Request(url, {
    headers: { host: page.host, cookie: page.cookies, [ADDRESS_HEADER]: address },
  });
  const response = await render(request);
  const ctx = contextOfRequest(request);
  const isPage =
    ctx !== undefined && ctx.page.route !== null && !response.headers.has('set-cookie');
  // Belt and braces: what knows its reader is kept for nobody else.
  const isShared = isPage && ctx.page.isShared && ctx.viewer.personId === null;
  setDefault(response.headers, 'cache-control', isShared ? 'private, no-cache' : 'no-store');
  response.headers.append('vary', 'cookie');
  const body = await bytesOf(response);
  const answer = finish(response.status, [...response.headers], body);
  return { answer, notes: isShared ? ctx.page : null };
}

function addressOf({ host, path }: GuestPage): URL | null {
  const url = URL.parse(`http://${host}${path}`);
  // A host with a path or a name in it would make another address of it.
  return url && url.host === host.toLowerCase().replace(/:80$/, '') ? url : null;
}

function fileFor({ method, url = '' }: IncomingMessage, files: Parts['files']) {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const queryAt = url.indexOf('?');
  return files.get(queryAt < 0 ? url : url.slice(0, queryAt));
}

function setDefault(headers: Headers, name: string, value: string) {
  if (!headers.has(name)) headers.set(name, value);
}
