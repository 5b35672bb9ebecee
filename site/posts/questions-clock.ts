import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { OwnClock } from '#site/posts/OwnClocksPlate.astro';

/** The clock of the questions under a post: full once everything that was asked is answered. */
export function questionsClock(
  lang: Lang,
  { asked, answered }: { asked: number; answered: number },
): OwnClock {
  const { plate: words } = wordsFor(lang).posts;
  const isAnswered = asked === answered;
  const said = isAnswered ? words.all(asked) : words.some(asked, answered);
  return {
    state: isAnswered ? 'done' : 'run',
    used: asked === 0 ? 1 : answered / asked,
    name: words.asked,
    value: asked === 0 ? words.none : said,
  };
}
