import { FetchState, pages } from 'astro/fetch';
import { wordsFor } from '#content/messages/words.ts';
import { openApp } from '#server/boot.ts';
import { demoBar } from '#server/demo/bar.ts';
import { createHttp } from '#server/http.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { readEnv } from '#server/kernel/env.ts';
import type { PageRequest } from '#server/kernel/http.ts';
import { securityHeaders } from '#server/kernel/security-headers.ts';
import { sheetPutter } from '#server/page-sheet.ts';
import { startWorker } from '#server/worker.ts';

declare global {
  // The dev server evaluates modules again on each change; the database must not be opened again.
  var cuntouApp: Promise<App> | undefined;
}

/** The app of this process, opened on first use. */
export function theApp(): Promise<App> {
  globalThis.cuntouApp ??= openApp(readEnv(process.env)).then(workInDevelopment);
  return globalThis.cuntouApp;
}

/** server/entry.ts starts the worker; Astro's development server does not know that file. */
function workInDevelopment(app: App): App {
  if (import.meta.env.DEV) startWorker(app);
  return app;
}

/** The fetch entry of Astro's server: our routes first, pages last. `sheet` is the one inlined stylesheet. */
export function createFetch(sheet: string) {
  let headers: [string, string][] | undefined;
  let http: ReturnType<typeof createHttp> | undefined;
  const withSheet = sheetPutter(sheet);
  return {
    async fetch(request: Request): Promise<Response> {
      const app = await theApp();
      http ??= createHttp(app, async (page) => withSheet(await renderPage(page)));
      headers ??= securityHeaders(sheet, app.env);
      const response = await http.fetch(request);
      for (const [name, value] of headers) {
        // What is sent to be kept is shut off further than a page can be.
        const isOwn = name === 'content-security-policy' && response.headers.has(name);
        if (!isOwn) response.headers.set(name, value);
      }
      return response;
    },
  };
}

/** The words of what was just done; a code nobody knows says nothing. */
function wordOf({ flash, lang }: Context): string | null {
  return Object.entries(wordsFor(lang).flash).find(([code]) => code === flash)?.[1] ?? null;
}

/** By their patterns. Astro would import a page anew for each request. */
const importedPages = new Map<string | null, FetchState['componentInstance']>();

/** Renders a page of the one tree; it sees the context and the form in its locals. */
async function renderPage({ path, ctx, status, form }: PageRequest): Promise<Response> {
  // Joined, not resolved: '//elsewhere' is a path of ours too.
  const origin = ctx.env.publicOrigin ?? 'http://localhost';
  const state = new FetchState(new Request(new URL(origin + path)));
  const demo = await demoBar(ctx);
  Object.assign(state.locals, { ctx, form, size: ctx.size, flash: wordOf(ctx), demo });
  // A page that fails half way must be able to answer 500.
  state.streaming = false;
  state.renderError = (_request, { error }) =>
    Promise.reject(error ?? new Error(`no page ${path}`));
  const route = state.routeData?.route ?? null;
  ctx.page.route = route;
  // Nothing of ours is Astro's middleware, action or redirect, so its pages alone are asked.
  state.componentInstance = importedPages.get(route);
  const response = await pages(state);
  if (import.meta.env.PROD) importedPages.set(route, state.componentInstance);
  if (response.status === 404 && path !== '/404' && response.body === null) {
    return renderPage({ path: '/404', ctx, status: 404, form: null });
  }
  // The page's own word (404, 410) outranks ours.
  const isSpoken = response.status !== 200 || status === 200;
  if (isSpoken) return response;
  return new Response(response.body, { status, headers: response.headers });
}
