import { cleanMp4, cleanMp4Film, isMp4 } from '#server/recordings/mp4.ts';
import { cleanMpeg, isMpeg } from '#server/recordings/mpeg.ts';
import { cleanOpus, isOpus } from '#server/recordings/ogg.ts';
import { cleanWav, isWav } from '#server/recordings/wav.ts';
import { cleanWebm, cleanWebmFilm, isWebm } from '#server/recordings/webm.ts';

/** A kind of file that is taken as a recording or as a film. */
interface FileKind {
  type: string;
  ending: string;
  isIt: (file: Buffer) => boolean;
  clean: (file: Buffer) => Buffer | null;
}

const sounds: FileKind[] = [
  { type: 'audio/mp4', ending: 'm4a', isIt: isMp4, clean: cleanMp4 },
  { type: 'audio/webm', ending: 'webm', isIt: isWebm, clean: cleanWebm },
  { type: 'audio/ogg', ending: 'ogg', isIt: isOpus, clean: cleanOpus },
  { type: 'audio/wav', ending: 'wav', isIt: isWav, clean: cleanWav },
  { type: 'audio/mpeg', ending: 'mp3', isIt: isMpeg, clean: cleanMpeg },
];

const films: FileKind[] = [
  { type: 'video/mp4', ending: 'mp4', isIt: isMp4, clean: cleanMp4Film },
  { type: 'video/webm', ending: 'webm', isIt: isWebm, clean: cleanWebmFilm },
];

/** A file as it is kept: what it is, and its bytes without whatever tells of its maker. */
export interface CleanFile {
  type: string;
  bytes: Buffer;
}

/**
 * A recording by what it is, whatever its name says, without anything in it that tells where or by
 * whom it was made. Null for whatever is no sound or is broken.
 */
export function soundOf(file: Buffer): CleanFile | null {
  return cleaned(sounds, file);
}

/** The same of a film: moving pictures of a kind that telephones play. */
export function filmOf(file: Buffer): CleanFile | null {
  return cleaned(films, file);
}

/** Whether a kept file of this type has moving pictures. */
export function isFilm(type: string): boolean {
  return films.some((one) => one.type === type);
}

function cleaned(kinds: FileKind[], file: Buffer): CleanFile | null {
  const kind = kinds.find(({ isIt }) => isIt(file));
  const bytes = kind?.clean(file) ?? null;
  return kind && bytes ? { type: kind.type, bytes } : null;
}

/** How the address of a recording of this type ends. */
export function endingOf(type: string): string {
  const kind = [...sounds, ...films].find((one) => one.type === type);
  if (!kind) throw new Error(`${type} is no recording`);
  return kind.ending;
}
