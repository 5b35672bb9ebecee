import { Hono } from 'hono';
import { attestForm } from '#server/accounts/forms.ts';
import { issuePaperCode } from '#server/accounts/paper-codes.ts';
import { attestVillager } from '#server/accounts/roster.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';

/** What a cadre does with the roster of his villagers. */
export function rosterRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/desk/roster/:villager/attest', attest);
  http.post('/desk/roster/:villager/slip', printSlip);
  return http;
}

async function attest(c: Http): Promise<Response> {
  const villagerId = c.req.param('villager') ?? '';
  const again = `/desk/roster/${encodeURIComponent(villagerId)}`;
  const form = await readForm(c, attestForm);
  if (!form.ok) return showAgain(c, again, form.form);
  const done = await attestVillager(c.var.ctx, { villagerId, phone: form.value.phone });
  if (done.ok) leaveWord(c, 'attested');
  return answer(c, done, { to: () => again, again, values: form.values });
}

/** The slip is the answer itself: its code is kept nowhere in clear, so it cannot be shown again. */
async function printSlip(c: Http): Promise<Response> {
  const villagerId = c.req.param('villager') ?? '';
  const again = `/desk/roster/${encodeURIComponent(villagerId)}`;
  const issued = await issuePaperCode(c.var.ctx, villagerId);
  if (!issued.ok) return answer(c, issued, { to: () => again, again, values: {} });
  const { code, name, place, expiresAt } = issued.value;
  const values = { code, name, place, expiresAt: String(expiresAt) };
  return showAgain(c, '/desk/roster/slip', { values, errors: {} }, 200);
}
