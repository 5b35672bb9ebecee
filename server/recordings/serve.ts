import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Context } from '#server/kernel/context.ts';
import type { Http } from '#server/kernel/http.ts';
import { visibleTo } from '#server/posts/visible-to.ts';
import { recordingFile, recordingFolder } from '#server/recordings/files.ts';
import { selectOwnByHash, selectShownByHash } from '#server/recordings/records.ts';
import { endingOf } from '#server/recordings/sound.ts';
import { byteRange } from '#server/rules/byte-range.ts';

/**
 * GET /recordings/{hash}.{ending}: only when the viewer may see the post it belongs to, or it is his
 * own; whole, or the piece that a player asks for. Everything else is a 404.
 */
export async function serveRecording(c: Http): Promise<Response> {
  const [hash = '', ending = ''] = (c.req.param('file') ?? '').split('.');
  const found = await accessTo(c.var.ctx, hash);
  if (!found || endingOf(found.type) !== ending) return c.notFound();
  const file = recordingFile(recordingFolder(c.var.ctx), { hash, type: found.type });
  const size = await stat(file).then(
    (known) => known.size,
    () => null,
  );
  if (size === null) return c.notFound();
  const headers = {
    'content-type': found.type,
    'content-disposition': 'inline',
    'accept-ranges': 'bytes',
    'cache-control': found.isPublic ? 'public, max-age=3600' : 'private, max-age=3600',
  };
  const range = byteRange(c.req.header('range'), size);
  if (range === 'nowhere') {
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } });
  }
  const { from, to } = range ?? { from: 0, to: size - 1 };
  const piece = { 'content-length': String(to - from + 1) };
  const place = range && { 'content-range': `bytes ${from}-${to}/${size}` };
  const body = Readable.toWeb(createReadStream(file, { start: from, end: to }));
  return new Response(body as ReadableStream, {
    status: range ? 206 : 200,
    headers: { ...headers, ...piece, ...place },
  });
}

async function accessTo(
  ctx: Context,
  hash: string,
): Promise<{ type: string; isPublic: boolean } | null> {
  const shown = await selectShownByHash(ctx.db.read, hash, visibleTo(ctx.viewer));
  const [first] = shown;
  const isPublic = shown.some((row) => row.audience === 'public' && row.releasedAt !== null);
  if (first) return { type: first.type, isPublic };
  const { personId } = ctx.viewer;
  const own = personId && (await selectOwnByHash(ctx.db.read, hash, personId));
  return own ? { type: own.type, isPublic: false } : null;
}
