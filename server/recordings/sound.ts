import { cleanMp4, isMp4 } from '#server/recordings/mp4.ts';
import { cleanMpeg, isMpeg } from '#server/recordings/mpeg.ts';
import { cleanOpus, isOpus } from '#server/recordings/ogg.ts';
import { cleanWav, isWav } from '#server/recordings/wav.ts';
import { cleanWebm, isWebm } from '#server/recordings/webm.ts';

/** A kind of file that is taken as a recording. */
interface SoundKind {
  type: string;
  ending: string;
  isIt: (file: Buffer) => boolean;
  clean: (file: Buffer) => Buffer | null;
}

const kinds: SoundKind[] = [
  { type: 'audio/mp4', ending: 'm4a', isIt: isMp4, clean: cleanMp4 },
  { type: 'audio/webm', ending: 'webm', isIt: isWebm, clean: cleanWebm },
  { type: 'audio/ogg', ending: 'ogg', isIt: isOpus, clean: cleanOpus },
  { type: 'audio/wav', ending: 'wav', isIt: isWav, clean: cleanWav },
  { type: 'audio/mpeg', ending: 'mp3', isIt: isMpeg, clean: cleanMpeg },
];

/**
 * A recording by what it is, whatever its name says, without anything in it that tells where or by
 * whom it was made. Null for whatever is no sound or is broken.
 */
export function soundOf(file: Buffer): { type: string; bytes: Buffer } | null {
  const kind = kinds.find(({ isIt }) => isIt(file));
  const bytes = kind?.clean(file) ?? null;
  return kind && bytes ? { type: kind.type, bytes } : null;
}

/** How the address of a recording of this type ends. */
export function endingOf(type: string): string {
  const kind = kinds.find((one) => one.type === type);
  if (!kind) throw new Error(`${type} is no recording`);
  return kind.ending;
}
