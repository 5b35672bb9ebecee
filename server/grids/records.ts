import {
  and,
  asc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { divisionSuccession, grid, villageCounter, villageProfile } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { CODE_LENGTH, nextCode } from '#server/rules/place-codes.ts';

const town = aliasedTable(grid, 'town');
const county = aliasedTable(grid, 'county');

/** A village's posts are numbered from here, so that every number has at least four digits. */
const FIRST_POST_NO = 1001;

/** One row of a village with its town and county. */
export type VillageRow = Awaited<ReturnType<typeof selectVillages>>[number];

function villages(db: Reader, wanted: SQL) {
  return db
    .select({
      code: grid.code,
      slug: grid.slug,
      name: grid.shortName,
      fullName: grid.name,
      kind: grid.kind,
      path: grid.path,
      retiredAt: grid.retiredAt,
      townCode: town.code,
      townName: town.shortName,
      townSlug: town.slug,
      countyCode: county.code,
      countyName: county.shortName,
      countyKind: county.kind,
    })
    .from(grid)
    .innerJoin(town, eq(town.code, sql`substr(${grid.code}, 1, ${CODE_LENGTH.town})`))
    .innerJoin(county, eq(county.code, sql`substr(${grid.code}, 1, ${CODE_LENGTH.county})`))
    .where(and(eq(grid.level, 'village'), wanted))
    .limit(500);
}

const villageOfSlug = prepared(['slug'], (db, { slug }) => villages(db, eq(grid.slug, slug)));
const villagesOfCodes = prepared(['codes'], (db, { codes }) =>
  villages(db, among(grid.code, codes)),
);

/** The village with this readable name, with its town and county; one row or none. */
export function selectVillageOfSlug(db: Reader, slug: string) {
  return villageOfSlug(db, { slug });
}

/** Villages by code, with their town and county. */
export function selectVillages(db: Reader, codes: string[]) {
  return villagesOfCodes(db, { codes });
}

const childrenOf = prepared(['parentCode', 'level'], (db, { parentCode, level }) =>
  db
    .select({ code: grid.code, name: grid.shortName, path: grid.path })
    .from(grid)
    .where(and(eq(grid.parentCode, parentCode), eq(grid.level, level)))
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(500),
);

/** What lies directly below a place on one level, in order. */
export function selectChildren(db: Reader, parentCode: string, level: string) {
  return childrenOf(db, { parentCode, level });
}

const pathOf = prepared(['code'], (db, { code }) =>
  db.select({ path: grid.path }).from(grid).where(eq(grid.code, code)).limit(1),
);

/** The path of a place. */
export async function selectPath(db: Reader, code: string): Promise<string | null> {
  const [row] = await pathOf(db, { code });
  return row?.path ?? null;
}

const nextNoOf = prepared(['villageCode'], (tx, { villageCode }) =>
  tx
    .insert(villageCounter)
    .values({ villageCode, nextNo: FIRST_POST_NO + 1 })
    .onConflictDoUpdate({
      target: villageCounter.villageCode,
      set: { nextNo: sql`${villageCounter.nextNo} + 1` },
    })
    .returning({ nextNo: villageCounter.nextNo }),
);

/** Takes the next number of a village's posts, or of what its town alone reads. */
export async function takePostNo(tx: Tx, villageCode: string): Promise<number> {
  const [row] = await nextNoOf(tx, { villageCode });
  if (!row) throw new Error(`village ${villageCode} gave no post number`);
  return row.nextNo - 1;
}

/** A county, town or village row by code. */
export async function selectNamed(db: Reader, code: string) {
  const [row] = await db
    .select({ code: grid.code, name: grid.shortName, kind: grid.kind, path: grid.path })
    .from(grid)
    .where(eq(grid.code, code))
    .limit(1);
  return row ?? null;
}

/** The towns of a county, in order. */
export function selectTowns(db: Reader, countyCode: string) {
  return db
    .select({ code: grid.code, slug: grid.slug, name: grid.shortName, path: grid.path })
    .from(grid)
    .where(and(eq(grid.parentCode, countyCode), eq(grid.level, 'town')))
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(500);
}

/** Villages below a town or county, in order; work areas in between make no difference. */
export function selectVillagesBelow(db: Reader, code: string) {
  return db
    .select({ code: grid.code, slug: grid.slug, name: grid.shortName, kind: grid.kind })
    .from(grid)
    .where(
      and(
        gte(grid.code, code),
        lt(grid.code, nextCode(code)),
        eq(grid.level, 'village'),
        isNull(grid.retiredAt),
      ),
    )
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(2000);
}

/** Villages whose name, or whose old name, holds the text, or whose address begins with it. */
export function searchVillages(db: Reader, text: string, limit: number) {
  return db
    .selectDistinct({
      code: grid.code,
      slug: grid.slug,
      name: grid.shortName,
      townName: town.shortName,
      oldName: divisionSuccession.oldName,
      sort: grid.sort,
    })
    .from(grid)
    .innerJoin(town, eq(town.code, sql`substr(${grid.code}, 1, ${CODE_LENGTH.town})`))
    .leftJoin(
      divisionSuccession,
      and(
        eq(divisionSuccession.newCode, grid.code),
        or(
          like(divisionSuccession.oldName, `%${text}%`),
          like(divisionSuccession.oldSlug, `${text}%`),
        ),
      ),
    )
    .where(
      and(
        eq(grid.level, 'village'),
        isNull(grid.retiredAt),
        or(
          like(grid.shortName, `%${text}%`),
          like(grid.slug, `${text}%`),
          like(town.shortName, `%${text}%`),
          isNotNull(divisionSuccession.oldName),
        ),
      ),
    )
    .orderBy(asc(grid.sort), asc(grid.code))
    .limit(limit);
}

/** Old names of these villages. */
export function selectOldNames(db: Reader, codes: string[]) {
  return db
    .select({ oldName: divisionSuccession.oldName, newCode: divisionSuccession.newCode })
    .from(divisionSuccession)
    .where(inArray(divisionSuccession.newCode, codes))
    .orderBy(asc(divisionSuccession.oldSlug))
    .limit(2000);
}

/** What a village's own pages say about it. */
export async function selectProfile(db: Reader, villageCode: string) {
  const [row] = await db
    .select()
    .from(villageProfile)
    .where(eq(villageProfile.villageCode, villageCode))
    .limit(1);
  return row ?? null;
}
