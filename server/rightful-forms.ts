import { Hono } from 'hono';
import { decidingRules } from '#server/deciding-rules.ts';
import { type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Http, HttpEnv } from '#server/kernel/http.ts';
import { type Action, may, speakingPost } from '#server/kernel/permissions.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { villageOfPost } from '#server/posts/load.ts';
import { voteRules } from '#server/vote-rules.ts';

/**
 * Where a village decides, whoever is signed in and has no part in it sends into the void: the answer is
 * that of an address that is not there, whatever he typed. Guests are asked to sign in before this.
 */
export function rightfulForms(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.use(async (c, next) => {
    const actions = c.req.method === 'POST' ? actionsOf(c.req.path) : null;
    if (actions === null || c.var.ctx.viewer.personId === null) return next();
    return (await isRightful(c, actions)) ? next() : c.notFound();
  });
  return http;
}

async function isRightful(c: Http, actions: Action[]): Promise<boolean> {
  const { viewer } = c.var.ctx;
  // Its village is a field of the form.
  if (c.req.path === '/desk/votes/new')
    return viewer.posts.some(({ path }) => isAnyOf(viewer, actions, path));
  const village = await villageMeant(c);
  return village !== null && isAnyOf(viewer, actions, village.path);
}

/** Somebody with a post over the village, or inside it, or of the village: what each act asks for. */
function isAnyOf(viewer: Viewer, actions: Action[], path: string): boolean {
  return actions.some(
    (action) => may(viewer, action, path) || speakingPost(viewer, action, path) !== null,
  );
}

/** The village that the address names, itself or by one of its posts; null for none. */
async function villageMeant(c: Http): Promise<Village | null> {
  const { ctx } = c.var;
  const [, root, second = '', third = ''] = c.req.path.split('/');
  if (root === 'v') return villageBySlug(ctx, second);
  return /^\d+$/.test(third) ? villageByCode(ctx, third) : villageOfPost(ctx, third);
}

const forms = Object.entries({ ...decidingRules, ...voteRules })
  .filter(([route]) => route.startsWith('POST '))
  .map(([route, actions]) => ({ parts: route.slice('POST '.length).split('/'), actions }));

/** The acts of the form at this address; null where it is none of these. */
function actionsOf(path: string): Action[] | null {
  const parts = path.split('/');
  const isThis = ({ parts: named }: { parts: string[] }) =>
    named.length === parts.length &&
    named.every((word, at) => word.startsWith(':') || word === parts[at]);
  // '/v/:village/hall/new' is meant before '/v/:village/hall/:no'.
  const found = forms.filter(isThis).toSorted((a, b) => openParts(a.parts) - openParts(b.parts));
  return found[0]?.actions ?? null;
}

function openParts(parts: string[]): number {
  return parts.filter((part) => part.startsWith(':')).length;
}
