import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { healthRoutes } from '#server/health/routes.ts';
import { featureRoutes } from '#server/http.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import { routeRules } from '#server/route-rules.ts';

/** A route with its rule; without one there are no actions, and nobody is listed. */
export interface RouteLine {
  route: string;
  actions: Action[];
  roles: Role[];
}

/** Pages that are answers, not addresses. */
const NO_ADDRESS = new Set(['/404', '/500']);

/** Every route of ours and every page, each once, with the roles that may use it. */
export function listRoutes(root: string): RouteLine[] {
  const routes = new Set([...serverRoutes(), ...pageRoutes(join(root, 'site/pages'))]);
  return [...routes].sort().map((route) => {
    const actions = routeRules[route] ?? [];
    const roles = actions.flatMap((action): Role[] => permissions[action]);
    return { route, actions, roles: [...new Set(roles)] };
  });
}

function serverRoutes(): string[] {
  const health = healthRoutes(() => {
    throw new Error('these routes are only listed');
  });
  return [...health.routes, ...featureRoutes().routes]
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/\{.*?\}(?=[/?]|$)/g, '')}`);
}

/** '/v/[village]/index.astro' is the page 'GET /v/:village'. */
function pageRoutes(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.astro'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/(^|\/)?(index)?\.astro$/, '')}`)
    .filter((path) => !NO_ADDRESS.has(path))
    .map((path) => `GET ${path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, ':$1')}`);
}
