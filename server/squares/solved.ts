import type { Context } from '#server/kernel/context.ts';
import { type BeforeAfter, beforeAndAfter } from '#server/posts/row-photos.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import { appealStates, isOpen } from '#server/rules/appeal-states.ts';
import { daysBetween, startOfMonth } from '#server/rules/dates.ts';
import { type SolvedRecord, selectDueFirst, selectSolved } from '#server/squares/records.ts';

/** A matter that was put right, with pictures of how it was and how it is now. */
export interface SolvedStory {
  row: PostRow;
  pictures: BeforeAfter;
  /** From the first word to the person saying it is done. */
  days: number;
}

/** Among so many newest solved appeals pictures are looked for. */
const LOOKED_THROUGH = 40;
const APPEALS_SHOWN = 5;
const STORIES_SHOWN = 2;

/**
 * The appeals of a village's home: the one that was put right for most households, as a story, and
 * the list: what is still owed, next due first, then what was done last.
 */
export async function appealsOfHome(
  ctx: Context,
  villageCode: string,
): Promise<{ story: SolvedStory | null; appeals: PostRow[] }> {
  const [owed, solved] = await Promise.all([
    selectDueFirst(ctx.db.read, { villageCode, states: openStates, limit: APPEALS_SHOWN }),
    selectSolved(ctx.db.read, villageCode, LOOKED_THROUGH),
  ]);
  const chosen = sharedByMost(ctx, await pictured(ctx, solved));
  const others = solved.filter(({ id }) => id !== chosen?.id).map(({ id }) => id);
  const listed = [...owed, ...others].slice(0, APPEALS_SHOWN);
  const rows = await postRows(ctx, chosen ? [...listed, chosen.id] : listed);
  return {
    story: chosen ? (storiesOf([chosen], rows)[0] ?? null) : null,
    appeals: rows.filter(({ id }) => listed.includes(id)),
  };
}

/** What was put right last in the county: with pictures first, and plain rows where there are few. */
export async function solvedOfCounty(
  ctx: Context,
): Promise<{ stories: SolvedStory[]; plain: PostRow[] }> {
  const solved = await selectSolved(ctx.db.read, null, LOOKED_THROUGH);
  const chosen = onceEach(await pictured(ctx, solved)).slice(0, STORIES_SHOWN);
  const shown = chosen.map(({ id }) => id);
  const others = solved.map(({ id }) => id).filter((id) => !shown.includes(id));
  const rows = await postRows(ctx, [...shown, ...others].slice(0, STORIES_SHOWN));
  return {
    stories: storiesOf(chosen, rows),
    plain: rows.filter(({ id }) => !shown.includes(id)),
  };
}

const openStates = appealStates.filter(isOpen);

interface Pictured extends SolvedRecord {
  endedAt: number;
  pictures: BeforeAfter;
}

/** Those that show what changed, the last done first. */
async function pictured(ctx: Context, solved: SolvedRecord[]): Promise<Pictured[]> {
  const found = await beforeAndAfter(
    ctx,
    solved.map(({ id }) => id),
  );
  return solved
    .flatMap((record) => {
      const pictures = found.get(record.id);
      const { finishedAt: endedAt } = record;
      return pictures && endedAt !== null ? [{ ...record, endedAt, pictures }] : [];
    })
    .sort((a, b) => b.endedAt - a.endedAt);
}

// A cover mended in a day is good news too, but the lamps are what a whole group waited for: of this
// month and the last, the matter of most households stands on the home; before that, the last one.
function sharedByMost(ctx: Context, matters: Pictured[]): Pictured | undefined {
  const since = startOfMonth(startOfMonth(ctx.clock.now()) - 1);
  const recent = matters.filter(({ endedAt }) => endedAt >= since);
  const [first] = recent.sort((a, b) => b.cosigns - a.cosigns);
  return first ?? matters[0];
}

/** The same picture twice on one page tells nothing new. */
function onceEach(matters: Pictured[]): Pictured[] {
  const seen = new Set<string>();
  return matters.filter(({ pictures: { after } }) => {
    if (seen.has(after.hash)) return false;
    seen.add(after.hash);
    return true;
  });
}

function storiesOf(chosen: Pictured[], rows: PostRow[]): SolvedStory[] {
  return chosen.flatMap(({ id, createdAt, endedAt, pictures }) => {
    const row = rows.find((one) => one.id === id);
    return row ? [{ row, pictures, days: daysBetween(createdAt, endedAt) }] : [];
  });
}
