import type { Reader } from '#db/surface.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type StepRow, selectAdvice } from '#server/steps/records.ts';

/**
 * What a decision comes to beside the newest counted vote that asked for opinions: the vote, and which
 * of its options was decided; none where nobody was asked or nothing of it was chosen.
 */
export async function adviceFor(
  db: Reader,
  motionId: string,
  typed: string,
): Promise<Result<Pick<StepRow, 'voteId' | 'decidedOption'>>> {
  const advice = await selectAdvice(db, motionId);
  const [first] = advice;
  if (!first) return accept({ voteId: null, decidedOption: null });
  if (typed === '') return refuse('pickOne', 'decidedOption');
  const option = advice.find(({ no }) => String(no) === typed);
  if (!option && typed !== '0') return refuse('pickOne', 'decidedOption');
  return accept({ voteId: first.voteId, decidedOption: option?.no ?? null });
}
