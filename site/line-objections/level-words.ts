import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { ObjectionLevel } from '#server/rules/line-objections.ts';

interface Place {
  name: string;
  townName: string;
  countyName: string;
}

/** Who answers at a level, by the name of its place: 石梯村, 连山镇, 广汉市纪检. */
export function levelWords(lang: Lang, level: ObjectionLevel, place: Place): string {
  const { county } = wordsFor(lang).lineObjections;
  return { village: place.name, town: place.townName, county: county(place.countyName) }[level];
}

/** How a state or an outcome looks and reads as a tag. */
export function stateTag(lang: Lang, state: string, outcome: string | null = null) {
  const { states, outcomes } = wordsFor(lang).lineObjections;
  const known: Record<string, string> = { ...states, ...outcomes };
  const isDone = state === 'answered';
  return {
    kind: isDone ? ('done' as const) : ('wait' as const),
    icon: isDone ? 'check' : 'clock',
    label: known[outcome ?? state] ?? state,
  };
}
