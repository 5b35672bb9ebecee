import { Hono } from 'hono';
import { z } from 'zod';
import { raiseAppeal, withdrawAppeal } from '#server/appeals/commands.ts';
import { draftPhotoIds, keepDraft, readDraft } from '#server/appeals/drafts.ts';
import { keyForm, sendForm, whatForm, whereForm, wordsForm } from '#server/appeals/forms.ts';
import { handlingRoutes } from '#server/appeals/handling-routes.ts';
import { likelySame, wishOf } from '#server/appeals/raising.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import { writingForRoutes } from '#server/appeals/writing-for-routes.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { keepPhotos, withPhotoForm } from '#server/photos/upload.ts';
import { isAccusation } from '#server/rules/appeal-classes.ts';
import { appealPath, raisePath } from '#server/rules/links.ts';

/** Raising an appeal on four short screens, and what everybody can do to one. */
export function appealRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/v/:village/appeals/new', keepPicture);
  routes.post('/v/:village/appeals/new/photo', keepWords);
  routes.post('/v/:village/appeals/new/where', keepPlace);
  routes.post('/v/:village/appeals/new/check', send);
  routes.post('/v/:village/a/:no/cosign', (c) => cosign(c, true));
  routes.post('/v/:village/a/:no/uncosign', (c) => cosign(c, false));
  routes.post('/v/:village/a/:no/withdraw', withdraw);
  routes.route('/', handlingRoutes());
  routes.route('/', writingForRoutes());
  return routes;
}

/** The village and number in an appeal's address. */
export function refOf(c: Http): { slug: string; no: number } {
  return { slug: c.req.param('village') ?? '', no: Number(c.req.param('no')) };
}

async function villageCodeOf(c: Http): Promise<string | null> {
  const village = await villageBySlug(c.var.ctx, c.req.param('village') ?? '');
  return village?.code ?? null;
}

async function keepPicture(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const villageCode = await villageCodeOf(c);
  if (villageCode === null) return c.notFound();
  const read = await readForm(c, whatForm);
  if (!read.ok) return showAgain(c, raisePath(slug), read.form);
  await keepDraft(c.var.ctx, villageCode, read.value);
  return seeOther(c, raisePath(slug, 'photo'));
}

async function keepWords(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const villageCode = await villageCodeOf(c);
  if (villageCode === null) return c.notFound();
  const here = raisePath(slug, 'photo');
  return withPhotoForm(c, wordsForm(ctx.book.rules), async (form) => {
    if (!form.ok) return showAgain(c, here, form.form);
    const { value, values, files } = form;
    const say = (field: string, code: RefusalCode) =>
      showAgain(c, here, { values, errors: { [field]: code } });
    // An accusation is not even kept as a draft: it belongs to discipline inspection alone.
    const isAccusing = isAccusation(ctx.book.appealClasses, value.words);
    if (isAccusing && !value.notAccusation) return say('words', 'accusation');
    const before = draftPhotoIds(await readDraft(ctx, villageCode));
    const photos = await keepPhotos(ctx, files.slice(0, roomFor(ctx, before)));
    const photoIds = [...before, ...(photos.ok ? photos.value : [])];
    await keepDraft(ctx, villageCode, {
      words: value.words,
      notAccusation: tick(value.notAccusation),
      notSame: tick(value.notSame),
      photoIds: photoIds.filter((id) => id !== value.drop),
    });
    if (!photos.ok) return say(photos.field ?? 'photo', photos.code);
    if (value.more || value.drop) return seeOther(c, `${here}#photos`);
    if (value.words === '') return say('words', 'required');
    return seeOther(c, await afterWords(ctx, villageCode, slug));
  });
}

function roomFor({ book }: Context, photoIds: string[]): number {
  return Math.max(0, book.rules.photos.perPost - photoIds.length);
}

// Whoever finds his own matter there already says 我家也是 instead of a second time.
async function afterWords(ctx: Context, villageCode: string, slug: string): Promise<string> {
  const draft = await readDraft(ctx, villageCode);
  if (draft.notSame === 'yes') return raisePath(slug, 'where');
  const same = await likelySame(ctx, villageCode, draft);
  return same.length > 0 ? `${raisePath(slug, 'photo')}?same=1#same` : raisePath(slug, 'where');
}

async function keepPlace(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const villageCode = await villageCodeOf(c);
  if (villageCode === null) return c.notFound();
  const read = await readForm(c, whereForm(ctx.book.rules));
  if (!read.ok) return showAgain(c, raisePath(slug, 'where'), read.form);
  const { groupCode, landmark, latitude, longitude } = read.value;
  const position = { latitude: String(latitude ?? ''), longitude: String(longitude ?? '') };
  await keepDraft(ctx, villageCode, { groupCode, landmark, ...position });
  return seeOther(c, raisePath(slug, 'check'));
}

async function send(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const villageCode = await villageCodeOf(c);
  if (villageCode === null) return c.notFound();
  const again = raisePath(slug, 'check');
  const read = await readForm(c, sendForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const draft = await readDraft(ctx, villageCode);
  const wish = wishOf(draft);
  const result = await raiseAppeal(ctx, slug, {
    ...wish,
    ...read.value,
    photoIds: draftPhotoIds(draft),
    landmark: String(draft.landmark ?? ''),
    latitude: numberIn(draft.latitude),
    longitude: numberIn(draft.longitude),
  });
  return answer(c, result, {
    to: ({ no }) => `${appealPath(slug, no)}/receipt`,
    again,
    values: read.values,
  });
}

// Beside a new matter the button sends the chosen photos along: an answer before they are all in
// looks to a telephone like a broken line.
function cosign(c: Http, wants: boolean): Promise<Response> {
  return withPhotoForm(c, z.unknown(), () => cosignNow(c, wants));
}

async function cosignNow(c: Http, wants: boolean): Promise<Response> {
  const ref = refOf(c);
  const here = appealPath(ref.slug, ref.no);
  const { ctx } = c.var;
  const result = await cosignAppeal(ctx, ref, wants);
  if (result.ok && wants) leaveWord(c, 'cosigned');
  return answer(c, result, { to: () => `${here}#cosign`, again: here, values: {} });
}

async function withdraw(c: Http): Promise<Response> {
  const ref = refOf(c);
  const here = appealPath(ref.slug, ref.no);
  const read = await readForm(c, keyForm);
  if (!read.ok) return showAgain(c, here, read.form);
  const result = await withdrawAppeal(c.var.ctx, ref, read.value.key);
  if (result.ok) leaveWord(c, 'withdrawn');
  return answer(c, result, { to: () => here, again: here, values: read.values });
}

function tick(value: boolean): string {
  return value ? 'yes' : '';
}

function numberIn(typed: string | string[] | undefined): number | null {
  return typeof typed === 'string' && typed !== '' ? Number(typed) : null;
}
