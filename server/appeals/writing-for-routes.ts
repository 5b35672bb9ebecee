import { Hono } from 'hono';
import { z } from 'zod';
import { accountForVillager } from '#server/accounts/written-for.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { writeForForm } from '#server/appeals/forms.ts';
import { townDuty, writeForPage } from '#server/appeals/writing-for.ts';
import { answer, type FormState, type Http, type HttpEnv, showAgain } from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { keepFormPhotos } from '#server/photos/kept-photos.ts';
import { formOf, withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { appealPath } from '#server/rules/links.ts';

/** Writing an appeal for a villager (请人帮我写), on one form. */
export function writingForRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/desk/for/:villager', write);
  return routes;
}

type WriteForForm = z.infer<ReturnType<typeof writeForForm>>;

const anything = z.record(z.string(), z.unknown());

async function write(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const villagerId = c.req.param('villager') ?? '';
  const again = `/desk/for/${encodeURIComponent(villagerId)}`;
  const page = await writeForPage(ctx, villagerId);
  if (!page) return c.notFound();
  return withPhotoForm(c, anything, async (sent) => {
    if (!sent.ok) return showAgain(c, again, sent.form);
    const { values, photoIds, refusal } = await keepFormPhotos(ctx, sent, page.photoLimit);
    const form = formOf(writeForForm(ctx.book.rules), values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const wrong = refusal ? errorOf(values, refusal) : blackenedForm(values, ['words', 'landmark']);
    if (wrong) return showAgain(c, again, wrong);
    // Whoever chose a cadre or the secretary sees first that it goes to neither of them.
    const isUnseen = !form.value.toTown && (await townDuty(ctx, page, values)) !== null;
    if (isUnseen) return showAgain(c, again, { values, errors: {} }, 200);
    const result = await sendFor(c, villagerId, form.value, photoIds);
    return answer(c, result, { to: (path) => path, again, values });
  });
}

/** Raises what was written and says where its receipt is. */
async function sendFor(
  { var: { ctx } }: Http,
  villagerId: string,
  { consent: _, toTown: _seen, picture, ...form }: WriteForForm,
  photoIds: string[],
): Promise<Result<string>> {
  const author = await accountForVillager(ctx, villagerId);
  if (!author.ok) return author;
  const { personId, villageSlug } = author.value;
  const raised = await raiseAppeal(ctx, villageSlug, {
    ...form,
    picture: picture || null,
    photoIds,
    latitude: null,
    longitude: null,
    shownAs: 'resident',
    forPersonId: personId,
  });
  if (!raised.ok) return raised;
  return { ok: true, value: `${appealPath(villageSlug, raised.value.no)}/receipt` };
}

function errorOf(
  values: FormState['values'],
  { code, field }: { code: FormState['errors'][string]; field: string | null },
): FormState {
  return { values, errors: { [field ?? 'photo1']: code } };
}
