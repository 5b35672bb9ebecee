import type { Tx } from '#db/surface.ts';
import { selectSteps, updateStepWords } from '#server/motions/step-records.ts';

/** 隐私更正 in the minutes of every meeting about a matter; how many meetings changed. */
export async function coverSteps(
  tx: Tx,
  motionId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const step of await selectSteps(tx, motionId)) {
    const { id, minutes, html, dissent, place, chair, reason } = step;
    const before = { minutes, html, dissent, place, chair, reason };
    const after = {
      ...{ minutes: cover(minutes), html: cover(html), dissent: cover(dissent) },
      ...{ place: cover(place), chair: cover(chair), reason: reason && cover(reason) },
    };
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    await updateStepWords(tx, id, after);
    changed += 1;
  }
  return changed;
}
