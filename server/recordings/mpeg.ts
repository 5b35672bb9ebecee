/** Whether these bytes are MPEG layer III: a tag of names, or two frames one behind the other. */
export function isMpeg(file: Buffer): boolean {
  const at = afterNames(file);
  const length = frameAt(file, at);
  return length !== null && frameAt(file, at + length) !== null;
}

/** The frames alone: tags before (ID3v2) and behind them (ID3v1, APE, Lyrics3) hold names and places. */
export function cleanMpeg(file: Buffer): Buffer | null {
  const from = afterNames(file);
  let to = from;
  for (;;) {
    const length = frameAt(file, to);
    if (length === null) break;
    to += length;
  }
  return to > from ? Buffer.from(file.subarray(from, Math.min(to, file.length))) : null;
}

/** Where the names before the first frame end; they may come twice. */
function afterNames(file: Buffer): number {
  let at = 0;
  while (file.toString('latin1', at, at + 3) === 'ID3' && at + 10 <= file.length) {
    const hasFoot = ((file[at + 5] ?? 0) & 0x10) !== 0;
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((file[at + i] ?? 0) & 0x7f), 0);
    at += 10 + size + (hasFoot ? 10 : 0);
  }
  return at;
}

const RATES = [44_100, 48_000, 32_000];
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** The length in bytes of the layer III frame that begins here; null where none does. */
function frameAt(file: Buffer, at: number): number | null {
  if (at + 4 > file.length || file.readUInt16BE(at) < 0xffe0) return null;
  const [, second = 0, third = 0] = file.subarray(at, at + 3);
  const version = (second >> 3) & 3;
  const isLayer3 = ((second >> 1) & 3) === 1;
  const rate = RATES[(third >> 2) & 3];
  const kbits = (version === 3 ? KBITS_1 : KBITS_2)[third >> 4];
  if (!isLayer3 || version === 1 || !rate || !kbits) return null;
  const slower = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samples = version === 3 ? 144_000 : 72_000;
  return Math.floor((samples * kbits * slower) / rate) + ((third >> 1) & 1);
}
