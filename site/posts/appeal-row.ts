import { wordsFor } from '#content/messages/words.ts';
import type { PostRow } from '#server/posts/views.ts';
import { type AppealState, appealState } from '#server/rules/appeal-states.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { href } from '#server/rules/links.ts';
import { rowPicture } from '#site/posts/row-picture.ts';

interface StateTag {
  kind: 'go' | 'wait' | 'done' | 'plain';
  icon: string;
}

const TAGS: Record<AppealState, StateTag> = {
  received: { kind: 'wait', icon: 'moon' },
  answered: { kind: 'go', icon: 'hammer' },
  planned: { kind: 'go', icon: 'calendar' },
  awaiting: { kind: 'wait', icon: 'eye' },
  solved: { kind: 'done', icon: 'check' },
  unconfirmed: { kind: 'plain', icon: 'clock' },
  withdrawn: { kind: 'plain', icon: 'x' },
};

/** The tag of an appeal's state: never by colour alone. */
export function stateTag(lang: Lang, word: string) {
  const state = appealState(word);
  return { ...TAGS[state], label: wordsFor(lang).appeals.state[state] };
}

/** An appeal as one row of a list; on pages of the county the village stands in front. */
export function appealRow(
  lang: Lang,
  row: PostRow,
  { now, showsVillage }: { now: EpochMs; showsVillage: boolean },
) {
  const meta = [
    showsVillage ? `${row.townName}${row.villageName}` : null,
    row.groupName,
    plainDay(lang, row.createdAt, now),
    row.cosigns > 0 ? wordsFor(lang).grids.too(row.cosigns) : null,
  ];
  return {
    lang,
    href: href(lang, row.path),
    title: row.title || row.excerpt,
    tags: [stateTag(lang, row.state)],
    no: row.no,
    meta: meta.filter((part) => part !== null),
    duty: row.duty,
    picture: rowPicture(lang, row),
    now,
  };
}
