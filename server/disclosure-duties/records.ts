import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { disclosureDuty, villageDisclosure, villageItem } from '#db/schema/disclosure-duties.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import { divisionSuccession } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { correctBy } from '#server/disclosure-duties/order-records.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { MOST_EVENTS, periodEnd } from '#server/rules/disclosure-periods.ts';

/** Rows of one insert: far below the parameters either engine takes. */
const CHUNK = 500;
const MOST_VILLAGES = 20_000;
const MOST_OPEN = 500;

export type DutyRow = typeof disclosureDuty.$inferSelect;
export type StartRow = typeof villageDisclosure.$inferSelect;

/** Opens duties; one that is there already stays as it is. */
export async function insertDuties(tx: Tx, rows: DutyRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx
      .insert(disclosureDuty)
      .values(rows.slice(from, from + CHUNK))
      .onConflictDoNothing();
  }
}

/** The duties of a village for an item and period: its own first, then those it inherited. */
export async function selectDutiesOf(
  db: Reader,
  { villageCode, itemCode, period }: { villageCode: string; itemCode: string; period: string },
): Promise<DutyRow[]> {
  const rows = await db
    .select()
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        // What the index is made of: the day follows from the period.
        eq(disclosureDuty.endsOn, periodEnd(period)),
        eq(disclosureDuty.itemCode, itemCode),
        eq(disclosureDuty.period, period),
      ),
    )
    .limit(50);
  return rows.toSorted((a, b) => (a.ofVillageCode < b.ofVillageCode ? -1 : 1));
}

/** Duties by id. */
export function selectDuties(db: Reader, ids: string[]): Promise<DutyRow[]> {
  return db.select().from(disclosureDuty).where(inArray(disclosureDuty.id, ids)).limit(ids.length);
}

/** The periods of an item's events of a day; the next one takes a number that none of them has. */
export function selectEventPeriods(
  db: Reader,
  { villageCode, itemCode, day }: { villageCode: string; itemCode: string; day: LocalDate },
): Promise<{ period: string; metAt: number | null }[]> {
  return db
    .select({ period: disclosureDuty.period, metAt: disclosureDuty.metAt })
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        eq(disclosureDuty.endsOn, day),
        eq(disclosureDuty.itemCode, itemCode),
      ),
    )
    .limit(MOST_EVENTS);
}

/** Changes duties by id. */
export async function updateDuties(tx: Tx, ids: string[], change: Partial<DutyRow>): Promise<void> {
  await tx.update(disclosureDuty).set(change).where(inArray(disclosureDuty.id, ids));
}

/** Meets duties with 本期无, each with the days it was late. */
export async function meetWithNone(
  tx: Tx,
  duties: { id: string; lateDays: number }[],
  met: { metAt: EpochMs; metById: string | null },
): Promise<void> {
  const cases = duties.map(({ id, lateDays }) => sql`WHEN ${id} THEN ${lateDays}`);
  const late: SQL<number> = sql`CAST(CASE ${disclosureDuty.id} ${sql.join(cases, sql` `)} END AS INTEGER)`;
  const ids = duties.map(({ id }) => id);
  await tx
    .update(disclosureDuty)
    .set({ ...met, isNone: true, lateDays: late })
    .where(and(inArray(disclosureDuty.id, ids), isNull(disclosureDuty.metAt)));
}

/** Gives unmet duties the days of a new calendar. */
export async function moveDueDays(
  tx: Tx,
  duties: { id: string; dueOn: LocalDate }[],
): Promise<void> {
  const cases = duties.map(({ id, dueOn }) => sql`WHEN ${id} THEN ${dueOn}`);
  const due: SQL<string> = sql`CASE ${disclosureDuty.id} ${sql.join(cases, sql` `)} END`;
  const ids = duties.map(({ id }) => id);
  await tx
    .update(disclosureDuty)
    .set({ dueOn: due })
    .where(and(inArray(disclosureDuty.id, ids), isNull(disclosureDuty.metAt)));
}

const listed = {
  id: disclosureDuty.id,
  villageCode: disclosureDuty.villageCode,
  ofVillageCode: disclosureDuty.ofVillageCode,
  itemCode: disclosureDuty.itemCode,
  period: disclosureDuty.period,
  endsOn: disclosureDuty.endsOn,
  dueOn: disclosureDuty.dueOn,
  why: disclosureDuty.why,
  words: disclosureDuty.words,
  orderedById: disclosureDuty.orderedById,
  metAt: disclosureDuty.metAt,
  metById: disclosureDuty.metById,
  isNone: disclosureDuty.isNone,
  disclosureId: disclosureDuty.disclosureId,
  lateDays: disclosureDuty.lateDays,
  lateReason: disclosureDuty.lateReason,
  correctBy,
  state: disclosure.state,
  openTo: disclosure.openTo,
  no: post.no,
};

/** A duty with where its disclosure stands, as far as there is one. */
export type ListedDuty = Awaited<ReturnType<typeof selectOpenDuties>>[number];

/** What a village still owes, earliest due first. */
export function selectOpenDuties(db: Reader, villageCode: string) {
  return db
    .select(listed)
    .from(disclosureDuty)
    .leftJoin(disclosure, eq(disclosure.id, disclosureDuty.disclosureId))
    .leftJoin(post, eq(post.id, disclosure.postId))
    .where(and(eq(disclosureDuty.villageCode, villageCode), isNull(disclosureDuty.metAt)))
    .orderBy(asc(disclosureDuty.dueOn), asc(disclosureDuty.itemCode))
    .limit(MOST_OPEN);
}

/** What a village has met of the periods that ended from a day on, newest period first. */
export function selectMetDuties(
  db: Reader,
  { villageCode, from, limit }: { villageCode: string; from: LocalDate; limit: number },
): Promise<ListedDuty[]> {
  return db
    .select(listed)
    .from(disclosureDuty)
    .leftJoin(disclosure, eq(disclosure.id, disclosureDuty.disclosureId))
    .leftJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(
        eq(disclosureDuty.villageCode, villageCode),
        gte(disclosureDuty.endsOn, from),
        isNotNull(disclosureDuty.metAt),
      ),
    )
    .orderBy(desc(disclosureDuty.endsOn), desc(disclosureDuty.itemCode))
    .limit(limit);
}

/** Duties by id, with where their disclosures stand. */
export async function selectListed(db: Reader, ids: string[]): Promise<ListedDuty[]> {
  if (ids.length === 0) return [];
  return db
    .select(listed)
    .from(disclosureDuty)
    .leftJoin(disclosure, eq(disclosure.id, disclosureDuty.disclosureId))
    .leftJoin(post, eq(post.id, disclosure.postId))
    .where(among(disclosureDuty.id, ids))
    .orderBy(desc(disclosureDuty.endsOn), desc(disclosureDuty.itemCode))
    .limit(ids.length);
}

/** Since when a village publishes; null while it has not begun. */
export async function selectStart(db: Reader, villageCode: string): Promise<StartRow | null> {
  const [row] = await db
    .select()
    .from(villageDisclosure)
    .where(eq(villageDisclosure.villageCode, villageCode))
    .limit(1);
  return row ?? null;
}

/** Every village that publishes here. */
export function selectStarts(db: Reader): Promise<StartRow[]> {
  return db.select().from(villageDisclosure).limit(MOST_VILLAGES);
}

/** Writes since when a village publishes, or what it chose. */
export async function upsertStart(tx: Tx, row: StartRow): Promise<void> {
  const { villageCode, ...set } = row;
  await tx
    .insert(villageDisclosure)
    .values(row)
    .onConflictDoUpdate({ target: villageDisclosure.villageCode, set });
}

/** An item that a village added, and when. */
export interface AddedItem {
  villageCode: string;
  item: CatalogueItem;
  addedAt: EpochMs;
}

/** The items that villages added, with whose they are. */
export async function selectOwnItems(db: Reader): Promise<AddedItem[]> {
  const rows = await db
    .select({
      villageCode: villageItem.villageCode,
      body: villageItem.body,
      addedAt: villageItem.addedAt,
    })
    .from(villageItem)
    .limit(MOST_VILLAGES);
  return rows.map(({ body, ...row }) => ({ ...row, item: body as CatalogueItem }));
}

/** Adds an item to a village's catalogue. */
export async function insertItem(tx: Tx, row: typeof villageItem.$inferInsert): Promise<void> {
  await tx.insert(villageItem).values(row);
}

/** Villages that published here and were merged since, with where they belong now. */
export async function selectMerged(db: Reader): Promise<{ oldCode: string; newCode: string }[]> {
  const rows = await db
    .select({
      oldCode: divisionSuccession.oldCode,
      newCode: divisionSuccession.newCode,
    })
    .from(divisionSuccession)
    .innerJoin(villageDisclosure, eq(villageDisclosure.villageCode, divisionSuccession.oldCode))
    .limit(MOST_VILLAGES);
  return rows.flatMap(({ oldCode, ...row }) => (oldCode === null ? [] : { ...row, oldCode }));
}

/** Hands what a merged village still owes to its successor; whose it was stays written. */
export async function moveOpenDuties(
  tx: Tx,
  { oldCode, newCode }: { oldCode: string; newCode: string },
): Promise<void> {
  const { ofVillageCode, villageCode, metAt } = disclosureDuty;
  await tx
    .update(disclosureDuty)
    .set({
      villageCode: newCode,
      ofVillageCode: sql`CASE WHEN ${ofVillageCode} = '' THEN ${villageCode} ELSE ${ofVillageCode} END`,
    })
    .where(and(eq(villageCode, oldCode), isNull(metAt)));
}

/** Ends the publishing of a village that was merged. */
export async function deleteStart(tx: Tx, villageCode: string): Promise<void> {
  await tx.delete(villageDisclosure).where(eq(villageDisclosure.villageCode, villageCode));
}
