import type { Tx } from '#db/surface.ts';
import { tell } from '#server/kernel/outbox.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { selectAsked, slices } from '#server/surveys/answer-records.ts';
import type { SurveyRow } from '#server/surveys/records.ts';

/** A line of news about a survey. Never what anybody answered. */
export interface SurveyNews {
  template: string;
  body: string;
  path: string;
  at: EpochMs;
}

/** Tells everybody who is asked and has an account, inside a write; or those alone who have not answered. */
export async function tellAsked(
  tx: Tx,
  { id: surveyId, villageCode, groupCodes }: Pick<SurveyRow, 'id' | 'villageCode' | 'groupCodes'>,
  news: SurveyNews,
  { isWaiting = false }: { isWaiting?: boolean } = {},
): Promise<void> {
  const people = await selectAsked(tx, { surveyId, villageCode, groupCodes }, { isWaiting });
  const messages = people.map((personId) => ({ ...news, personId }));
  // A village has more people than one statement may carry messages for.
  for (const slice of slices(messages)) await tell(tx, ...slice);
}
