import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';

type Connection = BetterSqlite3.Database;

/** Tables whose rows grow with the years of a county; nothing may read the whole of one. */
const GROWING = new Set([
  ...['post', 'post_version', 'comment', 'post_like', 'photo', 'review', 'tombstone'],
  ...['search_row', 'search_queue', 'search_text', 'appeal', 'appeal_step', 'cosign', 'milestone'],
  ...['clock_sheet', 'privacy_correction', 'ledger_entry', 'outbox_message'],
  ...['form_key', 'draft', 'rate_limit', 'session', 'sign_in_code', 'paper_code'],
  ...['person', 'villager', 'household', 'pairing', 'leave', 'duty_shift', 'village_tally'],
  ...['disclosure_duty', 'disclosure', 'disclosure_row', 'disclosure_finding', 'account_balance'],
]);

/** Names further tables that grow, for the test that runs now: stories that follow have their own. */
export function alsoGrowing(names: string[]): void {
  const added = names.filter((name) => !GROWING.has(name));
  for (const name of added) GROWING.add(name);
  onTestFinished(() => {
    for (const name of added) GROWING.delete(name);
  });
}

/** Writes down every statement that any connection of this process prepares, until told to stop. */
export function collectStatements(): { statements: Set<string>; stop: () => void } {
  const statements = new Set<string>();
  const { prepare } = BetterSqlite3.prototype;
  BetterSqlite3.prototype.prepare = function (this: Connection, source: string) {
    statements.add(source);
    return prepare.call(this, source);
  } as Connection['prepare'];
  return {
    statements,
    stop() {
      BetterSqlite3.prototype.prepare = prepare;
    },
  };
}

/** Rows found through these are few by their nature, so sorting them costs the same for ever. */
const FEW: Record<string, string> = {
  disclosure_finding_by_disclosure: 'what the gate found in one table',
  disclosure_under_way: 'tables of one village that are not out yet',
  disclosure_duty_by_disclosure: 'the duties that one table meets',
  household_by_grid: 'the households of one villager group, or one village in its roster',
  villager_by_household: 'the members of those households',
  post_awaiting: 'what waits for its person; it holds nothing else',
  pairing_by_household: 'one household',
  pairing_by_person: 'some thirty households of one cadre',
  photo_by_subject: 'six photos at most of each row shown',
  photo_by_post: 'the photos of the rows shown',
  comment_by_parent: 'replies to the comments shown',
  session_by_person: 'the devices of one person',
  review_by_objection: 'objections that wait for a second person',
  leave_by_end: 'leaves that have not ended',
  leave_by_person: 'leaves of the people of one page',
  duty_shift_by_end: 'shifts that have not ended',
  duty_shift_by_grid: 'shifts of one place that have not ended',
  vote_elector_by_no: 'the roll of one vote',
  vote_by_opening: 'votes that wait for their opening',
  vote_by_closing: 'votes that wait for their end',
  survey_by_closing: 'surveys that wait for their end',
  vote_by_previous: 'the votes that repeat one',
  motion_by_source: 'what one post became in the hall',
  contest_by_village: 'what one village thanks families for, a few a year',
  contest_by_state: 'choices that are not decided',
  contest_nominee_by_contest: 'the families of one choice',
  contest_objection_by_contest: 'what was said of one choice',
};

/** Whole statements that may do what others may not, by how they begin after their columns. */
const EXCUSED: [start: string, reason: string][] = [
  [
    'from "review" where ("review"."post_id" = ? and "review"."decided_at" is null',
    'asked by the demonstration alone, while it is made, of what waits for a look',
  ],
  ['from "search_queue" inner join "post"', 'the queue is emptied every minute'],
  [
    'from "post" where ("post"."village_code" = ? and "post"."kind" = ? and "post"."audience" = ? and "post"."state" in (',
    'the open appeals of one village: what nobody owes stands last, so no index has the order',
  ],
  [
    'from "village_tally" where ("village_tally"."village_code" >= ?',
    'counters of the months asked for, a few for each village',
  ],
  ['from "village_tally" where ("village_tally"."village_code" = ?', 'counters of one village'],
  [
    'where ("villager"."village_code" = ? and "villager"."left_at" is null and ("villager"."adult_from" is null',
    'the adults of one village, read once while its roll is drawn up',
  ],
];

/** What of a statement's plan grows with the tables: whole tables read, rows sorted by hand. */
export function costsOf(connection: Connection, statement: string): string[] {
  if (!/^\s*(select|insert|update|delete|with)\b/i.test(statement)) return [];
  // A connection writes a plus before its marks.
  const asWritten = statement.replaceAll('+?', '?');
  if (EXCUSED.some(([start]) => asWritten.includes(start))) return [];
  const steps = planOf(connection, statement);
  const scans = steps.filter((step) => isScan(statement, step));
  const manyRows = steps.some((step) => mayFindMany(statement, step));
  const sorts = steps.filter((step) => step.startsWith('USE TEMP B-TREE') && manyRows);
  return [...scans, ...sorts];
}

/** How SQLite would answer this statement, a step a line. */
export function planOf(connection: Connection, statement: string): string[] {
  const explain = connection.prepare<unknown[], { detail: string }>(
    `EXPLAIN QUERY PLAN ${statement}`,
  );
  const marks = statement.replace(/'[^']*'|"[^"]*"/g, '').split('?').length - 1;
  return explain.all(...Array(marks).fill(null)).map(({ detail }) => detail);
}

function isScan(statement: string, step: string): boolean {
  if (!step.startsWith('SCAN ') || !GROWING.has(tableOf(statement, step))) return false;
  if (indexOf(step) in FEW) return false;
  // A full-text index is a virtual table: the letter M says that it was asked for words.
  return !/VIRTUAL TABLE INDEX \d+:.*M/.test(step);
}

/** Neither one row by its key nor a few by their nature. */
function mayFindMany(statement: string, step: string): boolean {
  if (!GROWING.has(tableOf(statement, step))) return false;
  const name = indexOf(step);
  const isByKey = /^sqlite_autoindex_\w+ \(\w+=\?\)|INTEGER PRIMARY KEY/.test(
    step.slice(step.indexOf(name)),
  );
  return !isByKey && !(name in FEW);
}

function indexOf(step: string): string {
  return /USING (?:COVERING )?INDEX (\w+)/.exec(step)?.[1] ?? '';
}

/** The table of a step; plans name it by its alias. */
function tableOf(statement: string, step: string): string {
  const [, name = ''] = /^(?:SCAN|SEARCH) (\S+)/.exec(step) ?? [];
  if (name === '' || GROWING.has(name)) return name;
  const [, table = name] =
    new RegExp(`(?:from|join) "?(\\w+)"? (?:as )?"?${name}"?\\b`, 'i').exec(statement) ?? [];
  return table;
}
