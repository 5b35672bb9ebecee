import { Hono } from 'hono';
import { z } from 'zod';
import {
  confirmCalendar,
  dropCalendar,
  proposeCalendar,
  readCalendarNotice,
} from '#server/grids/calendar-import.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import type { NoticeProblem } from '#server/rules/calendar-notice.ts';

const DESK = '/desk/calendar';
/** A year moves some thirty days; a table this long is none. */
const LONGEST = 60_000;

/** Handing in a year's notice, and confirming it. */
export function calendarRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(DESK, propose);
  http.post(`${DESK}/confirm`, decide(confirmCalendar, 'calendarConfirmed'));
  http.post(`${DESK}/drop`, decide(dropCalendar, 'withdrawn'));
  return http;
}

const typedForm = z.object({ rows: z.string().max(LONGEST).default('') });

async function propose(c: Http): Promise<Response> {
  const { file, ...body } = await formBody(c);
  const typed = typedForm.safeParse(body);
  const isFile = file instanceof File && file.size > 0 && file.size <= LONGEST;
  const text = isFile ? await file.text() : (typed.data?.rows ?? '');
  const values = { rows: text };
  if (text.trim() === '') return showAgain(c, DESK, { values, errors: { rows: 'required' } });
  const read = readCalendarNotice(text);
  // Which row is wrong and why is said beside the table; the summary says that it is.
  if (!read.ok) {
    const problems = read.problems.map(sayProblem);
    const form = { values: { ...values, problems }, errors: { rows: 'calendarWrong' as const } };
    return showAgain(c, DESK, form);
  }
  const result = await proposeCalendar(c.var.ctx, text);
  if (result.ok) leaveWord(c, 'calendarProposed');
  return answer(c, result, { to: () => DESK, again: DESK, values });
}

/** A problem as one value of the form, which the page puts into words. */
function sayProblem({ row, what, text }: NoticeProblem): string {
  return `${row} ${what} ${text}`;
}

function decide(
  command: (ctx: Context) => Promise<Result<unknown>>,
  word: string,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const result = await command(c.var.ctx);
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => DESK, again: DESK, values: {} });
  };
}
