import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { Badge } from '#server/selections/badges.ts';
import type { TagKind } from '#site/ui/marks.ts';

/** 10月十佳 above a row of a list; a lost one says so in words. */
export function badgeTags(
  lang: Lang,
  badge: Badge | undefined,
): { kind: TagKind; label: string; icon: string }[] {
  if (!badge) return [];
  const words = wordsFor(lang).badges;
  const name = words.short(badge.month);
  return badge.lost
    ? [{ kind: 'plain', label: words.lostTag(name), icon: 'x' }]
    : [{ kind: 'done', label: name, icon: 'star' }];
}
