import { sql } from 'drizzle-orm';
import { engine } from '#db/engine.ts';
import type { Reader } from '#db/surface.ts';

const month =
  engine === 'sqlite'
    ? "strftime('%Y-%m', created_at / 1000 + 28800, 'unixepoch')"
    : "to_char(to_timestamp(created_at / 1000 + 28800) AT TIME ZONE 'UTC', 'YYYY-MM')";

/** What a town alone reads is numbered by the town, above all numbers of its villages. */
const LAST_OF_A_VILLAGE = 900_000;
const town = 'substr(village_code, 1, 9)';
/** Everything that took a number of its village: posts and Party meetings. */
const numbered = `SELECT village_code, no FROM post WHERE no <= ${LAST_OF_A_VILLAGE}
  UNION ALL SELECT village_code, no FROM meeting`;

/** Each counter beside its recount: a row is a counter that is wrong. */
const counters = {
  'likes of a post': `SELECT id, likes FROM post
    WHERE likes <> (SELECT count(*) FROM post_like l WHERE l.post_id = post.id)`,
  'comments of a post': `SELECT id, comments FROM post
    WHERE comments <> (SELECT count(*) FROM comment c WHERE c.post_id = post.id
      AND c.released_at IS NOT NULL AND c.withdrawn_at IS NULL AND c.removed_at IS NULL)`,
  'voices of an appeal': `SELECT id, cosigns FROM post
    WHERE cosigns <> (SELECT count(*) FROM cosign c WHERE c.post_id = post.id)`,
  'numbers of a village': `SELECT village_code FROM (${numbered}) given
    GROUP BY village_code HAVING count(*) <> max(no) - min(no) + 1`,
  'next number of a village': `SELECT c.village_code FROM village_counter c
    WHERE c.next_no <> (SELECT max(g.no) + 1 FROM (${numbered}) g
      WHERE g.village_code = c.village_code)`,
  'numbers that a town alone reads': `SELECT ${town} FROM post WHERE no > ${LAST_OF_A_VILLAGE}
    GROUP BY ${town} HAVING count(*) <> max(no) - min(no) + 1`,
  'tally of a village': `SELECT t.village_code, t.kind, t.state, t.month, t.n FROM village_tally t
    LEFT JOIN (SELECT village_code, CASE audience WHEN 'public' THEN kind ELSE kind || ':' || audience END AS kind,
      state, ${month} AS month, count(*) AS n FROM post GROUP BY 1, 2, 3, 4) r
      ON r.village_code = t.village_code AND r.kind = t.kind AND r.state = t.state AND r.month = t.month
    WHERE t.n <> coalesce(r.n, 0)`,
  'posts that no tally counts': `SELECT p.id FROM post p
    LEFT JOIN village_tally t ON t.village_code = p.village_code AND t.state = p.state
      AND t.kind = CASE p.audience WHEN 'public' THEN p.kind ELSE p.kind || ':' || p.audience END
      AND t.month = ${month.replace('created_at', 'p.created_at')}
    WHERE t.n IS NULL`,
};

/** What was done, beside its entries in the ledger. */
const acts = {
  'acts of raising and posting': `SELECT p.id FROM post p
    WHERE 1 <> (SELECT count(*) FROM ledger_entry e WHERE e.subject_id = p.id
      AND (e.what = 'appeal.raised' OR e.what = p.kind || '.posted'))`,
  'acts of speaking': `SELECT p.id FROM post p
    WHERE (SELECT count(*) FROM comment c WHERE c.post_id = p.id)
      <> (SELECT count(*) FROM ledger_entry e WHERE e.subject_id = p.id
        AND e.what IN ('comment.said', 'question.asked', 'question.answered'))`,
  'steps of appeals': `SELECT a.post_id FROM appeal a
    WHERE (SELECT count(*) FROM appeal_step s WHERE s.post_id = a.post_id)
      <> (SELECT count(*) FROM ledger_entry e WHERE e.subject_id = a.post_id AND e.subject_kind = 'appeal')`,
};

/** Every counter that differs from a recount, and every act without its one ledger entry. */
export async function wrongCounters(
  db: Reader,
  which: 'counters' | 'all' = 'all',
): Promise<Record<string, unknown[]>> {
  const wrong: Record<string, unknown[]> = {};
  const recounts = which === 'all' ? { ...counters, ...acts } : counters;
  for (const [what, statement] of Object.entries(recounts)) {
    const rows = await db.rows(sql.raw(statement));
    if (rows.length > 0) wrong[what] = rows.slice(0, 5);
  }
  return wrong;
}
