import { and, asc, desc, eq, gte, inArray, lte, min, type SQL, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import {
  disclosure,
  disclosureRow,
  disclosureStep,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { openToAll, standing, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { inStepOrder } from '#server/rules/disclosure-steps.ts';

/** A line as everybody may take it away, with the versions between which it stands. */
export interface PublicRow {
  no: number;
  fromVersion: number;
  toVersion: number | null;
  shown: typeof disclosureRow.$inferSelect.shown;
}

/** A hundred times what fills a board: a table that is longer was never read by anybody. */
const MOST_ROWS = 100_000;
/** A village has some twenty items a month. */
const MOST_IN_MONTH = 200;

const publicCells = {
  no: disclosureRow.no,
  fromVersion: disclosureRow.fromVersion,
  toVersion: disclosureRow.toVersion,
  shown: disclosureRow.shown,
};

/** The public cells of every row up to a version, struck ones too, by their numbers. */
export function publicRows(
  db: Reader,
  { disclosureId, version }: { disclosureId: string; version: number },
): Promise<PublicRow[]> {
  return db
    .select(publicCells)
    .from(disclosureRow)
    .where(
      and(eq(disclosureRow.disclosureId, disclosureId), lte(disclosureRow.fromVersion, version)),
    )
    .orderBy(asc(disclosureRow.no))
    .limit(MOST_ROWS);
}

/** The same of several tables at once, each up to its newest version. */
export async function publicRowsOf(
  db: Reader,
  disclosureIds: string[],
): Promise<Map<string, PublicRow[]>> {
  const rows = await db
    .select({ ...publicCells, disclosureId: disclosureRow.disclosureId })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .where(
      and(
        inArray(disclosureRow.disclosureId, disclosureIds),
        lte(disclosureRow.fromVersion, disclosure.version),
      ),
    )
    .orderBy(asc(disclosure.id), asc(disclosureRow.no))
    .limit(MOST_ROWS);
  return Map.groupBy(rows, ({ disclosureId }) => disclosureId);
}

/** Some standing rows of a table from a number on, for sheets of paper. */
export function standingRows(
  db: Reader,
  { disclosureId, version, after, limit }: Sheetful,
): Promise<PublicRow[]> {
  const isIn = sql`(${disclosureRow.toVersion} IS NULL OR ${disclosureRow.toVersion} > ${version})`;
  return db
    .select(publicCells)
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        sql`${disclosureRow.no} > ${after}`,
        lte(disclosureRow.fromVersion, version),
        isIn,
      ),
    )
    .orderBy(asc(disclosureRow.no))
    .limit(limit);
}

/** So many rows of a version from a number on. */
export interface Sheetful {
  disclosureId: string;
  version: number;
  after: number;
  limit: number;
}

const published = {
  id: disclosure.id,
  postId: post.id,
  no: post.no,
  slipCode: post.slipCode,
  createdAt: post.createdAt,
  villageCode: disclosure.villageCode,
  itemCode: disclosure.itemCode,
  catalogueVersion: disclosure.catalogueVersion,
  period: disclosure.period,
  endsOn: disclosure.endsOn,
  state: disclosure.state,
  version: disclosure.version,
  openTo: disclosure.openTo,
  isTakenAway: disclosure.isTakenAway,
  note: disclosureVersion.note,
  recipientRule: disclosureVersion.recipientRule,
  summary: disclosure.summary,
  publishedAt: disclosure.publishedAt,
  publicityThrough: disclosure.publicityThrough,
  lateDays: disclosure.lateDays,
  shownThrough: disclosureVersion.shownThrough,
  versionAt: disclosureVersion.publishedAt,
  hash: disclosureVersion.hash,
};

/** A published item with its newest version. */
export type PublishedRecord = Awaited<ReturnType<typeof publishedWhere>>[number];

function publishedWhere(db: Reader, condition: SQL | undefined) {
  return db
    .select(published)
    .from(post)
    .innerJoin(disclosure, eq(disclosure.postId, post.id))
    .innerJoin(
      disclosureVersion,
      and(
        eq(disclosureVersion.disclosureId, disclosure.id),
        eq(disclosureVersion.no, disclosure.version),
      ),
    )
    .where(and(condition, standing()));
}

/** What anybody may take away: everybody reads it, and no row is about somebody in need. */
function isForAll(): SQL | undefined {
  return and(openToAll(), eq(disclosure.isTakenAway, true));
}

/** The item with this number if anybody may take it away. */
export async function selectTaken(
  db: Reader,
  { villageCode, no }: { villageCode: string; no: number },
): Promise<PublishedRecord | null> {
  const isIt = and(eq(post.villageCode, villageCode), eq(post.no, no));
  const [row] = await publishedWhere(db, and(isIt, isForAll())).limit(1);
  return row ?? null;
}

/** The item with this number if the viewer may read its page. */
export async function selectPrinted(
  db: Reader,
  viewer: Viewer,
  { villageCode, no }: { villageCode: string; no: number },
): Promise<PublishedRecord | null> {
  const isIt = and(eq(post.villageCode, villageCode), eq(post.no, no));
  const [row] = await publishedWhere(db, and(isIt, visibleTo(viewer))).limit(1);
  return row ?? null;
}

/** What a village published for a month and anybody may take away, by the days on which periods ended. */
export async function selectTakenOfMonth(
  db: Reader,
  { villageCode, from, to }: { villageCode: string; from: LocalDate; to: LocalDate },
): Promise<PublishedRecord[]> {
  const isOfMonth = and(
    eq(disclosure.villageCode, villageCode),
    gte(disclosure.endsOn, from),
    lte(disclosure.endsOn, to),
  );
  return publishedWhere(db, and(isOfMonth, isForAll()))
    .orderBy(asc(disclosure.endsOn), asc(disclosure.itemCode), asc(disclosure.id))
    .limit(MOST_IN_MONTH);
}

/** What a village published lately and anybody may take away, newest first. */
export function selectFed(
  db: Reader,
  {
    villageCode,
    before,
    limit,
  }: { villageCode: string; before: { at: EpochMs; id: string } | null; limit: number },
): Promise<PublishedRecord[]> {
  const isOfVillage = and(
    eq(post.villageCode, villageCode),
    eq(post.kind, 'disclosure'),
    eq(post.audience, 'public'),
    before ? sql`(${post.createdAt}, ${post.id}) < (${before.at}, ${before.id})` : undefined,
  );
  return publishedWhere(db, and(isOfVillage, isForAll()))
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(limit);
}

/** A step with the name of whoever in office took it. */
export interface SignedStep {
  what: string;
  version: number;
  round: number;
  byPost: string;
  name: string;
  at: EpochMs;
}

/** The steps of several items with the names of those in office who took them, oldest first. */
export async function selectSigned(
  db: Reader,
  disclosureIds: string[],
): Promise<Map<string, SignedStep[]>> {
  const rows = await db
    .select({
      disclosureId: disclosureStep.disclosureId,
      what: disclosureStep.what,
      version: disclosureStep.version,
      round: disclosureStep.round,
      byPost: disclosureStep.byPost,
      name: person.name,
      at: disclosureStep.at,
    })
    .from(disclosureStep)
    .innerJoin(person, eq(person.id, disclosureStep.byId))
    .where(inArray(disclosureStep.disclosureId, disclosureIds))
    .orderBy(asc(disclosureStep.disclosureId), asc(disclosureStep.at), asc(disclosureStep.id))
    .limit(5_000);
  return Map.groupBy(inStepOrder(rows), ({ disclosureId }) => disclosureId);
}

/** The published versions of an item with their hashes, oldest first. */
export function selectHashes(db: Reader, disclosureId: string) {
  return db
    .select({
      no: disclosureVersion.no,
      rows: disclosureVersion.rows,
      at: disclosureVersion.publishedAt,
      hash: disclosureVersion.hash,
    })
    .from(disclosureVersion)
    .where(eq(disclosureVersion.disclosureId, disclosureId))
    .orderBy(asc(disclosureVersion.no))
    .limit(200);
}

/** By when the village owed an item; null for what it published unasked. */
export async function selectDueOn(db: Reader, disclosureId: string): Promise<LocalDate | null> {
  const [row] = await db
    .select({ dueOn: min(disclosureDuty.dueOn) })
    .from(disclosureDuty)
    .where(eq(disclosureDuty.disclosureId, disclosureId));
  return row?.dueOn ?? null;
}
