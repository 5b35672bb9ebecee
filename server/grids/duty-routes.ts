import { Hono } from 'hono';
import type { z } from 'zod';
import { leaveForm, shiftForm } from '#server/grids/duty-forms.ts';
import { recordDutyShift, recordLeave } from '#server/grids/rosters.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';

const DESK = '/desk/duty';

/** Leave and the out-of-hours roster, recorded on one desk. */
export function dutyRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${DESK}/leave`, record(leaveForm, recordLeave));
  http.post(`${DESK}/shift`, record(shiftForm, recordDutyShift));
  return http;
}

function record<Form>(
  schema: z.ZodType<Form>,
  command: (ctx: Context, form: Form) => Promise<Result>,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const read = await readForm(c, schema);
    if (!read.ok) return showAgain(c, DESK, read.form);
    const result = await command(c.var.ctx, read.value);
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => DESK, again: DESK, values: read.values });
  };
}
