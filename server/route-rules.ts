import '#server/kinds.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { plainKinds } from '#server/plain/kinds.ts';
import '#server/kinds.ts';
import { plainKinds } from '#server/plain/kinds.ts';

/** Plain kinds share their routes; each says who may post it. */
const postings = [...new Set(plainKinds().map(({ mayPost }) => mayPost))];

/** Plain kinds share their routes; each says who may post it. */
const postings = [...new Set(plainKinds().map(({ mayPost }) => mayPost))];

const officesDesk: Action[] = ['assignment.grant', 'assignment.grant-county', 'village.describe'];

/**
 * Which act each route is, and so who may use it at all (permissions.ts). Whether this person may do
 * it here, and to this very thing, its command or view decides: a rule of `page.read` on a page
 * means that its view is made for whoever looks. A route without a line fails tests/routes.test.ts.
 */
export const routeRules: Record<string, Action[]> = {
  'GET /healthz': ['page.read'],
  'GET /readyz': ['page.read'],
  'GET /version': ['page.read'],
  'GET /robots.txt': ['page.read'],
  'POST /size': ['page.read'],
  'GET /help': ['page.read'],
  'GET /privacy': ['page.read'],
  'GET /access': ['page.read'],

  // A demonstration's own; in any other database they answer 404.
  'GET /outbox': ['page.read'],
  'POST /demo/become': ['page.read'],
  'POST /demo/next-workday': ['page.read'],

  'GET /': ['page.read'],
  'GET /county': ['page.read'],
  'GET /t/:town': ['page.read'],
  'GET /v/:village': ['page.read'],
  'GET /v/:village/:rest?': ['page.read'],
  'GET /v/:village/organisation': ['page.read'],
  'GET /v/:village/people': ['page.read'],
  'GET /v/:village/people/:cadreNo': ['page.read'],
  'GET /my-village': ['page.read'],
  'POST /my-village': ['page.read'],
  'GET /desk/duty': ['duty.record', 'leave.record'],
  'POST /desk/duty/leave': ['leave.record'],
  'POST /desk/duty/shift': ['duty.record'],
  'GET /desk/for': ['appeal.raise-for'],
  'GET /desk/for/:villager': ['appeal.raise-for'],
  'POST /desk/for/:villager': ['appeal.raise-for'],
  'GET /desk/posts': officesDesk,
  'GET /desk/posts/:place': officesDesk,
  'GET /desk/posts/:place/:assignment': officesDesk,
  'POST /desk/posts/:place/grant': ['assignment.grant', 'assignment.grant-county'],
  'POST /desk/posts/:place/profile': ['village.describe'],
  'POST /desk/posts/:place/:assignment': officesDesk,
  'POST /desk/posts/:place/:assignment/end': ['assignment.grant', 'assignment.grant-county'],

  'GET /login': ['page.read'],
  'GET /login/code': ['page.read'],
  'GET /login/name': ['page.read'],
  'GET /login/paper': ['page.read'],
  'GET /login/password': ['page.read'],
  'POST /login': ['page.read'],
  'POST /login/again': ['page.read'],
  'POST /login/code': ['page.read'],
  'POST /login/name': ['page.read'],
  'POST /login/paper': ['page.read'],
  'POST /login/password': ['page.read'],
  'POST /logout': ['page.read'],
  'GET /me': ['account.own'],
  'GET /me/close': ['account.own'],
  'GET /me/devices': ['account.own'],
  'GET /me/messages': ['account.own'],
  'GET /me/name': ['account.own'],
  'GET /me/password': ['account.own'],
  'GET /me/village': ['account.own'],
  'GET /me/village/paper': ['account.own'],
  'GET /me/data.json': ['account.own'],
  'POST /me/close': ['account.own'],
  'POST /me/devices': ['account.own'],
  'POST /me/devices/all': ['account.own'],
  'POST /me/messages': ['account.own'],
  'POST /me/name': ['account.own'],
  'POST /me/password': ['account.own'],
  'POST /me/village': ['account.own'],
  'POST /me/village/paper': ['account.own'],
  'GET /desk/roster': ['roster.attest'],
  'GET /desk/roster/:villager': ['roster.attest'],
  'GET /desk/roster/slip': ['roster.attest'],
  'POST /desk/roster/:villager/attest': ['roster.attest'],
  'POST /desk/roster/:villager/slip': ['roster.attest'],

  'GET /search': ['page.read'],
  'GET /v/:village/search': ['page.read'],
  'GET /desk/reviews': ['review.decide', 'review.second'],
  'GET /desk/reviews/:id': ['review.decide', 'review.second'],
  'GET /s/:slip': ['page.read'],
  'GET /comments/:id/edit': ['account.own'],
  'GET /comments/:id/history': ['page.read'],
  'GET /photos/:id/cover': ['account.own', 'review.decide'],
  'GET /posts/:id/edit': ['account.own'],
  'GET /posts/:id/history': ['page.read'],
  'GET /posts/:id/privacy': ['privacy.correct'],
  'GET /posts/:id/report': ['post.report'],
  'GET /reviews/:id': ['account.own', 'review.decide', 'review.second'],
  'GET /s/:slip/poster': ['page.read'],
  'GET /s/:slip/share': ['page.read'],
  'GET /v/:village/a/:no': ['page.read'],
  'GET /v/:village/a/:no/clock': ['page.read'],
  'GET /v/:village/a/:no/print': ['page.read'],
  'GET /v/:village/a/:no/receipt': ['account.own', 'appeal.raise-for'],
  'GET /v/:village/appeals': ['page.read'],
