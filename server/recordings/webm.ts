const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_TYPE = 0x83;
const PICTURES = 1;
const SOUND = 2;
/** Tags, Attachments, Chapters: what may name a place or a person. */
const TELLING = [0x1254c367, 0x1941a469, 0x1043a770];
const VOID = 0xec;

/** Whether these bytes begin a WebM file. */
export function isWebm(file: Buffer): boolean {
  return file.length > 4 && file.readUInt32BE(0) === EBML && file.subarray(0, 64).includes('webm');
}

/**
 * A WebM file of sound alone, without tags and attachments: they become empty elements of the same
 * length. Null when it holds anything but sound, or is broken.
 */
export function cleanWebm(file: Buffer): Buffer | null {
  return cleaned(file, (tracks) => tracks.every((kind) => kind === SOUND));
}

/** The same of a film: moving pictures, with sound or without, and no track of anything else. */
export function cleanWebmFilm(file: Buffer): Buffer | null {
  return cleaned(
    file,
    (tracks) =>
      tracks.includes(PICTURES) && tracks.every((kind) => kind === SOUND || kind === PICTURES),
  );
}

function cleaned(file: Buffer, isMeant: (tracks: number[]) => boolean): Buffer | null {
  const copy = Buffer.from(file);
  const tracks: number[] = [];
  const isWhole = walk(copy, { from: 0, to: copy.length }, tracks);
  return isWhole && tracks.length > 0 && isMeant(tracks) ? copy : null;
}

function walk(file: Buffer, { from, to }: { from: number; to: number }, tracks: number[]): boolean {
  let at = from;
  while (at < to) {
    const element = elementAt(file, at, to);
    if (!element) return false;
    const { id, begin, end, isEndless } = element;
    if (id === TRACK_TYPE) tracks.push(file[begin] ?? 0);
    if (TELLING.includes(id)) silence(file, at, end);
    // A live recording does not know how long it will be: what follows lies in it.
    const isOpened = [SEGMENT, TRACKS, TRACK].includes(id) || (id === CLUSTER && isEndless);
    at = isOpened ? begin : end;
  }
  return true;
}

function elementAt(file: Buffer, at: number, to: number) {
  const id = numberAt(file, at, { keepsMark: true });
  const size = id && numberAt(file, at + id.length, { keepsMark: false });
  if (!size) return null;
  const begin = at + id.length + size.length;
  const isEndless = size.value === 2 ** (7 * size.length) - 1;
  const end = isEndless ? to : begin + size.value;
  return begin <= to && end <= to ? { id: id.value, begin, end, isEndless } : null;
}

/** A number of EBML (RFC 8794 §4): the zeros before its first one say how many bytes follow. */
function numberAt(file: Buffer, at: number, { keepsMark }: { keepsMark: boolean }) {
  const first = file[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > file.length) return null;
  let value = keepsMark ? first : first & (0xff >> length);
  for (const byte of file.subarray(at + 1, at + length)) value = value * 256 + byte;
  return { value, length };
}

/** Turns an element into an empty one (Void) that is as long. */
function silence(file: Buffer, at: number, end: number): void {
  file.fill(0, at, end);
  file[at] = VOID;
  // The longest telling id is four bytes and the size one at least: there is always room for four.
  const size = end - at - 5;
  if (size >= 0) file.writeUInt32BE(0x10000000 + size, at + 1);
  else file[at + 1] = 0x80 + (end - at - 2);
}
