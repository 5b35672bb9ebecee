import { wordsFor } from '#content/messages/words.ts';
import { type BarPerson, readBar } from '#server/demo/facts.ts';
import type { Context } from '#server/kernel/context.ts';
import { memory } from '#server/kernel/memory.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';

/** Guests share their pages, so on these the time moves in steps. */
const GUEST_STEP_MS = 10 * MINUTE_MS;
const bars = memory<BarPerson[]>();

/** What the slim bar of a demonstration shows. */
export interface DemoBar {
  now: EpochMs;
  people: { key: string; label: string; title: string; current: boolean }[];
}

/** The slim bar over every page of a demonstration; null where real people are at home. */
export async function demoBar(ctx: Context): Promise<DemoBar | null> {
  if (!ctx.isDemo) return null;
  const known = await bars(ctx, [''], async () => new Map([['', await readBar(ctx.db.read)]]));
  const people = known.get('') ?? [];
  const { labels, be, guest } = wordsFor(ctx.lang).demo;
  const { personId } = ctx.viewer;
  return {
    now: shownTime(ctx),
    people: [
      ...people.map((one) => ({
        key: one.key,
        label: labels[one.key],
        title: be(labels[one.key], one.name),
        current: one.personId === personId,
      })),
      { key: GUEST, label: guest, title: guest, current: personId === null },
    ],
  };
}

/** The key of nobody: signed out. */
export const GUEST = 'guest';

function shownTime({ clock, viewer, page }: Context): EpochMs {
  const now = clock.now();
  if (viewer.personId !== null) return now;
  const shown = now - (now % GUEST_STEP_MS);
  page.changesAt(shown + GUEST_STEP_MS);
  return shown;
}
