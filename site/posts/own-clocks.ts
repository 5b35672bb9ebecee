import { wordsFor } from '#content/messages/words.ts';
import type { ClockState } from '#server/rules/clock-face.ts';
import type { Lang } from '#server/rules/dates.ts';

/** A clock that its feature reckons itself: the share of its time that is used, 0 to 1. */
export interface OwnClock {
  state: ClockState;
  used: number;
  name: string;
  value: string;
  due?: string;
}

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
