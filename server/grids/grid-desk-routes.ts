import { Hono } from 'hono';
import type { z } from 'zod';
import { dissolveArea, drawArea, redrawArea } from '#server/grids/areas.ts';
import { createGroups, createMicroGrids } from '#server/grids/commands.ts';
import {
  areaForm,
  closeForm,
  levelsForm,
  moveForm,
  nameForm,
  pairForm,
  placesForm,
  runsForm,
  totalForm,
  unpairForm,
} from '#server/grids/grid-desk-forms.ts';
import { closeGroup, fillHouseholds, moveHouseholds, renameGroup } from '#server/grids/groups.ts';
import { chooseLevels } from '#server/grids/levels.ts';
import { pairPicked, pairRuns } from '#server/grids/pairing.ts';
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

const DESK = '/desk/grid/:place';

/** How a place is divided: groups, micro grids, households, pairings, work areas, levels. */
export function gridDeskRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post(`${DESK}/groups`, addPlaces);
  http.post(
    `${DESK}/name`,
    act(nameForm, (ctx, code, { name }) => renameGroup(ctx, { code, name })),
  );
  http.post(`${DESK}/close`, close);
  http.post(
    `${DESK}/households`,
    act(totalForm, (ctx, gridCode, { total }) => fillHouseholds(ctx, { gridCode, total })),
  );
  http.post(
    `${DESK}/move`,
    act(moveForm, (ctx, gridCode, form) => moveHouseholds(ctx, { gridCode, ...form })),
  );
  http.post(
    `${DESK}/pair`,
    act(pairForm, (ctx, gridCode, form) => pairPicked(ctx, { gridCode, ...form })),
  );
  http.post(
    `${DESK}/unpair`,
    act(unpairForm, (ctx, gridCode, form) => pairPicked(ctx, { gridCode, ...form })),
  );
  http.post(`${DESK}/pairing`, confirmPairing);
  http.post(
    `${DESK}/areas`,
    act(areaForm, (ctx, townCode, form) => drawArea(ctx, { townCode, ...form })),
  );
  http.post(
    `${DESK}/area`,
    act(areaForm, (ctx, areaCode, form) => redrawArea(ctx, { areaCode, ...form })),
  );
  http.post(`${DESK}/dissolve`, dissolve);
  http.post(
    `${DESK}/levels`,
    act(levelsForm, (ctx, countyCode, { preset }) => chooseLevels(ctx, { countyCode, preset })),
  );
  return http;
}

/** A form on a place's page that comes back to it. */
function act<Form>(
  schema: z.ZodType<Form>,
  command: (ctx: Context, place: string, form: Form) => Promise<Result<unknown>>,
): (c: Http) => Promise<Response> {
  return async (c) => {
    const again = deskOf(c);
    const read = await readForm(c, schema);
    if (!read.ok) return showAgain(c, again, read.form);
    const result = await command(c.var.ctx, placeOf(c), read.value);
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => again, again, values: read.values });
  };
}

async function addPlaces(c: Http): Promise<Response> {
  const again = deskOf(c);
  const read = await readForm(c, placesForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const { ctx } = c.var;
  const names = read.value;
  const result =
    read.values.kind === 'grid'
      ? await createGroups(ctx, { villageCode: placeOf(c), names })
      : await createMicroGrids(ctx, { groupCode: placeOf(c), names });
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => again, again, values: read.values });
}

async function close(c: Http): Promise<Response> {
  const again = deskOf(c);
  const read = await readForm(c, closeForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const successorCode = read.value.successor;
  const result = await closeGroup(c.var.ctx, { code: placeOf(c), successorCode });
  if (result.ok) leaveWord(c, 'groupClosed');
  const to = () => `/desk/grid/${successorCode}`;
  return answer(c, result, { to, again, values: read.values });
}

async function confirmPairing(c: Http): Promise<Response> {
  const again = `${deskOf(c)}/pairing`;
  const read = await readForm(c, runsForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await pairRuns(c.var.ctx, { villageCode: placeOf(c), runs: read.value });
  if (result.ok) leaveWord(c, 'paired');
  return answer(c, result, { to: () => deskOf(c), again, values: read.values });
}

async function dissolve(c: Http): Promise<Response> {
  const result = await dissolveArea(c.var.ctx, placeOf(c));
  if (result.ok) leaveWord(c, 'saved');
  const to = ({ townCode }: { townCode: string }) => `/desk/grid/${townCode}`;
  return answer(c, result, { to, again: deskOf(c), values: {} });
}

function placeOf(c: Http): string {
  return c.req.param('place') ?? '';
}

function deskOf(c: Http): string {
  return `/desk/grid/${encodeURIComponent(placeOf(c))}`;
}
