import { Hono } from 'hono';
import { type Http, type HttpEnv, seeOther, toSignIn } from '#server/kernel/http.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import { moveTyped, readTyped } from '#server/kernel/typed-form.ts';
import { wordsAlone } from '#server/photos/upload.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { commentPlace } from '#server/posts/parts.ts';
import { routeRules } from '#server/route-rules.ts';

/**
 * What a guest sends, and whoever's session ended while he typed: he signs in first, and finds his
 * words on the form's page. The answer is the same for a page that is not there, or not for him.
 */
export function guestForms(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.use(async (c, next) => {
    const page = pageToSignInFor(c);
    if (page === null) return next();
    const values = await wordsAlone(c);
    return values instanceof Response ? values : toSignIn(c, page, values);
  });
  http.get('/posts/:id', async (c) => lead(c, await postById(c.var.ctx, c.req.param('id')), {}));
  http.get('/comments/:id', async (c) => {
    const questionId = c.req.param('id');
    return lead(c, await commentPlace(c.var.ctx, questionId), { questionId });
  });
  return http;
}

/** The page whose form this request sends, when only somebody signed in may send it; else null. */
export function pageToSignInFor(c: Http): string | null {
  if (c.req.method !== 'POST' || c.var.ctx.viewer.personId !== null) return null;
  return formPageOf(c.req.path);
}

/**
 * The page of a form that guests may not send: its own address, or the nearest page above it; null
 * for every other address.
 */
export function formPageOf(path: string): string | null {
  const form = closedForms.find(({ pattern }) => pattern.test(path));
  if (!form) return null;
  return path.split('/').slice(0, form.parts).join('/') + form.ending;
}

interface ClosedForm {
  pattern: RegExp;
  /** How many parts of the address its page shares, and what follows them there. */
  parts: number;
  ending: string;
}

/** Where the page is no part of the form's address. */
const ELSEWHERE: Record<string, Omit<ClosedForm, 'pattern'>> = {
  '/v/:village/:list': { parts: 4, ending: '/new' },
  '/v/:village/letters': { parts: 4, ending: '/new' },
  '/posts/:id/reports': { parts: 3, ending: '/report' },
};

const closedForms = closedFormsIn(routeRules);

function closedFormsIn(rules: Record<string, Action[]>): ClosedForm[] {
  const addresses = (method: string) =>
    Object.entries(rules).flatMap(([route, actions]) =>
      route.startsWith(`${method} `) ? [{ route: route.slice(method.length + 1), actions }] : [],
    );
  const pages = new Set(addresses('GET').map(({ route }) => route));
  return addresses('POST')
    .filter(({ actions }) => !actions.some(isForGuests))
    .map(({ route }) => ({ route, ...(ELSEWHERE[route] ?? nearest(route, pages)) }))
    .toSorted((a, b) => openParts(a.route) - openParts(b.route))
    .map(({ route, parts, ending }) => ({ pattern: patternOf(route), parts, ending }));
}

function isForGuests(action: Action): boolean {
  const roles: Role[] = permissions[action];
  return roles.includes('visitor');
}

function nearest(route: string, pages: Set<string>): Omit<ClosedForm, 'pattern'> {
  const parts = route.split('/');
  while (parts.length > 1 && !pages.has(parts.join('/'))) parts.pop();
  return { parts: parts.length, ending: '' };
}

// '/desk/posts/:place/grant' is meant before '/desk/posts/:place/:assignment'.
function openParts(route: string): number {
  return route.split(':').length;
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`);
}

/** To the page of a post, with what was typed below it before signing in. */
async function lead(
  c: Http,
  loaded: LoadedPost | null,
  about: Record<string, string>,
): Promise<Response> {
  c.var.ctx.page.keepPrivate();
  if (!loaded) return c.notFound();
  const typed = await readTyped(c);
  if (typed?.path === c.req.path) {
    await moveTyped(c, { path: loaded.path, values: { ...typed.values, ...about } });
  }
  return seeOther(c, loaded.path);
}
