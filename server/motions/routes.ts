import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import type { Result } from '#server/kernel/result.ts';
import { correctConsensus, recordConsensus } from '#server/motions/consensus.ts';
import { consensusPage } from '#server/motions/consensus-views.ts';
import {
  amendForm,
  closeForm,
  consensusCorrection,
  consensusForm,
  decideForm,
  inviteForm,
  logForm,
  raiseForm,
  voiceForm,
} from '#server/motions/forms.ts';
import { closeMotion, logMotion } from '#server/motions/handling.ts';
import { inviteToMotion } from '#server/motions/inviting.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { sheetFor } from '#server/motions/sheet.ts';
import { signMotion } from '#server/motions/signing.ts';
import { decideAmendment, proposeAmendment, speakFor } from '#server/motions/voices.ts';
import { keepNamedPhotos } from '#server/photos/kept-photos.ts';
import { formOf, withPhotoForm } from '#server/photos/upload.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { hallPath } from '#server/rules/links.ts';

const anyForm = z.record(z.string(), z.unknown());

type Ref = { slug: string; no: number };

/** POST of the 议事厅; the pages are Astro's. */
export function motionRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  const act = (name: string, handler: (c: Http) => Promise<Response>) =>
    http.post(`/v/:village/hall/:no/${name}`, handler);
  http.post('/v/:village/hall/new', postMotion);
  act('sign', (c) => postSignature(c, true));
  act('unsign', (c) => postSignature(c, false));
  act('log', onPage(logForm, [], logMotion, 'motionLogged'));
  act('voice', onPage(voiceForm, ['body'], speakFor, 'voiceSent', '#voices'));
  act('close', onPage(closeForm, ['reason'], closeMotion, 'motionClosed'));
  act('amend', onOwnPage('amend', amendForm, ['body'], proposeAmendment, 'amendmentSent'));
  act('invite', onOwnPage('invite', inviteForm, ['name', 'why'], inviteToMotion, 'inviteSent'));
  act('amendments/:comment', postVerdict);
  act('consensus', postConsensus);
  act('consensus/:record', postCorrection);
  http.get('/v/:village/hall/:no/sheet/:file{[0-9a-f-]{36}-[0-9]+\\.webp}', getSheet);
  return http;
}

function refOf(c: Http): Ref {
  const typed = c.req.param('no') ?? '';
  const no = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  return { slug: c.req.param('village') ?? '', no };
}

const pathOf = ({ slug, no }: Ref) => hallPath(slug, no);

async function postMotion(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const again = `${hallPath(slug)}/new`;
  const read = await readWords(c, raiseForm, ['title', 'body'], again);
  if (read instanceof Response) return read;
  const result = await raiseMotion(c.var.ctx, slug, read.value);
  if (result.ok) leaveWord(c, 'motionOpened');
  return answer(c, result, { to: ({ path }) => path, again, values: read.values });
}

async function postSignature(c: Http, wants: boolean): Promise<Response> {
  const ref = refOf(c);
  const again = pathOf(ref);
  const result = await signMotion(c.var.ctx, ref, wants);
  if (result.ok) leaveWord(c, wants ? 'motionSigned' : 'requestUnsigned');
  return answer(c, result, { to: () => again, again, values: {} });
}

/** An act whose form stands on the motion's own page; `act` says which one comes back. */
function onPage<T>(
  schema: z.ZodType<T>,
  published: string[],
  work: (ctx: Context, ref: Ref, form: T) => Promise<Result<unknown>>,
  word: string,
  anchor = '',
) {
  return async (c: Http): Promise<Response> => {
    const ref = refOf(c);
    const again = pathOf(ref);
    const read = await readWords(c, schema, published, again);
    if (read instanceof Response) return read;
    const result = await work(c.var.ctx, ref, read.value);
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => `${again}${anchor}`, again, values: read.values });
  };
}

/** An act whose form has a page of its own below the motion's. */
function onOwnPage<T>(
  name: string,
  schema: z.ZodType<T>,
  published: string[],
  work: (ctx: Context, ref: Ref, form: T) => Promise<Result<unknown>>,
  word: string,
) {
  return async (c: Http): Promise<Response> => {
    const ref = refOf(c);
    const again = `${pathOf(ref)}/${name}`;
    const read = await readWords(c, schema, published, again);
    if (read instanceof Response) return read;
    const result = await work(c.var.ctx, ref, read.value);
    if (result.ok) leaveWord(c, word);
    return answer(c, result, { to: () => pathOf(ref), again, values: read.values });
  };
}

async function postVerdict(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = pathOf(ref);
  const read = await readWords(c, decideForm, ['reason'], again);
  if (read instanceof Response) return read;
  const id = c.req.param('comment') ?? '';
  const result = await decideAmendment(c.var.ctx, ref, id, read.value);
  if (result.ok) leaveWord(c, 'amendmentDecided');
  const values = { ...read.values, amendment: id };
  return answer(c, result, { to: () => `${again}#talk-${id}`, again, values });
}

/** The record with its photos: they stay chosen whatever else is wrong. */
async function postConsensus(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = `${pathOf(ref)}/consensus`;
  const { ctx } = c.var;
  if (!(await consensusPage(ctx, ref, { no: null, photoIds: [] }))) return c.notFound();
  return withPhotoForm(c, anyForm, async (sent) => {
    if (!sent.ok) return showAgain(c, again, sent.form);
    const kept = await keepNamedPhotos(ctx, sent, ['photo']);
    const { values, photoIds, refusal } = kept;
    const read = formOf(consensusForm, values, []);
    if (!read.ok) return showAgain(c, again, read.form);
    const blackened = blackenedForm(values, ['place', 'body', 'dissent']);
    if (blackened) return showAgain(c, again, blackened);
    const result = refusal ?? (await recordConsensus(ctx, ref, read.value, photoIds));
    if (result.ok) leaveWord(c, 'consensusKept');
    return answer(c, result, { to: () => `${pathOf(ref)}#consensus`, again, values });
  });
}

async function postCorrection(c: Http): Promise<Response> {
  const ref = refOf(c);
  const typed = c.req.param('record') ?? '';
  const no = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  const again = `${pathOf(ref)}/consensus/${no}`;
  const published = ['place', 'body', 'dissent', 'reason'];
  if (!(await consensusPage(c.var.ctx, ref, { no, photoIds: [] }))) return c.notFound();
  const read = await readWords(c, consensusCorrection, published, again);
  if (read instanceof Response) return read;
  const result = await correctConsensus(c.var.ctx, ref, no, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => `${pathOf(ref)}#consensus`, again, values: read.values });
}

async function getSheet(c: Http): Promise<Response> {
  const [, id = '', width = ''] = /^(.{36})-(\d+)\.webp$/.exec(c.req.param('file') ?? '') ?? [];
  const picture = await sheetFor(c.var.ctx, refOf(c), { id, width: Number(width) });
  return picture ?? c.notFound();
}

/** A form whose words are published: bad input and personal numbers both show the page again. */
async function readWords<T>(
  c: Http,
  schema: z.ZodType<T>,
  published: string[],
  again: string,
): Promise<{ value: T; values: FormState['values'] } | Response> {
  const read = await readForm(c, schema);
  if (!read.ok) return showAgain(c, again, read.form);
  const blackened = blackenedForm(read.values, published);
  return blackened ? showAgain(c, again, blackened) : read;
}
