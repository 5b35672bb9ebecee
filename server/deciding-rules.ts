import type { Action } from '#server/kernel/permissions.ts';

/** The routes of what a village asks and thanks for, as server/route-rules.ts has them all. */
export const decidingRules: Record<string, Action[]> = {
  'GET /v/:village/surveys': ['page.read'],
  'GET /v/:village/surveys/:no': ['page.read'],
  'GET /v/:village/surveys/:no/answer': ['page.read'],
  'POST /v/:village/surveys/:no/answer': ['survey.answer'],
  'GET /desk/surveys': ['survey.make'],
  'GET /desk/surveys/:id': ['survey.make'],
  'GET /desk/surveys/:id/new': ['survey.make'],
  'GET /desk/surveys/:id/edit': ['survey.make'],
  'GET /desk/surveys/:id/question': ['survey.make'],
  'GET /desk/surveys/:id/preview': ['survey.make'],
  'GET /desk/surveys/:id/paper': ['survey.make'],
  'GET /desk/surveys/:id/:file': ['survey.make'],
  'POST /desk/surveys/:village/new': ['survey.make'],
  'POST /desk/surveys/:id': ['survey.make'],
  'POST /desk/surveys/:id/question': ['survey.make'],
  'POST /desk/surveys/:id/move': ['survey.make'],
  'POST /desk/surveys/:id/drop-question': ['survey.make'],
  'POST /desk/surveys/:id/open': ['survey.make'],
  'POST /desk/surveys/:id/drop': ['survey.make'],
  'POST /desk/surveys/:id/paper': ['survey.make'],
  'POST /desk/surveys/:id/publish': ['survey.make'],
  'POST /desk/surveys/:id/outcome': ['survey.make'],
};
