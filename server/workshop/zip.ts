import { inflateRawSync } from 'node:zlib';

/** A file inside a zip, by the zip's own list of contents. */
export interface ZipEntry {
  name: string;
  packed: number;
  unpacked: number;
  method: number;
  /** Where its local header begins. */
  offset: number;
}

/** What a zip may hold at most. */
export interface ZipLimits {
  entries: number;
  /** Sum of the unpacked sizes, in bytes. */
  unpacked: number;
  /** Unpacked over packed, of the whole. */
  ratio: number;
}

/** The zip is not well formed, or made to do harm. */
export class UnsafeZip extends Error {
  override name = 'UnsafeZip';
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/**
 * Lists a zip by its central directory (APPNOTE 6.3, without zip64: no office file of ours is that
 * large) before anything is unpacked. Throws UnsafeZip for too many, too large, too dense or oddly
 * named contents.
 */
export function listZip(zip: Buffer, limits: ZipLimits): ZipEntry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count > limits.entries) throw new UnsafeZip('too many entries');
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    const { entry, next } = entryAt(zip, at, end);
    entries.push(entry);
    at = next;
  }
  checkNames(entries);
  checkSizes(entries, limits);
  return entries;
}

/** Unpacks one entry; throws UnsafeZip when it is larger than its zip says. */
export function unpackEntry(zip: Buffer, entry: ZipEntry): Buffer {
  const { offset, packed, unpacked, method } = entry;
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL) {
    throw new UnsafeZip('no local header');
  }
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const bytes = zip.subarray(start, start + packed);
  if (method === STORED && packed === unpacked) return bytes;
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, unpacked) });
  } catch (cause) {
    throw new UnsafeZip('cannot be unpacked', { cause });
  }
}

function findEnd(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
  for (let at = zip.length - END_BYTES; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === END) return at;
  }
  throw new UnsafeZip('no central directory');
}

function entryAt(zip: Buffer, at: number, end: number): { entry: ZipEntry; next: number } {
  if (at + 46 > end || zip.readUInt32LE(at) !== CENTRAL) throw new UnsafeZip('broken directory');
  const method = zip.readUInt16LE(at + 10);
  const isEncrypted = (zip.readUInt16LE(at + 8) & ENCRYPTED) !== 0;
  if (isEncrypted || (method !== STORED && method !== DEFLATED)) {
    throw new UnsafeZip('packed in a way that no spreadsheet is');
  }
  const nameBytes = zip.readUInt16LE(at + 28);
  const next = at + 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  const entry = {
    name: zip.toString('utf8', at + 46, at + 46 + nameBytes),
    packed: zip.readUInt32LE(at + 20),
    unpacked: zip.readUInt32LE(at + 24),
    method,
    offset: zip.readUInt32LE(at + 42),
  };
  return { entry, next };
}

function checkNames(entries: ZipEntry[]): void {
  const names = entries.map(({ name }) => name);
  const isOdd = (name: string) => /^[/\\]|\.\.|\\|\0|^[a-z]:/i.test(name);
  const isTwice = new Set(names.map((name) => name.toLowerCase())).size < names.length;
  if (isTwice || names.some(isOdd)) throw new UnsafeZip('odd names');
}

/** Small files may be as dense as they like. */
const SMALL = 1024 * 1024;

function checkSizes(entries: ZipEntry[], limits: ZipLimits): void {
  const sum = (size: (entry: ZipEntry) => number) =>
    entries.reduce((total, entry) => total + size(entry), 0);
  const unpacked = sum((entry) => entry.unpacked);
  const isDense =
    unpacked > SMALL &&
    unpacked /
      Math.max(
        1,
        sum(({ packed }) => packed),
      ) >
      limits.ratio;
  if (unpacked > limits.unpacked || isDense) throw new UnsafeZip('too large when unpacked');
}
