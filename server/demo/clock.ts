import type { Database } from '#db/surface.ts';
import { type ShiftedClock, systemClock } from '#server/kernel/clock.ts';
import type { Context } from '#server/kernel/context.ts';
import { writeSetting } from '#server/kernel/settings.ts';
import { type EpochMs, HOUR_MS, nextMidnight } from '#server/rules/dates.ts';
import { nextWorkingStart } from '#server/rules/working-time.ts';
import { jobs, runJobs } from '#server/worker.ts';

/** When offices open where the calendar does not say so. */
const OPENS_AT_MS = 8.5 * HOUR_MS;

/** Moves the demonstration's clock to the next working morning, and does what then falls due. */
export async function moveToNextWorkday(ctx: Context): Promise<void> {
  const to = nextMorning(ctx, ctx.clock.now());
  const shift = to - systemClock.now();
  await ctx.db.write(async (tx) => {
    await writeSetting(tx, 'demo.shift', shift);
    tx.touch('clock', shiftTag(shift));
  });
  await runJobs(ctx, jobs);
}

/**
 * Lets the clock of this process follow moves made here or in another process. The tag carries the
 * shift itself, so that whoever hears the same write afterwards already reads the new time.
 */
export function followMoves(db: Pick<Database, 'onTouched'>, clock: ShiftedClock): void {
  db.onTouched((tags) => {
    for (const tag of tags) {
      const [, shift] = SHIFT_TAG.exec(tag) ?? [];
      if (shift !== undefined) clock.shiftTo(Number(shift));
    }
  });
}

const SHIFT_TAG = /^clock:(-?\d+)$/;

function shiftTag(shift: number): string {
  return `clock:${shift}`;
}

function nextMorning({ book }: Context, now: EpochMs): EpochMs {
  const midnight = nextMidnight(now);
  return nextWorkingStart(book.calendar, midnight) ?? midnight + OPENS_AT_MS;
}
