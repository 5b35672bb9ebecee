import type { Action } from '#server/kernel/permissions.ts';

const answersObjections: Action[] = [
  'line-objection.answer',
  'line-objection.answer-private',
  'line-objection.answer-raised',
];

/** The routes of disclosure, as server/route-rules.ts has them all: which act each one is. */
export const disclosureRules: Record<string, Action[]> = {
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
