import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'identity' | 'gzip' | 'br';

/** An answer as it goes onto the wire in one encoding; headers are name, value, name, value … */
interface Form {
  body: Buffer;
  etag: string;
  headers: string[];
}

/** A whole answer, kept as bytes: each compressed form is made when somebody first asks for it. */
export interface FinishedAnswer {
  status: number;
  headers: [string, string][];
  forms: Map<Encoding, Form>;
  isText: boolean;
  /** Whoever has it may ask whether it still holds; what nobody stores needs no mark for that. */
  isStored: boolean;
  /** What keeping it costs in bytes; the two compressed forms together are smaller than the text. */
  bytes: number;
}

/** Below this a compressed form saves no packet. */
const WORTH_COMPRESSING = 600;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const TEXT_TYPE =
  /^(text\/|image\/svg|application\/(json|javascript|xml|(?:manifest|feed)\+json|atom\+xml))/;

const MADE_HERE = new Set(['vary', 'content-length', 'content-encoding', 'etag']);

/** Finishes an answer from its bytes; `made` holds compressed forms that exist already. */
export function finish(
  status: number,
  headers: [string, string][],
  body: Buffer,
  made: Partial<Record<Encoding, Buffer>> = {},
): FinishedAnswer {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const isText = TEXT_TYPE.test(type) && body.length > WORTH_COMPRESSING;
  const vary = headers.filter(([name]) => name === 'vary').map(([, value]) => value);
  if (isText) vary.push('accept-encoding');
  const answer: FinishedAnswer = {
    status,
    headers: headers.filter(([name]) => !MADE_HERE.has(name)).map(withCharset),
    forms: new Map(),
    isText,
    isStored: !headers.some(
      ([name, value]) => name === 'cache-control' && value.includes('no-store'),
    ),
    bytes: body.length * (isText ? 2 : 1) + 1024,
  };
  if (vary.length > 0) answer.headers.push(['vary', vary.join(', ')]);
  const hash = answer.isStored ? hashOf(body) : '';
  addForm(answer, 'identity', body, hash);
  if (made.br) addForm(answer, 'br', made.br, `${hash}-br`);
  if (made.gzip) addForm(answer, 'gzip', made.gzip, `${hash}-gzip`);
  return answer;
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 27);
}

/** Sends a finished answer: the encoding the reader takes, 304 when he has it, no body for HEAD. */
export function send(request: IncomingMessage, response: ServerResponse, answer: FinishedAnswer) {
  const encoding = answer.isText ? encodingFor(request.headers['accept-encoding']) : 'identity';
  const form = formIn(answer, encoding);
  if (
    answer.status === 200 &&
    answer.isStored &&
    hasIt(request.headers['if-none-match'], form.etag)
  ) {
    response.writeHead(304, withoutBody(form.headers));
    response.end();
    return;
  }
  response.writeHead(answer.status, form.headers);
  if (request.method === 'HEAD') response.end();
  else response.end(form.body);
}

/** Browsers spell what they accept in a few ways; each is read once. */
const spellings = new Map<string, Encoding>();
const MOST_SPELLINGS = 200;

/** The best encoding a reader accepts: brotli, then gzip; q=0 means never. */
export function encodingFor(accepted: string | undefined): Encoding {
  if (accepted === undefined) return 'identity';
  const known = spellings.get(accepted);
  if (known) return known;
  if (spellings.size >= MOST_SPELLINGS) spellings.clear();
  const encoding = readEncoding(accepted);
  spellings.set(accepted, encoding);
  return encoding;
}

function readEncoding(accepted: string): Encoding {
  const weights = new Map(
    accepted.split(',').map((part) => {
      const [name = '', ...rest] = part.trim().toLowerCase().split(';');
      const weight = rest.find((one) => one.trim().startsWith('q='))?.split('=')[1] ?? '1';
      return [name.trim(), Number(weight)];
    }),
  );
  const takes = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}

function formIn(answer: FinishedAnswer, encoding: Encoding): Form {
  const ready = answer.forms.get(encoding);
  if (ready) return ready;
  const plain = formIn(answer, 'identity');
  const body = encoding === 'br' ? brotliCompressSync(plain.body, BROTLI) : gzipSync(plain.body);
  return addForm(answer, encoding, body, `${plain.etag.slice(1, -1)}-${encoding}`);
}

function addForm(answer: FinishedAnswer, encoding: Encoding, body: Buffer, tag: string): Form {
  const etag = `"${tag}"`;
  const headers = answer.headers.flat();
  headers.push('content-length', String(body.length));
  if (encoding !== 'identity') headers.push('content-encoding', encoding);
  if (answer.isStored) headers.push('etag', etag);
  const form = { body, etag, headers };
  answer.forms.set(encoding, form);
  return form;
}

function hasIt(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

function withCharset([name, value]: [string, string]): [string, string] {
  return [
    name,
    name === 'content-type' && value === 'text/html' ? 'text/html; charset=utf-8' : value,
  ];
}

/** A 304 repeats what rules the copy, not what describes its bytes. */
function withoutBody(headers: string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = headers.slice(at, at + 2);
    if (!name.startsWith('content-') || name === 'content-security-policy') kept.push(name, value);
  }
  return kept;
}
