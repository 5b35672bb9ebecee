import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  seeOther,
  showAgain,
} from '#server/kernel/http.ts';
import type { Refusal } from '#server/kernel/result.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { dropLetterDraft, keepLetterDraft } from '#server/letters/drafts.ts';
import { takeFiles } from '#server/letters/files.ts';
import { blackenedLetter, letterForm, previewForm, scheduleForm } from '#server/letters/forms.ts';
import { recallLetter, scheduleLetter, sendWaiting, wordsIn } from '#server/letters/scheduling.ts';
import { letterPreview, newLetter } from '#server/letters/views.ts';
import { formOf, withFiles } from '#server/photos/upload.ts';
import { instantOf } from '#server/rules/dates.ts';
import { letterPath, lettersPath } from '#server/rules/links.ts';

/** POST of letters; the pages are Astro's. */
export function letterRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.post('/v/:village/letters', publish);
  routes.post('/v/:village/letters/new', keep);
  routes.post('/v/:village/letters/new/drop', drop);
  routes.post('/v/:village/letters/new/schedule', schedule);
  routes.post('/desk/letters/:id/recall', recall);
  routes.post('/desk/letters/:id/send', sendNow);
  return routes;
}

const DESK = '/desk/letters';

/** A letter's form with its files taken in and everything kept as a draft. */
interface KeptForm {
  slug: string;
  /** The page of the form. */
  again: string;
  values: FormState['values'];
  /** A file that is none, or a letter too long to keep. */
  refusal: Refusal | null;
}

async function publish(c: Http): Promise<Response> {
  return withLetter(c, async ({ slug, again, values, refusal }) => {
    const { ctx } = c.var;
    const form = formOf(letterForm, values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedLetter(values);
    if (blackened) return showAgain(c, again, blackened);
    const letter = { ...wordsIn(values), key: form.value.key };
    const slower = refusal ?? (await tooFast(ctx, 'posts', 'body'));
    const result = slower ?? (await publishLetter(ctx, slug, letter));
    return answer(c, result, { to: ({ no }) => letterPath(slug, no), again, values });
  });
}

async function keep(c: Http): Promise<Response> {
  return withLetter(c, async ({ slug, again, values, refusal }) => {
    if (refusal) return answer(c, refusal, { to: () => again, again, values });
    // The page saves by itself while one writes, and asks for no other page.
    if (values.go === 'auto') return c.body(null, 204);
    if (values.go !== 'preview') {
      leaveWord(c, 'saved');
      return seeOther(c, again);
    }
    const form = formOf(previewForm, values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const preview = await letterPreview(c.var.ctx, slug);
    if (!preview) return c.notFound();
    return answer(c, preview, { to: () => `${again}/preview`, again, values });
  });
}

async function schedule(c: Http): Promise<Response> {
  return withLetter(c, async ({ slug, again, values, refusal }) => {
    const form = formOf(scheduleForm, values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedLetter(values);
    if (blackened) return showAgain(c, again, blackened);
    const { day, time, key } = form.value;
    const toCome = { values, publishAt: instantOf(day, time), key };
    const result = refusal ?? (await scheduleLetter(c.var.ctx, slug, toCome));
    if (result.ok) leaveWord(c, 'saved');
    return answer(c, result, { to: () => DESK, again, values });
  });
}

async function recall(c: Http): Promise<Response> {
  const result = await recallLetter(c.var.ctx, c.req.param('id') ?? '');
  return answer(c, result, { to: (form) => form, again: DESK, values: {} });
}

async function sendNow(c: Http): Promise<Response> {
  const result = await sendWaiting(c.var.ctx, c.req.param('id') ?? '');
  const to = ({ slug, no }: { slug: string; no: number }) => letterPath(slug, no);
  return answer(c, result, { to, again: DESK, values: {} });
}

async function drop(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const page = await newLetter(ctx, slug);
  if (!page) return c.notFound();
  const to = () => lettersPath(slug);
  const result = await dropLetterDraft(ctx, page.village.code);
  return answer(c, result, { to, again: lettersPath(slug), values: {} });
}

async function withLetter(c: Http, work: (form: KeptForm) => Promise<Response>): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${lettersPath(slug)}/new`;
  const { bytes, perPost } = ctx.book.rules.photos;
  return withFiles(c, { fileBytes: bytes, files: perPost + 1 }, async (typed, files) => {
    const page = await newLetter(ctx, slug);
    // Nobody's files are worked on before it is clear that he may write here.
    if (!page) return c.notFound();
    const { values, refusal } = await takeFiles(ctx, { values: typed, files });
    const key = typeof values.key === 'string' ? values.key : '';
    const kept = await keepLetterDraft(ctx, page.village.code, { values, key });
    return work({ slug, again, values, refusal: refusal ?? (kept.ok ? null : kept) });
  });
}
