import { Hono } from 'hono';
import {
  type RollFile,
  readRollFile,
  rollSheet,
  rollTemplate,
} from '#server/bodies/import-file.ts';
import { importRoll } from '#server/bodies/importing.ts';
import { rollKeeper } from '#server/bodies/keeper.ts';
import { type SheetFormat, sendTemplate } from '#server/grids/sheet-template.ts';
import { withSheet } from '#server/grids/sheet-upload.ts';
import { dropSheet, keepSheet, waitingSheet } from '#server/grids/waiting-sheet.ts';
import {
  answer,
  formBody,
  type Http,
  type HttpEnv,
  leaveWord,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import { rollDeskPath } from '#server/rules/body-links.ts';

const IMPORT = '/desk/bodies/:village/:body/import';

/** Bringing a roll in from a table. */
export function bodyImportRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.get(`${IMPORT}/template.xlsx`, (c) => template(c, 'xlsx'));
  http.get(`${IMPORT}/template.csv`, (c) => template(c, 'csv'));
  http.post(IMPORT, send);
  http.post(`${IMPORT}/apply`, apply);
  http.post(`${IMPORT}/drop`, drop);
  return http;
}

async function template(c: Http, format: SheetFormat): Promise<Response> {
  if (!(await rollKeeper(c.var.ctx, refOf(c))).ok) return c.notFound();
  return sendTemplate(c, { name: 'roll', rows: rollTemplate(), format });
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const keeper = await rollKeeper(ctx, refOf(c));
  if (!keeper.ok) return c.notFound();
  const { village, body } = keeper.value;
  return withSheet(c, async (from, text) => {
    const read = from.ok ? await readRollFile(ctx, from.value, village.code) : from;
    if (!read.ok) {
      const values = { text };
      return showAgain(c, pageOf(c), { values, errors: { [read.field ?? 'file']: read.code } });
    }
    await keepSheet(ctx, rollSheet(village.code, body), read.value);
    return seeOther(c, `${pageOf(c)}/check`);
  });
}

async function apply(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const ref = refOf(c);
  if (!(await rollKeeper(ctx, ref)).ok) return c.notFound();
  const { key } = await formBody(c);
  const again = `${pageOf(c)}/check`;
  const file = await waitingSheet<RollFile>(ctx, rollSheet(ref.villageCode, ref.body));
  const isOther = file !== null && file.key !== key;
  if (typeof key !== 'string' || isOther) return seeOther(c, again);
  // Pressed twice: the list is gone, and the first answer is given again.
  const result = await importRoll(ctx, ref, { people: file?.people ?? null, key });
  if (result.ok) leaveWord(c, 'peopleImported');
  const to = () => rollDeskPath(ref.villageCode, ref.body);
  return answer(c, result, { to, again, values: {} });
}

async function drop(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const ref = refOf(c);
  if (!(await rollKeeper(ctx, ref)).ok) return c.notFound();
  await ctx.db.write((tx) => dropSheet(tx, ctx, rollSheet(ref.villageCode, ref.body)));
  return seeOther(c, pageOf(c));
}

function refOf(c: Http) {
  return { villageCode: c.req.param('village') ?? '', body: c.req.param('body') ?? '' };
}

function pageOf(c: Http): string {
  const { villageCode, body } = refOf(c);
  return `${rollDeskPath(villageCode, body)}/import`;
}
