/** One page of an Ogg stream (RFC 3533). */
interface OggPage {
  /** The 27 bytes before the table of segments. */
  head: Buffer;
  segments: number[];
  body: Buffer;
}

/** Whether these bytes begin an Ogg stream of Opus (RFC 7845). */
export function isOpus(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'OggS' && file.subarray(0, 64).includes('OpusHead');
}

/**
 * The stream with an empty comment header: comments hold names, places, pictures. Pages are numbered
 * and summed anew. Null when it is broken or holds a second stream.
 */
export function cleanOpus(file: Buffer): Buffer | null {
  const pages = pagesOf(file);
  const [first, ...others] = pages ?? [];
  if (!first || others.length === 0) return null;
  const serial = first.head.readUInt32LE(14);
  if (others.some(({ head }) => head.readUInt32LE(14) !== serial)) return null;
  // The comment header begins a page of its own, and the sound another (RFC 7845 §3).
  const last = others.findIndex(({ segments }) => (segments.at(-1) ?? 255) < 255);
  const [comment] = others;
  if (last === -1 || !comment?.body.subarray(0, 8).equals(Buffer.from('OpusTags'))) return null;
  const tags = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');
  const empty = { head: comment.head, segments: [tags.length], body: tags };
  const sound = others.slice(last + 1);
  return Buffer.concat([first, empty, ...sound].map(bytesOf));
}

function pagesOf(file: Buffer): OggPage[] | null {
  const pages: OggPage[] = [];
  for (let at = 0; at < file.length; ) {
    const isPage = at + 27 <= file.length && file.toString('latin1', at, at + 4) === 'OggS';
    if (!isPage) return null;
    const head = file.subarray(at, at + 27);
    const begin = at + 27 + (head[26] ?? 0);
    const segments = [...file.subarray(at + 27, begin)];
    const end = begin + segments.reduce((sum, size) => sum + size, 0);
    if (end > file.length) return null;
    pages.push({ head, segments, body: file.subarray(begin, end) });
    at = end;
  }
  return pages;
}

function bytesOf({ head, segments, body }: OggPage, number: number): Buffer {
  const page = Buffer.concat([head, Buffer.from(segments), body]);
  page.writeUInt32LE(number, 18);
  page.writeUInt32LE(0, 22);
  page[26] = segments.length;
  page.writeUInt32LE(sumOf(page), 22);
  return page;
}

const SUMS = Uint32Array.from({ length: 256 }, (_, at) => {
  let sum = at << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  return sum >>> 0;
});

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (SUMS[(sum >>> 24) ^ byte] ?? 0)) >>> 0;
  return sum;
}
