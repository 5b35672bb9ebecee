import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A report this long has said enough. */
const MOST = 200;

const heldAt = (at: EpochMs): SQL => sql`a.since <= ${at} AND (a.until IS NULL OR a.until > ${at})`;

const hasHead = (post: string, at: EpochMs): SQL => sql`EXISTS (
  SELECT 1 FROM assignment a JOIN grid place ON place.code = a.grid_code
  WHERE a.post = ${post} AND NOT a.is_deputy AND ${heldAt(at)}
    AND substr(g.path, 1, length(place.path)) = place.path)`;

/** Codes of households that neither a pairing nor a grid cadre covers. */
export function selectUncovered(db: Reader, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT h.code AS "code" FROM household h JOIN grid g ON g.code = h.grid_code
    WHERE NOT ${hasHead('grid_cadre', at)} AND NOT EXISTS (
      SELECT 1 FROM pairing p
      WHERE p.household_id = h.id AND p.since <= ${at} AND (p.until IS NULL OR p.until > ${at}))
    ORDER BY h.code LIMIT ${MOST}`);
}

/** Codes of places of one level where nobody, here or above, holds the post that heads it. */
export function selectHeadless(db: Reader, level: string, post: string, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT g.code AS "code" FROM grid g
    WHERE g.level = ${level} AND g.retired_at IS NULL AND NOT ${hasHead(post, at)}
    ORDER BY g.code LIMIT ${MOST}`);
}

/** Places where one post is held by two at once. */
export function selectDoubleHeads(db: Reader, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT a.grid_code AS "code" FROM assignment a
    WHERE a.post IN ('grid_cadre', 'secretary') AND NOT a.is_deputy AND ${heldAt(at)}
    GROUP BY a.grid_code, a.post HAVING count(*) > 1
    ORDER BY a.grid_code LIMIT ${MOST}`);
}

/** Places where a post that answers has no deputy. */
export function selectWithoutDeputy(db: Reader, at: EpochMs) {
  return db.rows<{ code: string }>(sql`
    SELECT DISTINCT a.grid_code AS "code" FROM assignment a
    WHERE a.post IN ('grid_cadre', 'secretary') AND NOT a.is_deputy AND ${heldAt(at)}
      AND NOT EXISTS (
        SELECT 1 FROM assignment d
        WHERE d.grid_code = a.grid_code AND d.post = a.post AND d.is_deputy
          AND d.since <= ${at} AND (d.until IS NULL OR d.until > ${at}))
    ORDER BY a.grid_code LIMIT ${MOST}`);
}
