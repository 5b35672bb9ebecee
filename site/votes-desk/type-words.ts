import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { TypeView } from '#server/votes/type-view.ts';

/** What a type is good for, in a few words beside its name: advice, or only an announcement. */
export function typeHint(lang: Lang, { type, reason }: TypeView): string {
  const words = wordsFor(lang).voteDesk.types;
  const notice = type.notice.days > 0 ? words.notice(type.notice.days) : words.noNotice;
  return [notice, effectHint(lang, reason)].join(lang === 'zh' ? '，' : ', ');
}

/** What comes of it online. */
export function effectHint(lang: Lang, reason: TypeView['reason']): string {
  const words = wordsFor(lang).voteDesk.types;
  if (reason === 'never-here') return words.neverRun;
  if (reason === 'never-online') return words.never;
  return reason === 'charter-silent' ? words.charter : words.advisory;
}
