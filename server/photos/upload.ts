import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { tooFast } from '#server/accounts/limits.ts';
import type { Context } from '#server/kernel/context.ts';
import { type FormState, formBody, type Http } from '#server/kernel/http.ts';
import { newId } from '#server/kernel/ids.ts';
import {
  MalformedUpload,
  readMultipart,
  type UploadedFile,
  type UploadLimits,
} from '#server/kernel/multipart.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { insertPhotos } from '#server/photos/records.ts';
import type { PhotoFacts } from '#server/workshop/jobs.ts';

/** The folder in which photos lie. */
export function photoFolder(ctx: Pick<Context, 'env'>): string {
  return join(ctx.env.dataDir, 'photos');
}

/** A posted form with photos, read once. */
export type PhotoForm<T> =
  | { ok: true; value: T; values: FormState['values']; files: UploadedFile[] }
  | { ok: false; form: FormState };

/**
 * Reads a form that may carry photos, checks it with the schema and hands it to the work; the
 * temporary files are gone afterwards. The form may also come without files, as a plain form.
 */
export async function withPhotoForm<T>(
  c: Http,
  schema: z.ZodType<T>,
  work: (form: PhotoForm<T>) => Promise<Response>,
): Promise<Response> {
  const { bytes, perPost } = c.var.ctx.book.rules.photos;
  return withFiles(c, { fileBytes: bytes, files: perPost }, (values, files) =>
    work(formOf(schema, values, files)),
  );
}

/**
 * Reads a form that may carry files and hands its words and files to the work; the temporary files
 * are gone afterwards. What is no form is answered with 400.
 */
export async function withFiles<T>(
  c: Http,
  limits: UploadLimits,
  work: (values: FormState['values'], files: UploadedFile[]) => Promise<T>,
): Promise<T | Response> {
  const isMultipart = c.req.header('content-type')?.startsWith('multipart/form-data') ?? false;
  if (!isMultipart) return work(textOf(await formBody(c)), []);
  let upload: Awaited<ReturnType<typeof readMultipart>>;
  try {
    upload = await readMultipart(c.req.raw, limits);
  } catch (error) {
    if (error instanceof MalformedUpload) return c.text('400', 400);
    throw error;
  }
  try {
    return await work(upload.fields, upload.files);
  } finally {
    await upload.discard();
  }
}

/** The words of a form whose files nobody may send; the answer when it is no form at all. */
export async function wordsAlone(c: Http): Promise<FormState['values'] | Response> {
  let words: FormState['values'] = {};
  const refusal = await withFiles(c, { fileBytes: 0, files: 0 }, async (values) => {
    words = values;
    return null;
  });
  return refusal ?? words;
}

/**
 * Makes photos of uploaded files and keeps them as the viewer's drafts until a post takes them.
 * Refuses at the field of the first file that is no photo; nothing is kept then.
 */
export async function keepPhotos(
  ctx: Context,
  files: UploadedFile[],
  purpose = 'post',
): Promise<Result<string[]>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const [first] = files;
  const slower = first ? await tooFast(ctx, 'photos', first.field) : null;
  if (slower) return slower;
  const made: PhotoFacts[] = [];
  const folder = photoFolder(ctx);
  if (files.length > 0) await mkdir(folder, { recursive: true });
  const answers = await Promise.all(
    files.map((file) => {
      if (file.bytes === 0) return refuse('photoEmpty');
      return file.isTooBig ? refuse('photoTooBig') : ctx.workshop.makePhoto(file.path, folder);
    }),
  );
  for (const [at, answer] of answers.entries()) {
    if (!answer.ok) return refuse(answer.code, files[at]?.field ?? null);
    made.push(answer.value);
  }
  const at = ctx.clock.now();
  const rows = made.map((facts, sort) => photoRow(facts, { personId, purpose, sort, at }));
  if (rows.length > 0) await ctx.db.write((tx) => insertPhotos(tx, rows));
  return accept(rows.map((row) => row.id));
}

/** A row of a photo that belongs to nothing yet. */
export function photoRow(
  facts: PhotoFacts,
  { personId, purpose, sort, at }: { personId: string; purpose: string; sort: number; at: number },
) {
  const { hash, width, height, bytes } = facts;
  return {
    id: newId(),
    ownerId: personId,
    subjectKind: 'draft',
    subjectId: personId,
    purpose,
    sort,
    hash,
    width,
    height,
    bytes: { 320: bytes[320], 720: bytes[720], 1600: bytes[1600] },
    state: 'ready',
    caption: '',
    createdAt: at,
  };
}

/** Checks a form that was read already: a page that keeps its photos checks its words after them. */
export function formOf<T>(
  schema: z.ZodType<T>,
  values: FormState['values'],
  files: UploadedFile[],
): PhotoForm<T> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data, values, files };
  const errors: FormState['errors'] = {};
  for (const issue of parsed.error.issues) {
    errors[String(issue.path[0] ?? '')] ??= issue.message as RefusalCode;
  }
  return { ok: false, form: { values, errors } };
}

function textOf(body: Record<string, unknown>): FormState['values'] {
  const values: FormState['values'] = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.filter((one) => typeof one === 'string');
  }
  return values;
}
