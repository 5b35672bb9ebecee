/** Whether these bytes begin a RIFF file of sound. */
export function isWav(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE';
}

const SOUND = ['fmt ', 'fact', 'data'];

/** The file with nothing but its sound; null when it has none. */
export function cleanWav(file: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  const names: string[] = [];
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const end = Math.min(at + 8 + size + (size % 2), file.length);
    if (SOUND.includes(name)) {
      names.push(name);
      kept.push(file.subarray(at, end));
    }
    at = end;
  }
  if (!names.includes('fmt ') || !names.includes('data')) return null;
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  const sound = Buffer.concat([head, ...kept]);
  sound.writeUInt32LE(sound.length - 8, 4);
  return sound;
}
