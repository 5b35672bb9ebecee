import { wordsFor } from '#content/messages/words.ts';
import type { Village } from '#server/grids/views.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import type { Lang } from '#server/rules/dates.ts';

/** What a body is called where it is: 村民代表 in a village, 居民代表 in a community. */
export function bodyName(lang: Lang, { kind }: Pick<Village, 'kind'>, body: BodyCode): string {
  const words = wordsFor(lang).bodies;
  const own: Partial<Record<BodyCode, string>> = kind === 'community' ? words.community : {};
  return own[body] ?? words.names[body];
}
