import { Hono } from 'hono';
import type { z } from 'zod';
import { boardFile } from '#server/disclosure-duties/board-file.ts';
import { declareEvent, declareNone } from '#server/disclosure-duties/declaring.ts';
import { startDisclosure } from '#server/disclosure-duties/duties.ts';
import {
  eventForm,
  frequencyForm,
  itemForm,
  noneForm,
  orderForm,
  startForm,
} from '#server/disclosure-duties/forms.ts';
import { chooseFrequency } from '#server/disclosure-duties/frequencies.ts';
import { orderDisclosure } from '#server/disclosure-duties/ordering.ts';
import { addItem } from '#server/disclosure-duties/village-items.ts';
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
import { blackenedForm } from '#server/posts/wording.ts';
import { openDeskPath } from '#server/rules/links.ts';

const VILLAGE = ':village{[0-9]{12}}';

/** The desk on which a village's duties are kept; the pages are Astro's. */
export function dutyDeskRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get('/desk/open/board.csv', boardFile);
  http.post(
    `/desk/open/${VILLAGE}/start`,
    act(startForm, (ctx, at, form) => startDisclosure(ctx, { ...at, ...form })),
  );
  http.post(
    `/desk/open/${VILLAGE}/none`,
    act(noneForm, (ctx, at, { duty, key }) => declareNone(ctx, { ...at, dutyIds: duty, key })),
  );
  http.post(
    `/desk/open/${VILLAGE}/event`,
    act(eventForm, (ctx, at, form) => declareEvent(ctx, { ...at, ...form }), ['words']),
  );
  http.post(
    `/desk/open/${VILLAGE}/frequency`,
    act(frequencyForm, (ctx, at, { choice, ...form }) =>
      chooseFrequency(ctx, { ...at, ...form, itemCode: choice }),
    ),
  );
  http.post(
    `/desk/open/${VILLAGE}/item`,
    act(
      itemForm,
      (ctx, at, { how, columns, ...form }) =>
        addItem(ctx, { ...at, ...form, frequency: how, columns: columns ?? [] }),
      ['name', 'columns'],
    ),
  );
  http.post(
    `/desk/open/${VILLAGE}/order`,
    act(
      orderForm,
      (ctx, at, { ordered, period, reason, key }) =>
        orderDisclosure(ctx, { ...at, itemCode: ordered, period, words: reason, key }),
      ['reason'],
    ),
  );
  return http;
}

/** A form of a village's desk that comes back to it; personal numbers in its words are covered first. */
function act<Form>(
  schema: z.ZodType<Form>,
  command: (ctx: Context, at: { villageCode: string }, form: Form) => Promise<Result>,
  words: string[] = [],
): (c: Http) => Promise<Response> {
  return async (c) => {
    const villageCode = c.req.param('village') ?? '';
    const again = openDeskPath(villageCode);
    const read = await readForm(c, schema);
    if (!read.ok) return showAgain(c, again, read.form);
    const blackened = blackenedForm(read.values, words);
    if (blackened) return showAgain(c, again, blackened);
    const result = await command(c.var.ctx, { villageCode }, read.value);
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => again, again, values: read.values });
  };
}
