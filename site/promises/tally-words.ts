import { wordsFor } from '#content/messages/words.ts';
import type { PromiseTally } from '#server/promises/views.ts';
import type { Lang } from '#server/rules/dates.ts';

/** How many promises somebody made and what became of them, in words; what there is none of is left out. */
export function tallyWords(lang: Lang, tally: PromiseTally): (string | null)[] {
  const { person } = wordsFor(lang).promises;
  const { all, kept, part, broken, unreported, waiting, running } = tally;
  return [
    person.tally(all),
    kept > 0 ? person.kept(kept) : null,
    part > 0 ? person.part(part) : null,
    broken > 0 ? person.broken(broken) : null,
    unreported > 0 ? person.unreported(unreported) : null,
    waiting > 0 ? person.waiting(waiting) : null,
    running > 0 ? person.running(running) : null,
  ];
}

/** What was decided on the promises of a letter, or is owed a word, as tags of its row. */
export function tallyTags(
  lang: Lang,
  tally: PromiseTally | undefined,
): { kind: 'done' | 'wait' | 'late'; label: string; icon: string }[] {
  if (!tally) return [];
  const { person } = wordsFor(lang).promises;
  const { kept, part, broken, unreported } = tally;
  const tags = [
    { n: kept, kind: 'done' as const, label: person.kept(kept), icon: 'check' },
    { n: part, kind: 'wait' as const, label: person.part(part), icon: 'circle-dot' },
    { n: broken, kind: 'late' as const, label: person.broken(broken), icon: 'x' },
    {
      ...{ n: unreported, kind: 'late' as const },
      ...{ label: person.unreported(unreported), icon: 'circle-alert' },
    },
  ];
  return tags.filter(({ n }) => n > 0).map(({ kind, label, icon }) => ({ kind, label, icon }));
}
