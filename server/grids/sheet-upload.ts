import type { Http } from '#server/kernel/http.ts';
import { MalformedUpload, readMultipart, type Upload } from '#server/kernel/multipart.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** One megabyte above what the workshop reads, so that it is the one to say what is too big. */
const MOST_BYTES = 9 * 1024 * 1024;

/** Ten thousand lines of a list. */
const MOST_PASTED = 2 * 1024 * 1024;

/** What came along with a table. */
export interface SheetForm {
  fields: Upload['fields'];
  /** What its sender calls the file; '' for pasted text. */
  fileName: string;
}

/** Takes the file that was chosen, else what was pasted, and gives the pasted text for a next try. */
export async function withSheet(
  c: Http,
  work: (from: Result<SheetSource>, text: string, form: SheetForm) => Promise<Response>,
): Promise<Response> {
  let upload: Upload;
  try {
    upload = await readMultipart(c.req.raw, {
      ...{ fileBytes: MOST_BYTES, files: 1 },
      fieldBytes: MOST_PASTED,
    });
  } catch (error) {
    if (error instanceof MalformedUpload) return c.text('400', 400);
    throw error;
  }
  try {
    const { fields, files } = upload;
    const fileName = files.find(({ bytes }) => bytes > 0)?.name ?? '';
    return await work(sourceOf(upload), String(fields.text ?? ''), { fields, fileName });
  } finally {
    await upload.discard();
  }
}

/** The file that was chosen, else what was pasted. */
function sourceOf({ files, fields }: Upload): Result<SheetSource> {
  const file = files.find(({ bytes }) => bytes > 0);
  if (file?.isTooBig) return refuse('sheetTooBig', 'file');
  if (file) return { ok: true, value: { path: file.path } };
  const text = String(fields.text ?? '');
  return text.trim() === '' ? refuse('chooseFile', 'file') : { ok: true, value: { text } };
}
