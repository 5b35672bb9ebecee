import { Hono } from 'hono';
import type { z } from 'zod';
import { closeDrive, openDrive } from '#server/drives/commands.ts';
import { projectsCsv } from '#server/drives/copies.ts';
import { ideaForm, openForm, projectForm, sortForm } from '#server/drives/forms.ts';
import { sortIdeas, tellIdea } from '#server/drives/ideas.ts';
import type { DriveRef } from '#server/drives/load.ts';
import { changeProject } from '#server/drives/projects.ts';
import {
  answer,
  type FormState,
  type Http,
  type HttpEnv,
  leaveWord,
  readForm,
  showAgain,
} from '#server/kernel/http.ts';
import { keyForm } from '#server/posts/forms.ts';
import { blackenedForm } from '#server/posts/wording.ts';
import { drivesPath } from '#server/rules/links.ts';

/** POST of 大讨论, and its projects to take away; the pages are Astro's. */
export function driveRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.post('/v/:village/drives/new', postDrive);
  http.post('/v/:village/drives/:no/idea', postIdea);
  http.post('/v/:village/drives/:no/sort', postSort);
  http.post('/v/:village/drives/:no/close', postClose);
  http.post('/v/:village/drives/:no/projects/:project', postProject);
  http.get('/v/:village/drives/:no/projects.csv', getCsv);
  return http;
}

function refOf(c: Http): DriveRef {
  return { slug: c.req.param('village') ?? '', no: numberOf(c, 'no') };
}

function numberOf(c: Http, name: string): number {
  const typed = c.req.param(name) ?? '';
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

const pathOf = ({ slug, no }: DriveRef) => drivesPath(slug, no);

async function postDrive(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const again = `${drivesPath(slug)}/new`;
  const read = await readWords(c, openForm, ['title', 'body'], again);
  if (read instanceof Response) return read;
  const result = await openDrive(c.var.ctx, slug, read.value);
  if (result.ok) leaveWord(c, 'sent');
  return answer(c, result, { to: ({ path }) => path, again, values: read.values });
}

async function postIdea(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = pathOf(ref);
  const read = await readWords(c, ideaForm, ['body'], again);
  if (read instanceof Response) return read;
  const result = await tellIdea(c.var.ctx, ref, read.value);
  if (result.ok) leaveWord(c, 'voiceSent');
  return answer(c, result, { to: () => `${again}#ideas`, again, values: read.values });
}

async function postSort(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = `${pathOf(ref)}/sort`;
  const read = await readWords(c, sortForm, ['title', 'answer'], again);
  if (read instanceof Response) return read;
  const result = await sortIdeas(c.var.ctx, ref, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => again, again, values: read.values });
}

async function postClose(c: Http): Promise<Response> {
  const ref = refOf(c);
  const again = pathOf(ref);
  const read = await readForm(c, keyForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const result = await closeDrive(c.var.ctx, ref, read.value.key);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => again, again, values: {} });
}

async function postProject(c: Http): Promise<Response> {
  const ref = refOf(c);
  const no = numberOf(c, 'project');
  const again = `${pathOf(ref)}/projects/${no}`;
  const read = await readWords(c, projectForm, ['title', 'now'], again);
  if (read instanceof Response) return read;
  const result = await changeProject(c.var.ctx, ref, no, read.value);
  if (result.ok) leaveWord(c, 'saved');
  return answer(c, result, { to: () => `${pathOf(ref)}#projects`, again, values: read.values });
}

async function getCsv(c: Http): Promise<Response> {
  const copy = await projectsCsv(c.var.ctx, refOf(c));
  if (!copy) return c.notFound();
  return new Response(copy.text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(copy.name)}`,
      'cache-control': 'private, no-store',
    },
  });
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
