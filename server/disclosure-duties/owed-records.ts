import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import type { Reader } from '#db/surface.ts';
import type { DutyRow } from '#server/disclosure-duties/records.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import type { KnownBalance } from '#server/rules/disclosure-duties.ts';

const MOST_OPEN = 500;
/** Ten years of a village with several accounts. */
const MOST_BALANCES = 1000;

/** What a village still owes of an item, oldest period first. */
export function selectOwedOf(
  db: Reader,
  { villageCode, itemCode }: { villageCode: string; itemCode: string },
): Promise<Pick<DutyRow, 'period' | 'endsOn' | 'ofVillageCode' | 'disclosureId'>[]> {
  const { period, endsOn, ofVillageCode, disclosureId } = disclosureDuty;
  return db
    .select({ period, endsOn, ofVillageCode, disclosureId })
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        eq(disclosureDuty.itemCode, itemCode),
        isNull(disclosureDuty.metAt),
      ),
    )
    .orderBy(asc(disclosureDuty.dueOn))
    .limit(MOST_OPEN);
}

/** A village's own duties for an item of the periods that end on some days. */
export function selectDutiesAt(
  db: Reader,
  of: { villageCode: string; itemCode: string; endsOn: LocalDate[] },
): Promise<Pick<DutyRow, 'id' | 'period'>[]> {
  const { id, period, villageCode, itemCode, endsOn, ofVillageCode } = disclosureDuty;
  return db
    .select({ id, period })
    .from(disclosureDuty)
    .where(
      and(
        eq(villageCode, of.villageCode),
        inArray(endsOn, of.endsOn),
        eq(itemCode, of.itemCode),
        eq(ofVillageCode, ''),
      ),
    )
    .orderBy(asc(endsOn))
    .limit(of.endsOn.length);
}

/** With how much the accounts of a village began and ended each published period, newest first. */
export function selectKnownBalances(db: Reader, villageCode: string): Promise<KnownBalance[]> {
  const { accountId, endsOn, opening, closing } = accountBalance;
  return db
    .select({ accountId, endsOn, opening, closing })
    .from(accountBalance)
    .where(and(eq(accountBalance.villageCode, villageCode), eq(accountBalance.isStanding, true)))
    .orderBy(desc(endsOn))
    .limit(MOST_BALANCES);
}
