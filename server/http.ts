import { randomUUID } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { wordsFor } from '#content/messages/words.ts';
import { passwordFirst } from '#server/accounts/owed-password.ts';
import { accountRoutes } from '#server/accounts/routes.ts';
import { viewerOf } from '#server/accounts/sessions.ts';
import { agendaRoutes } from '#server/agenda/routes.ts';
import { appealRoutes } from '#server/appeals/routes.ts';
import { bodyImportRoutes } from '#server/bodies/import-routes.ts';
import { bodyRoutes } from '#server/bodies/routes.ts';
import { caseRoutes } from '#server/cases/routes.ts';
import { contestRoutes } from '#server/contests/routes.ts';
import { demoRoutes } from '#server/demo/routes.ts';
import { copyRoutes } from '#server/disclosure-copies/routes.ts';
import { gateRoutes } from '#server/disclosure-drafts/gate-routes.ts';
import { disclosureImportRoutes } from '#server/disclosure-drafts/import-routes.ts';
import { draftRoutes } from '#server/disclosure-drafts/routes.ts';
import { dutyDeskRoutes } from '#server/disclosure-duties/routes.ts';
import { requestRoutes } from '#server/disclosure-requests/routes.ts';
import { reviewRoutes } from '#server/disclosure-review/routes.ts';
import { uploadRoutes } from '#server/disclosure-upload/routes.ts';
import { drawRoutes } from '#server/draws/routes.ts';
import { driveRoutes } from '#server/drives/routes.ts';
import { dutyRoutes } from '#server/grids/duty-routes.ts';
import { gridRoutes } from '#server/grids/routes.ts';
import { guestForms, pageToSignInFor } from '#server/guest-forms.ts';
import { healthRoutes } from '#server/health/routes.ts';
import { lineObjectionRoutes } from '#server/line-objections/routes.ts';
import '#server/kinds.ts';
import { attachmentRoutes } from '#server/attachments/routes.ts';
import { bodyLimit } from '#server/kernel/body-limit.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { cookie } from '#server/kernel/cookies.ts';
import {
  forgetWord,
  type Http,
  type HttpEnv,
  type PageRequest,
  type RenderPage,
  wordLeft,
} from '#server/kernel/http.ts';
import { log, logRequest } from '#server/kernel/log.ts';
import { pageNotes } from '#server/kernel/page-notes.ts';
import { rememberContext } from '#server/kernel/request-context.ts';
import { forgetTyped, readTyped } from '#server/kernel/typed-form.ts';
import { visitor } from '#server/kernel/viewer.ts';
import { lessonRoutes } from '#server/lessons/routes.ts';
import { letterRoutes } from '#server/letters/routes.ts';
import { meetingRoutes } from '#server/meetings/routes.ts';
import { moderationRoutes } from '#server/moderation/routes.ts';
import { motionRoutes } from '#server/motions/routes.ts';
import { photoRoutes } from '#server/photos/routes.ts';
import { plainRoutes } from '#server/plain/routes.ts';
import { postRoutes } from '#server/posts/routes.ts';
import { promiseRoutes } from '#server/promises/routes.ts';
import { verdictRoutes } from '#server/promises/verdict-routes.ts';
import { recordingRoutes } from '#server/recordings/routes.ts';
import { resolutionRoutes } from '#server/resolutions/routes.ts';
import { rightfulForms } from '#server/rightful-forms.ts';
import type { Lang } from '#server/rules/dates.ts';
import { readPath } from '#server/rules/links.ts';
import { objectionRoutes } from '#server/selections/objection-routes.ts';
import { reviewerRoutes } from '#server/selections/reviewer-routes.ts';
import { selectionRoutes } from '#server/selections/routes.ts';
import {
  keepFromSearchEngines,
  siteRoutes,
  sizeFromAddress,
  textSize,
} from '#server/site-routes.ts';
import { stepRoutes } from '#server/steps/routes.ts';
import { surveyRoutes } from '#server/surveys/routes.ts';
import { voteDeskRoutes } from '#server/votes/desk-routes.ts';
import { voteRoutes } from '#server/votes/routes.ts';
import { voteTableRoutes } from '#server/votes/table-routes.ts';
import { tellerRoutes } from '#server/votes/teller-routes.ts';
import { voucherRoutes } from '#server/vouchers/routes.ts';

const MEGABYTE = 1024 * 1024;
/** Words alone: the longest official text is a fifth of this, however it is encoded. */
const WORDS_LIMIT = MEGABYTE;
/** Six photos of 15 MB and their words. */
const PHOTOS_LIMIT = 6 * 15 * MEGABYTE + WORDS_LIMIT;

/** The whole of HTTP except how a page looks; tests drive it with `app.request()`. */
export function createHttp(app: App, renderPage: RenderPage): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>({ getPath });

  http.route(
    '/',
    healthRoutes(() => app),
  );
  http.use(async (c, next) => {
    const began = performance.now();
    const unknown = contextOf(app, c);
    c.set('renderPage', renderPage);
    // Known before anybody is looked up, so that a failing look-up can still be explained.
    c.set('ctx', unknown);
    const ctx = { ...unknown, viewer: await viewerOf(unknown, c) };
    c.set('ctx', ctx);
    rememberContext(c.req.raw, ctx);
    await next();
    // A page's answer is a response of its own: a cookie set before it would be lost.
    if (ctx.flash !== null && isPage(c.res)) forgetWord(c);
    logRequest(c, performance.now() - began);
  });
  http.use(keepFromSearchEngines(app));
  http.use(refuseForeign(app));
  http.use(limitBody());
  http.use(passwordFirst);

  http.route('/', featureRoutes());

  http.get('/404', (c) => c.notFound());
  http.get('*', async (c) => sizeFromAddress(c) ?? showPage(c, renderPage));
  http.notFound((c) => renderPage({ path: '/404', ctx: c.var.ctx, status: 404, form: null }));
  http.onError((error, c) => explain(error, c, renderPage));
  return http;
}

/** Astro's own services are no part of this site, and no address of ours holds a NUL. */
const NOWHERE = /^\/(?:_image|_server-islands|_actions|500)(?:\/|$)/;

/** The path in the one page tree; what must lead nowhere is an address that nobody has. */
function getPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const { path } = readPath(pathname);
  return NOWHERE.test(path) || /%00/.test(path + search) ? '/404' : path;
}

/**
 * Refuses what another site's page sends, whatever it says it sends: the ready-made check looks at
 * the kinds of a form only, and a request that names no origin is judged by it as ever.
 */
function refuseForeign({ env }: App): MiddlewareHandler<HttpEnv> {
  const forms = csrf(env.publicOrigin ? { origin: env.publicOrigin } : undefined);
  return (c, next) => {
    const { method, url } = c.req;
    const origin = c.req.header('origin');
    const isSafe = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
    const isOurs =
      origin === undefined ||
      origin === (env.publicOrigin || new URL(url).origin) ||
      c.req.header('sec-fetch-site') === 'same-origin';
    if (isSafe || isOurs) return forms(c, next);
    throw new HTTPException(403, { res: new Response('Forbidden', { status: 403 }) });
  };
}

/** Counts chunked bodies too. Only somebody signed in sends photos; all else is words. */
function limitBody(): MiddlewareHandler<HttpEnv> {
  const onError = (c: Http) => c.text(wordsFor(langOf(c)).errors.sentTooMuch, 413);
  const words = bodyLimit({ maxSize: WORDS_LIMIT, onError });
  const photos = bodyLimit({ maxSize: PHOTOS_LIMIT, onError });
  return (c, next) => {
    const isForm = c.req.header('content-type')?.startsWith('multipart/form-data') ?? false;
    // Whose session ended while he chose his photos is asked to sign in, not to send less.
    const mayCarry = c.var.ctx.viewer.personId !== null || pageToSignInFor(c) !== null;
    return isForm && mayCarry ? photos(c, next) : words(c, next);
  };
}

/** The routes of all features, without what surrounds them. */
export function featureRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.route('/', siteRoutes());
  http.route('/', guestForms());
  http.route('/', rightfulForms());
  http.route('/', accountRoutes());
  http.route('/', agendaRoutes());
  http.route('/', gridRoutes());
  http.route('/', dutyRoutes());
  http.route('/', dutyDeskRoutes());
  http.route('/', postRoutes());
  http.route('/', photoRoutes());
  http.route('/', recordingRoutes());
  http.route('/', moderationRoutes());
  http.route('/', lessonRoutes());
  http.route('/', letterRoutes());
  http.route('/', drawRoutes());
  http.route('/', meetingRoutes());
  http.route('/', motionRoutes());
  http.route('/', driveRoutes());
  http.route('/', stepRoutes());
  http.route('/', resolutionRoutes());
  http.route('/', bodyImportRoutes());
  http.route('/', bodyRoutes());
  http.route('/', promiseRoutes());
  http.route('/', verdictRoutes());
  http.route('/', draftRoutes());
  http.route('/', disclosureImportRoutes());
  http.route('/', uploadRoutes());
  http.route('/', gateRoutes());
  http.route('/', reviewRoutes());
  http.route('/', voteRoutes());
  http.route('/', voteDeskRoutes());
  http.route('/', tellerRoutes());
  http.route('/', voteTableRoutes());
  http.route('/', voucherRoutes());
  http.route('/', attachmentRoutes());
  http.route('/', selectionRoutes());
  http.route('/', surveyRoutes());
  http.route('/', contestRoutes());
  http.route('/', objectionRoutes());
  http.route('/', reviewerRoutes());
  http.route('/', caseRoutes());
  http.route('/', lineObjectionRoutes());
  http.route('/', requestRoutes());
  http.route('/', copyRoutes());
  http.route('/', plainRoutes());
  http.route('/', appealRoutes());
  http.route('/', demoRoutes());
  return http;
}

/** The page that was asked for; with what was typed on it before the person had to sign in again. */
async function showPage(c: Http, renderPage: RenderPage): Promise<Response> {
  const { ctx } = c.var;
  const asked: PageRequest = { path: ctx.asked, ctx, status: 200, form: null };
  const typed = await readTyped(c);
  if (typed?.path !== c.req.path) return renderPage(asked);
  ctx.page.keepPrivate();
  const form = { values: typed.values, errors: {} };
  c.res = await renderPage({ ...asked, ctx: { ...ctx, flash: 'typedKept' }, form });
  // Signed in as somebody who may not see the page, he can still sign in as himself.
  if (c.res.ok) await forgetTyped(c);
  return c.res;
}

function contextOf(app: App, c: Http): Context {
  const lang = langOf(c);
  return {
    ...app,
    viewer: visitor,
    lang,
    page: pageNotes(),
    // Six characters that can be read over the telephone.
    requestId: randomUUID().slice(0, 6).toUpperCase(),
    address: c.req.header('x-cuntou-address') ?? '',
    host: new URL(c.req.url).host,
    size: textSize(cookie(c, 'size')),
    flash: wordLeft(c),
    asked: c.req.method === 'GET' ? askedPath(c) : '/',
  };
}

/** The language that the address names. */
function langOf({ req }: { req: { url: string } }): Lang {
  return readPath(new URL(req.url).pathname).lang;
}

/** What was asked for: the path in the one page tree, and its query. */
function askedPath(c: Http): string {
  return c.req.path + new URL(c.req.url).search;
}

function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') === true;
}

async function explain(error: Error, c: Http, renderPage: RenderPage): Promise<Response> {
  if (error instanceof HTTPException) return error.getResponse();
  const { ctx } = c.var;
  log.error(
    { requestId: ctx.requestId, method: c.req.method, route: c.req.routePath, error },
    'failed',
  );
  ctx.page.keepPrivate();
  try {
    return await renderPage({ path: '/500', ctx, status: 500, form: null });
  } catch (cause) {
    log.error({ requestId: ctx.requestId, error: cause }, 'the page for failures failed too');
    const { broken } = wordsFor(ctx.lang).help;
    return c.text(`${broken.title}\n${broken.tell(ctx.requestId)}`, 500);
  }
}
