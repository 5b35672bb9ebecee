import type { Action } from '#server/kernel/permissions.ts';

const answersObjections: Action[] = [
  'line-objection.answer',
  'line-objection.answer-private',
  'line-objection.answer-raised',
];

/** The routes of disclosure, as server/route-rules.ts has them all: which act each one is. */
export const disclosureRules: Record<string, Action[]> = {
  'GET /desk/open': ['disclosure.read-drafts', 'disclosure.board'],
  'GET /desk/open/board': ['disclosure.board'],
  'GET /desk/open/board.csv': ['disclosure.board'],
  'GET /desk/open/:village': ['disclosure.read-drafts', 'disclosure.board'],
  'POST /desk/open/:village/start': ['disclosure.set-up'],
  'POST /desk/open/:village/none': ['disclosure.draft'],
  'POST /desk/open/:village/event': ['disclosure.draft'],
  'POST /desk/open/:village/frequency': ['disclosure.set-up'],
  'POST /desk/open/:village/item': ['disclosure.set-up'],
  'POST /desk/open/:village/order': ['disclosure.order'],
  'GET /v/:village/open': ['page.read'],
  'GET /v/:village/open/duties': ['page.read'],
  'GET /v/:village/open/item/:file': ['page.read'],
  'GET /v/:village/open/:year/:month/datapackage.json': ['page.read'],
  'GET /v/:village/open/:year/:month/:file': ['page.read'],
  'GET /feeds/:file': ['page.read'],
  'GET /v/:village/open/asked': ['page.read'],
  'GET /v/:village/open/asked/:no': ['page.read'],
  'GET /v/:village/open/item/:no/ask': ['page.read'],
  'POST /v/:village/open/item/:no/ask': ['line-objection.raise'],
  'POST /v/:village/open/asked/:no/reply': answersObjections,
  'POST /v/:village/open/asked/:no/answer': answersObjections,
  'POST /v/:village/open/asked/:no/raise': ['account.own'],
  'GET /desk/open/asked': answersObjections,
};
