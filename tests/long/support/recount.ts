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
  // Kept when somebody signs: those who left the roster since are in it still.
  'signatures of a joint request': `SELECT r.id, r.signed FROM disclosure_request r
    WHERE r.signed > (SELECT count(*) FROM disclosure_signature g WHERE g.request_id = r.id)
      OR r.signed < (SELECT count(DISTINCT g.person_id) FROM disclosure_signature g
        JOIN villager l ON l.person_id = g.person_id AND l.village_code = r.village_code
          AND l.left_at IS NULL
        WHERE g.request_id = r.id AND r.basis <> 'representatives')`,
  'signatures of a matter': `SELECT m.id, m.signed FROM motion m
    WHERE m.signed > (SELECT count(*) FROM motion_signature g WHERE g.motion_id = m.id)`,
  'questions about a line': `SELECT r.id, r.objections FROM disclosure_row r
    WHERE r.objections <> (SELECT count(*) FROM line_objection o
      WHERE o.row_id = r.id AND (NOT o.is_private OR o.answered_at IS NOT NULL))`,
};

/** The act of a kind that is not simply posted; a list of disclosure is published under its own id. */
const actOfKind: Record<string, string> = {
  appeal: 'appeal.raised',
  objection: 'objection.asked',
  request: 'request.opened',
  motion: 'motion.opened',
  survey: 'survey.opened',
  vote: 'vote.prepared',
  resolution: 'resolution.published',
  contest: 'contest.opened',
  drive: 'drive.opened',
};
const cases = Object.entries(actOfKind).map(([kind, what]) => `WHEN '${kind}' THEN '${what}'`);

/** How many entries of an act a subject has in the ledger. */
const entriesOf = (subject: string, what: string) =>
  `(SELECT count(*) FROM ledger_entry e WHERE e.subject_id = ${subject} AND e.what = ${what})`;
const stepsOf = (version: string, what: string) =>
  `(SELECT count(*) FROM disclosure_step s WHERE s.disclosure_id = v.disclosure_id
    AND s.version = ${version} AND s.what IN (${what}))`;

/** What was done, beside its entries in the ledger. */
const acts = {
  // A survey that is still made is nobody's to read, and no act.
  'acts of raising and posting': `SELECT p.id, p.kind FROM post p WHERE p.kind <> 'disclosure'
    AND ${entriesOf('p.id', `CASE p.kind ${cases.join(' ')} ELSE p.kind || '.posted' END`)}
      <> CASE WHEN p.kind = 'survey' AND p.state = 'draft' THEN 0 ELSE 1 END`,
  'lists behind their posts': `SELECT p.id FROM post p WHERE p.kind = 'disclosure'
    AND 1 <> (SELECT count(*) FROM disclosure d WHERE d.post_id = p.id AND d.version > 0)`,
  'posts of published lists': `SELECT d.id FROM disclosure d
    WHERE (d.version > 0) <> EXISTS (SELECT 1 FROM post p WHERE p.id = d.post_id)`,
  'versions of a list': `SELECT d.id FROM disclosure d WHERE d.version <>
    (SELECT count(*) FROM disclosure_version v WHERE v.disclosure_id = d.id)`,
  // A notice that is over may strike lines out: that is a version of its own.
  'acts of publishing a version': `SELECT v.disclosure_id, v.no FROM disclosure_version v
    WHERE 1 <> CASE ${stepsOf('v.no', "'published', 'publicity'")}
      WHEN 0 THEN ${stepsOf('v.no', "'decided'")}
      ELSE ${stepsOf('v.no', "'published', 'publicity'")} END`,
  'entries of the steps of a list': `SELECT s.disclosure_id, s.what FROM disclosure_step s
    WHERE s.what NOT IN ('filled', 'over')
    GROUP BY s.disclosure_id, s.what
    HAVING count(*) <> ${entriesOf('s.disclosure_id', "'disclosure.' || s.what")}`,
  'steps of a question about a line': `SELECT s.post_id, s.what FROM line_objection_step s
    GROUP BY s.post_id, s.what
    HAVING count(*) <> ${entriesOf('s.post_id', "'objection.' || s.what")}`,
  'requests that were reached': `SELECT r.id FROM disclosure_request r
    WHERE ${entriesOf('r.id', "'request.reached'")}
      <> CASE WHEN r.reached_at IS NULL THEN 0 ELSE 1 END`,
  'duties met by nothing': `SELECT y.id FROM disclosure_duty y
    WHERE y.met_at IS NOT NULL AND NOT y.is_none AND NOT EXISTS (
      SELECT 1 FROM disclosure d WHERE d.id = y.disclosure_id AND d.version > 0)`,
  'people taken off a roll': `SELECT m.village_code, m.body FROM body_member m
    GROUP BY m.village_code, m.body
    HAVING sum(CASE WHEN m.until IS NULL THEN 0 ELSE 1 END)
      <> ${entriesOf("m.village_code || '/' || m.body", "'body.ended'")}`,
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
