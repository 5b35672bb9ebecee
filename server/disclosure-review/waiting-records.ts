import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureStep } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';
import { correctBy } from '#server/disclosure-duties/order-records.ts';
import type { StepRecord } from '#server/disclosures/records.ts';

const { id, villageCode, itemCode, period, state, version, draftedById, publicityThrough } =
  disclosure;

const MOST = 100;
/** Steps of a table that was returned often; three years of it would not reach the limit. */
const MOST_STEPS = 100;

/** Tables of these villages that wait for somebody, the longest first; once for each duty they meet. */
export function selectWaiting(db: Reader, villageCodes: string[]) {
  return db
    .select({
      ...{ id, villageCode, itemCode, period, state, version, draftedById, publicityThrough },
      ...{ dueOn: disclosureDuty.dueOn, metAt: disclosureDuty.metAt, correctBy },
    })
    .from(disclosure)
    .leftJoin(disclosureDuty, eq(disclosureDuty.disclosureId, id))
    .where(
      and(
        among(villageCode, villageCodes),
        inArray(state, ['review', 'signed', 'returned', 'publicity']),
        // What the index of drafts under way holds.
        sql`${state} <> 'published'`,
      ),
    )
    .orderBy(asc(disclosure.changedAt), asc(id))
    .limit(MOST);
}

/** Every step of these tables, oldest first. */
export function selectStepsOf(db: Reader, disclosureIds: string[]): Promise<StepRecord[]> {
  return db
    .select()
    .from(disclosureStep)
    .where(among(disclosureStep.disclosureId, disclosureIds))
    .orderBy(asc(disclosureStep.disclosureId), asc(disclosureStep.at), asc(disclosureStep.id))
    .limit(disclosureIds.length * MOST_STEPS);
}
