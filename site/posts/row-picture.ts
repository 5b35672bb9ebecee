import { wordsFor } from '#content/messages/words.ts';
import type { PostRow } from '#server/posts/views.ts';
import type { Lang } from '#server/rules/dates.ts';
import { photoPath } from '#server/rules/links.ts';

/** A picture that stands beside words or another picture. */
export interface Picture {
  src: string;
  alt: string;
}

/** The lead photo of a row in its smallest width; null when it has none. */
export function rowPicture(lang: Lang, { photo, photos }: PostRow): Picture | null {
  if (!photo) return null;
  const alt = photo.caption || wordsFor(lang).common.photos.alt(1, photos);
  return { src: photoPath(photo.hash, 320), alt };
}
