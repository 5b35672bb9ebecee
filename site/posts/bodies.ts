import type { PlainPostView } from '#server/plain/views.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';

/** How one post of a plain kind reads. */
export type Body = (props: { lang: Lang; now: EpochMs; view: PlainPostView }) => unknown;

/** Each kind's own, in the folder that is named as its list: '../talks/Body.astro'. */
const bodies = import.meta.glob<Body>('../*/Body.astro', { eager: true, import: 'default' });

/** The Body of the plain kind with this list; throws when its folder has none. */
export function bodyOf(list: string): Body {
  const body = bodies[`../${list}/Body.astro`];
  if (!body) throw new Error(`No site/${list}/Body.astro`);
  return body;
}
