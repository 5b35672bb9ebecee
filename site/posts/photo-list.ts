import { wordsFor } from '#content/messages/words.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import type { Lang } from '#server/rules/dates.ts';
import { photoPath } from '#server/rules/links.ts';

/** Photos of a post as the gallery prints them. */
export function photoList(lang: Lang, photos: PhotoView[]) {
  const words = wordsFor(lang).posts.state;
  return photos.map((photo) => ({
    src: photoPath(photo.hash, 720),
    width: photo.width,
    height: photo.height,
    original: photoPath(photo.hash, 1600),
    originalBytes: photo.bytes[1600] ?? 0,
    alt: photo.caption || null,
    caption: photo.isHeld ? words.photoHeld : photo.caption || null,
  }));
}
