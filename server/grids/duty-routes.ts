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

/** Leave and the out-of-hours roster, recorded on one desk. */
export function dutyRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(
    '/desk/duty/:place/leave',
    record(leaveForm, (ctx, _, form) => recordLeave(ctx, form)),
  );
  http.post(
    '/desk/duty/:place/shift',
    record(shiftForm, (ctx, gridCode, form) => recordDutyShift(ctx, { gridCode, ...form })),
  );
  return http;
}

/** A form on a place's desk that comes back to it. */
function record<Form>(
  schema: z.ZodType<Form>,
  command: (ctx: Context, place: string, form: Form) => Promise<Result>,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const place = c.req.param('place') ?? '';
    const again = `/desk/duty/${encodeURIComponent(place)}`;
    const read = await readForm(c, schema);
    if (!read.ok) return showAgain(c, again, read.form);
    const result = await command(c.var.ctx, place, read.value);
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => again, again, values: read.values });
  };
}
