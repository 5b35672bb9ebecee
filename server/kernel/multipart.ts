import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutControls } from '#server/kernel/http.ts';

/** A file that was chosen on a form, on disk; `isTooBig` when it was cut off at the limit. */
export interface UploadedFile {
  field: string;
  path: string;
  bytes: number;
  isTooBig: boolean;
  /** What its sender calls it. */
  name?: string;
}

/** A posted form whose files never were in memory as a whole. */
export interface Upload {
  fields: Record<string, string | string[]>;
  files: UploadedFile[];
  /** Removes the temporary files. */
  discard(): Promise<void>;
}

export interface UploadLimits {
  fileBytes: number;
  files: number;
  /** Bytes of one field of text; a quarter of a megabyte where nothing else is said. */
  fieldBytes?: number;
}

const HEADER_BYTES = 8 * 1024;
const FIELD_BYTES = 256 * 1024;
const FIELDS = 100;

/**
 * Reads multipart/form-data (RFC 7578) piece by piece: files go to temporary files, fields stay
 * text. A form that is not well formed throws a MalformedUpload.
 */
export async function readMultipart(request: Request, limits: UploadLimits): Promise<Upload> {
  const [, quoted, plain] =
    /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(request.headers.get('content-type') ?? '') ??
    [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || request.body === null) throw new MalformedUpload();
  const folder = await mkdtemp(join(tmpdir(), 'cuntou-upload-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    const parts = new Parts(folder, limits);
    await readParts(request.body, boundary, parts);
    return { fields: parts.fields, files: parts.files, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The body was not a form; whoever sent it was no browser of ours. */
export class MalformedUpload extends Error {
  override name = 'MalformedUpload';
}

async function readParts(
  body: ReadableStream<Uint8Array>,
  boundary: string,
  parts: Parts,
): Promise<void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line before it; with one in front, all are alike.
  let held: Buffer = Buffer.from('\r\n');
  let isInside = false;
  for await (const chunk of body) {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      if (!isInside) {
        const opened = openPart(held, delimiter);
        if (opened === 'end') return parts.end();
        if (opened === null) break;
        parts.begin(opened.header);
        held = opened.rest;
        isInside = true;
      }
      const at = held.indexOf(delimiter);
      const ready = at === -1 ? held.length - delimiter.length : at;
      if (ready > 0) {
        await parts.write(held.subarray(0, ready));
        held = held.subarray(ready);
      }
      if (at === -1) break;
      await parts.end();
      isInside = false;
    }
  }
  throw new MalformedUpload();
}

/** The next part's header lines, 'end' after the last part, null while more bytes are needed. */
function openPart(
  held: Buffer,
  delimiter: Buffer,
): { header: string; rest: Buffer } | 'end' | null {
  const at = held.indexOf(delimiter);
  if (at === -1) {
    if (held.length > HEADER_BYTES) throw new MalformedUpload();
    return null;
  }
  const after = held.subarray(at + delimiter.length);
  if (after.subarray(0, 2).equals(Buffer.from('--'))) return 'end';
  const headerEnd = after.indexOf('\r\n\r\n');
  if (headerEnd === -1) {
    if (after.length > HEADER_BYTES) throw new MalformedUpload();
    return null;
  }
  const header = after.subarray(0, headerEnd).toString('utf8');
  return { header, rest: after.subarray(headerEnd + 4) };
}

class Parts {
  // Without a prototype, so that a field called 'constructor' is only a field.
  readonly fields: Record<string, string | string[]> = Object.create(null);
  readonly files: UploadedFile[] = [];
  readonly #folder: string;
  readonly #limits: UploadLimits;
  #text: Buffer[] | null = null;
  #textBytes = 0;
  #name = '';
  #file: { stream: WriteStream; info: UploadedFile; isNamed: boolean } | null = null;
  #count = 0;

  constructor(folder: string, limits: UploadLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  begin(header: string): void {
    this.#count += 1;
    const name = /;\s*name="([^"]*)"/i.exec(header)?.[1];
    if (name === undefined || this.#count > FIELDS) throw new MalformedUpload();
    this.#name = name;
    const file = /;\s*filename\*?=("")?/i.exec(header);
    if (!file) {
      this.#text = [];
      this.#textBytes = 0;
      return;
    }
    const path = join(this.#folder, String(this.#count));
    const called = withoutControls(/;\s*filename="([^"]{1,200})"/i.exec(header)?.[1] ?? '');
    const info = { field: name, path, bytes: 0, isTooBig: false, name: called };
    this.#file = { stream: createWriteStream(path), info, isNamed: file[1] === undefined };
  }

  async write(bytes: Buffer): Promise<void> {
    if (this.#file) return this.#writeFile(bytes);
    // Counted as it comes: adding up every piece again would make a byte at a time cost minutes.
    this.#textBytes += bytes.length;
    if (this.#textBytes > (this.#limits.fieldBytes ?? FIELD_BYTES)) throw new MalformedUpload();
    this.#text?.push(Buffer.from(bytes));
  }

  async end(): Promise<void> {
    if (this.#text) this.#keepField(Buffer.concat(this.#text).toString('utf8'));
    this.#text = null;
    if (!this.#file) return;
    const { stream, info, isNamed } = this.#file;
    this.#file = null;
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.end(() => resolve());
    });
    // An input left empty is sent as a file of no bytes and no name; one with a name was chosen.
    const isChosen = info.bytes > 0 || isNamed;
    if (isChosen && this.files.length < this.#limits.files) this.files.push(info);
  }

  async #writeFile(bytes: Buffer): Promise<void> {
    const { stream, info } = this.#file ?? {};
    if (!stream || !info) return;
    info.bytes += bytes.length;
    info.isTooBig ||= info.bytes > this.#limits.fileBytes;
    // The rest of a file that is too big is read and dropped, so that the page can say so.
    if (info.isTooBig) return;
    const isRoomy = stream.write(Buffer.from(bytes));
    if (!isRoomy) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  }

  #keepField(typed: string): void {
    const value = withoutControls(typed);
    const known = this.fields[this.#name];
    if (known === undefined) this.fields[this.#name] = value;
    else this.fields[this.#name] = [known, value].flat();
  }
}
