import {
  count,
  flag,
  index,
  instant,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#db/columns.ts';

/** What an appeal (诉求) has beyond a post. */
export const appeal = table('appeal', {
  postId: text().primaryKey(),
  picture: text(),
  itemCode: text(),
  sla: text().notNull(),
  remedy: text(),
  remedyDueAt: instant(),
  addressee: text().notNull(),
  secretaryId: text(),
  householdId: text(),
  landmark: text().notNull(),
  latitude: text(),
  longitude: text(),
  isEmergency: flag().notNull(),
  isManned: flag().notNull(),
  classifiedAt: instant(),
  contestedAt: instant(),
  signedAt: instant(),
  signedById: text(),
  plannedFor: text(),
  round: count().notNull(),
  reopened: count().notNull(),
  proposedAt: instant(),
  confirmedAt: instant(),
  grade: count(),
  calendarVersion: count().notNull(),
  ruleVersion: count().notNull(),
});

/** Each thing done for an appeal, in words and with its author; only ever added to. */
export const appealStep = table(
  'appeal_step',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    kind: text().notNull(),
    byId: text(),
    byPost: text().notNull(),
    insteadOfId: text(),
    at: instant().notNull(),
    round: count().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    facts: json<Record<string, string | number | boolean | null>>().notNull(),
  },
  (t) => [index('appeal_step_by_post').on(t.postId, t.at, t.id)],
);

/** 我家也是: one voice per household (or per person without one). */
export const cosign = table(
  'cosign',
  {
    postId: text().notNull(),
    voice: text().notNull(),
    personId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.postId, t.voice] }),
    index('cosign_by_person').on(t.personId, t.at),
  ],
);

/** Dated steps of a plan for works (P60). */
export const milestone = table(
  'milestone',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    planNo: count().notNull(),
    sort: count().notNull(),
    what: text().notNull(),
    dueOn: text().notNull(),
    dueAt: instant().notNull(),
    doneAt: instant(),
  },
  (t) => [uniqueIndex('milestone_by_post').on(t.postId, t.planNo, t.sort)],
);

/** The sheet of a due date: each counted day and the notice it came from. */
export const clockSheet = table(
  'clock_sheet',
  {
    postId: text().notNull(),
    clock: text().notNull(),
    version: count().notNull(),
    startedAt: instant().notNull(),
    dueAt: instant(),
    calendarVersion: count().notNull(),
    ruleVersion: count().notNull(),
    confirmed: flag().notNull(),
    sla: text().notNull(),
    reason: text().notNull(),
    madeAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.clock, t.version] })],
);
