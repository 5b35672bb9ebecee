import { holdersIn } from '#server/grids/staff.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FourTwoFacts, StepTry } from '#server/rules/four-two.ts';
import { matterOf, stepCode } from '#server/rules/four-two-book.ts';
import type { MotionFacts, StepRow } from '#server/steps/records.ts';

/** How a motion stands in the procedure, for the rules. */
export function factsOf(
  { book }: Pick<Context, 'book'>,
  motion: MotionFacts,
  { tries, isDualHead }: { tries: StepRow[]; isDualHead: boolean },
): FourTwoFacts {
  return {
    isLogged: motion.loggedAt !== null,
    tries: tries.flatMap(tryOf),
    isDualHead,
    isStudiedFirst: matterOf(book.fourTwo, motion.matter)?.isStudiedFirst ?? true,
    // What is carried out is the resolution's business: publications are entered there.
    doneOn: null,
  };
}

/** Whether one person holds both posts, secretary and director (一肩挑), at this moment. */
export async function isDualHead(ctx: Context, villageCode: string): Promise<boolean> {
  const [secretaries, directors] = await Promise.all([
    holdersIn(ctx, villageCode, ['secretary']),
    holdersIn(ctx, villageCode, ['village_director']),
  ]);
  return secretaries.some((one) => directors.some(({ personId }) => personId === one.personId));
}

function tryOf(row: StepRow): StepTry[] {
  const step = stepCode(row.step);
  const state = (['called', 'passed', 'failed', 'void'] as const).find((one) => one === row.state);
  if (step === null || !state) return [];
  const { attempt, isMerged, checkedAt, meetOn: on } = row;
  return [{ step, attempt, state, on, isMerged, isChecked: checkedAt !== null }];
}
