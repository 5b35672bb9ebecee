import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** A report this long has said enough. */
export const MOST_GAPS = 200;

const heldAt = (at: EpochMs): SQL => sql`a.since <= ${at} AND (a.until IS NULL OR a.until > ${at})`;

/**
 * Whether anybody holds the post at a place or above it. Below a village codes nest by digits, and
 * a work area is the parent of its villages: so each place above is one look into an index.
 */
const hasHead = (post: string, at: EpochMs): SQL => sql`EXISTS (
  SELECT 1 FROM assignment a
  WHERE a.post = ${post} AND NOT a.is_deputy AND ${heldAt(at)} AND a.grid_code IN (
    g.code, g.parent_code, substr(g.code, 1, 15), substr(g.code, 1, 12), substr(g.code, 1, 9),
    substr(g.code, 1, 6),
    (SELECT v.parent_code FROM grid v WHERE v.code = substr(g.code, 1, 12))))`;

/** A place and everything below it by code; '' is the whole county. */
const within = (column: SQL, code: string): SQL =>
  code === '' ? sql`1 = 1` : sql`${column} >= ${code} AND ${column} < ${nextCode(code)}`;

/** That neither a pairing with somebody in office nor a grid cadre covers household h of grid g. */
const isUncovered = (at: EpochMs): SQL => sql`NOT ${hasHead('grid_cadre', at)} AND NOT EXISTS (
  SELECT 1 FROM pairing p JOIN assignment a ON a.person_id = p.person_id
  WHERE p.household_id = h.id AND p.since <= ${at} AND (p.until IS NULL OR p.until > ${at})
    AND ${heldAt(at)})`;

/** Codes of households that nobody in particular answers for, with the grid of each. */
export function selectUncovered(db: Reader, place: string, at: EpochMs) {
  return db.rows<{ code: string; gridCode: string }>(sql`
    SELECT h.code AS "code", h.grid_code AS "gridCode"
    FROM household h JOIN grid g ON g.code = h.grid_code
    WHERE ${within(sql`h.grid_code`, place)} AND ${isUncovered(at)}
    ORDER BY h.grid_code, h.code LIMIT ${MOST_GAPS}`);
}

/** Villager groups below a place: how many households each has, and how many nobody answers for. */
export function countByGroup(db: Reader, place: string, at: EpochMs) {
  return db.rows<{ groupCode: string; households: number; uncovered: number }>(sql`
    SELECT substr(h.grid_code, 1, 15) AS "groupCode", CAST(count(*) AS INTEGER) AS "households",
      CAST(sum(CASE WHEN ${isUncovered(at)} THEN 1 ELSE 0 END) AS INTEGER) AS "uncovered"
    FROM household h JOIN grid g ON g.code = h.grid_code
    WHERE ${within(sql`h.grid_code`, place)}
    GROUP BY substr(h.grid_code, 1, 15) LIMIT 1000`);
}

/** Codes of places of one level where nobody, here or above, holds the post that heads it. */
export function selectHeadless(
  db: Reader,
  { level, post, place }: { level: string; post: string; place: string },
  at: EpochMs,
) {
  return db.rows<{ code: string }>(sql`
    SELECT g.code AS "code" FROM grid g
    WHERE ${within(sql`g.code`, place)} AND g.level = ${level} AND g.retired_at IS NULL
      AND NOT ${hasHead(post, at)}
    ORDER BY g.code LIMIT ${MOST_GAPS}`);
}

/** Places where one post is held by two at once. */
export function selectDoubleHeads(db: Reader, place: string, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT a.grid_code AS "code" FROM assignment a
    WHERE ${within(sql`a.grid_code`, place)} AND a.post IN ('grid_cadre', 'secretary')
      AND NOT a.is_deputy AND ${heldAt(at)}
    GROUP BY a.grid_code, a.post HAVING count(*) > 1
    ORDER BY a.grid_code LIMIT ${MOST_GAPS}`);
}

/** Places where a post that answers has no deputy. */
export function selectWithoutDeputy(db: Reader, place: string, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT DISTINCT a.grid_code AS "code" FROM assignment a
    WHERE ${within(sql`a.grid_code`, place)} AND a.post IN ('grid_cadre', 'secretary')
      AND NOT a.is_deputy AND ${heldAt(at)} AND NOT EXISTS (
        SELECT 1 FROM assignment d
        WHERE d.grid_code = a.grid_code AND d.post = a.post AND d.is_deputy
          AND d.since <= ${at} AND (d.until IS NULL OR d.until > ${at}))
    ORDER BY a.grid_code LIMIT ${MOST_GAPS}`);
}
