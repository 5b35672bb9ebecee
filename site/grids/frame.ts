import { wordsFor } from '#content/messages/words.ts';
import type { Village } from '#server/grids/places.ts';
import type { Lang } from '#server/rules/dates.ts';
import { villagePath } from '#server/rules/links.ts';
import { hoursWords } from '#site/grids/hours.ts';
import type { HelpPerson, Here } from '#site/layouts/frame.ts';

/** The village of a page, for the bar. */
export function hereOf(village: Village): Here {
  return { name: village.name, town: village.townName, path: villagePath(village.slug) };
}

/** Who types for people here, for the last line of the page. */
export function helperOf(
  lang: Lang,
  village: Village,
  help: { name: string; hours: string; phone: string } | null,
): HelpPerson | undefined {
  if (!help) return undefined;
  const { place, grids } = wordsFor(lang);
  return {
    name: help.name === '' ? null : help.name,
    role: grids.helpRole(place[village.kind].unit),
    hours: help.hours === '' ? null : hoursWords(lang, help.hours),
    phone: help.phone,
  };
}
