import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  sql,
} from 'drizzle-orm';
import { disclosureDuty, villageDisclosure } from '#db/schema/disclosure-duties.ts';
import { divisionSuccession, grid } from '#db/schema/grids.ts';
import type { Reader } from '#db/surface.ts';
import { correctBy } from '#server/disclosure-duties/order-records.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** Far more than a village can be late with before somebody asks. */
const MOST_LATE = 100;

/** What of a duty the one line of a village's home says. */
export interface HomeDuty {
  itemCode: string;
  period: string;
  dueOn: LocalDate;
  lateDays: number | null;
}

const homeColumns = {
  itemCode: disclosureDuty.itemCode,
  period: disclosureDuty.period,
  dueOn: disclosureDuty.dueOn,
  lateDays: disclosureDuty.lateDays,
};

/** What a village should have disclosed before today and has not, longest overdue first. */
export function selectLate(db: Reader, villageCode: string, today: LocalDate): Promise<HomeDuty[]> {
  return db
    .select(homeColumns)
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        isNull(disclosureDuty.metAt),
        lt(disclosureDuty.dueOn, today),
      ),
    )
    .orderBy(asc(disclosureDuty.dueOn))
    .limit(MOST_LATE);
}

/** The newest period of an item that a village has disclosed; of the last year and more. */
export async function selectNewestMet(
  db: Reader,
  { villageCode, itemCode, from }: { villageCode: string; itemCode: string; from: LocalDate },
): Promise<HomeDuty | null> {
  const [row] = await db
    .select(homeColumns)
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        eq(disclosureDuty.itemCode, itemCode),
        gt(disclosureDuty.endsOn, from),
        isNotNull(disclosureDuty.metAt),
      ),
    )
    .orderBy(desc(disclosureDuty.endsOn))
    .limit(1);
  return row ?? null;
}

/** How many duties the villages of a town have not met: late, and due by a day that is near. */
export function selectOwedBelow(
  db: Reader,
  { code, today, soon }: { code: string; today: LocalDate; soon: LocalDate },
) {
  const isLate = sql<number>`sum(CASE WHEN ${disclosureDuty.dueOn} < ${today} THEN 1 ELSE 0 END)`;
  return db
    .select({
      villageCode: disclosureDuty.villageCode,
      late: isLate.mapWith(Number),
      all: count(),
    })
    .from(disclosureDuty)
    .where(
      and(
        gte(disclosureDuty.villageCode, code),
        lt(disclosureDuty.villageCode, nextCode(code)),
        isNull(disclosureDuty.metAt),
        lt(disclosureDuty.dueOn, soon),
      ),
    )
    .groupBy(disclosureDuty.villageCode)
    .limit(2000);
}

/** Which of these villages publish here. */
export async function selectStarted(db: Reader, villageCodes: string[]): Promise<string[]> {
  if (villageCodes.length === 0) return [];
  const rows = await db
    .select({ code: villageDisclosure.villageCode })
    .from(villageDisclosure)
    .where(inArray(villageDisclosure.villageCode, villageCodes))
    .limit(villageCodes.length);
  return rows.map(({ code }) => code);
}

/** One cell of the board: how one village stands with one item of one period. */
export type BoardCell = Awaited<ReturnType<typeof selectCells>>[number];

/** Every duty of these villages for one period. */
export function selectCells(
  db: Reader,
  { villageCodes, period, endsOn }: { villageCodes: string[]; period: string; endsOn: LocalDate },
) {
  return db
    .select({
      villageCode: disclosureDuty.villageCode,
      itemCode: disclosureDuty.itemCode,
      period: disclosureDuty.period,
      endsOn: disclosureDuty.endsOn,
      dueOn: disclosureDuty.dueOn,
      metAt: disclosureDuty.metAt,
      isNone: disclosureDuty.isNone,
      correctBy,
    })
    .from(disclosureDuty)
    .where(
      and(
        inArray(disclosureDuty.villageCode, villageCodes),
        eq(disclosureDuty.endsOn, endsOn),
        eq(disclosureDuty.period, period),
      ),
    )
    .orderBy(asc(disclosureDuty.villageCode), asc(disclosureDuty.itemCode))
    .limit(villageCodes.length * 200 + 1);
}

/** What merged villages were called, by their old codes. */
export async function selectOldNames(db: Reader, oldCodes: string[]): Promise<Map<string, string>> {
  if (oldCodes.length === 0) return new Map();
  const rows = await db
    .select({ code: divisionSuccession.oldCode, name: divisionSuccession.oldName })
    .from(divisionSuccession)
    .where(inArray(divisionSuccession.oldCode, oldCodes))
    .limit(oldCodes.length);
  return new Map(rows.flatMap(({ code, name }) => (code === null ? [] : [[code, name]])));
}

/** Every village below a county or a town, in the order of their codes. */
export function selectVillagesBelow(db: Reader, placeCode: string) {
  return db
    .select({ code: grid.code, name: grid.shortName })
    .from(grid)
    .where(
      and(gte(grid.code, placeCode), lt(grid.code, nextCode(placeCode)), eq(grid.level, 'village')),
    )
    .orderBy(asc(grid.code))
    .limit(3000);
}
