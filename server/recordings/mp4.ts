/** Boxes that hold other boxes on the way to what may name a place. */
const HOLDERS = ['moov', 'trak', 'mdia', 'moof', 'traf', 'mvex'];
/** Free text, positions, pictures; and what was cut out of the file before. */
const TELLING = ['udta', 'meta', 'uuid', 'free', 'skip'];

/** Whether these bytes begin an MPEG-4 file (ISO/IEC 14496-12). */
export function isMp4(file: Buffer): boolean {
  return file.toString('latin1', 4, 8) === 'ftyp';
}

const SOUND = 'soun';
const PICTURES = 'vide';

/**
 * An MPEG-4 file of sound alone, without whatever may tell where or by whom it was made: such boxes
 * become empty ones of the same length, because others point behind them. Null when it holds
 * anything but sound, or is broken.
 */
export function cleanMp4(file: Buffer): Buffer | null {
  return cleaned(file, (tracks) => tracks.every((kind) => kind === SOUND));
}

/** The same of a film: moving pictures, with sound or without, and no track of anything else. */
export function cleanMp4Film(file: Buffer): Buffer | null {
  return cleaned(
    file,
    (tracks) =>
      tracks.includes(PICTURES) && tracks.every((kind) => kind === SOUND || kind === PICTURES),
  );
}

function cleaned(file: Buffer, isMeant: (tracks: string[]) => boolean): Buffer | null {
  const copy = Buffer.from(file);
  const tracks: string[] = [];
  const isWhole = walk(copy, { from: 0, to: copy.length }, tracks);
  return isWhole && tracks.length > 0 && isMeant(tracks) ? copy : null;
}

function walk(file: Buffer, { from, to }: { from: number; to: number }, tracks: string[]): boolean {
  let at = from;
  while (at < to) {
    const box = boxAt(file, at, to);
    if (!box) return false;
    const { type, begin, end } = box;
    if (type === 'hdlr') tracks.push(file.toString('latin1', begin + 8, begin + 12));
    if (HOLDERS.includes(type) && !walk(file, { from: begin, to: end }, tracks)) return false;
    if (TELLING.includes(type)) {
      file.write('free', at + 4, 'latin1');
      file.fill(0, begin, end);
    }
    at = end;
  }
  return true;
}

/** The box that begins here: its type, and where its content begins and ends. */
function boxAt(file: Buffer, at: number, to: number) {
  if (at + 8 > to) return null;
  const short = file.readUInt32BE(at);
  const type = file.toString('latin1', at + 4, at + 8);
  const isLong = short === 1;
  if (isLong && at + 16 > to) return null;
  const size = isLong ? Number(file.readBigUInt64BE(at + 8)) : short;
  const begin = at + (isLong ? 16 : 8);
  // A size of 0 is a box to the end of the file.
  const end = short === 0 ? to : at + size;
  return end >= begin && end <= to ? { type, begin, end } : null;
}
