import type { Action } from '#server/kernel/permissions.ts';

/**
 * Which action each route is, and so who may use it at all (permissions.ts); what of it one may see
 * or do at a certain place is decided by its command or view. A route without a line fails
 * tests/routes.test.ts.
 */
export const routeRules: Record<string, Action> = {};
