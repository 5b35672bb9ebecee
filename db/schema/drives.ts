import { count, flag, index, instant, money, table, text, uniqueIndex } from '#db/columns.ts';

/** 大讨论: many problems and suggestions that become a few projects. Its words are its post's. */
export const drive = table(
  'drive',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** 'open' | 'sorting' | 'running' | 'closed' */
    state: text().notNull(),
    /** The last day of telling, a local date. */
    tellThrough: text().notNull(),
    openedById: text().notNull(),
    closedAt: instant(),
  },
  (t) => [
    index('drive_by_village').on(t.villageCode, t.state, t.no),
    index('drive_by_end').on(t.state, t.tellThrough, t.id),
  ],
);

/** A problem or a suggestion: the words are a comment's. */
export const driveIdea = table(
  'drive_idea',
  {
    commentId: text().primaryKey(),
    driveId: text().notNull(),
    /** 'problem' | 'suggestion' */
    side: text().notNull(),
    /** Who wrote it down for somebody who told it on paper or aloud. */
    enteredById: text(),
    /** 'open' | 'grouped' | 'answered' */
    state: text().notNull(),
    projectId: text(),
    /** What was said to one that became no project. */
    answer: text().notNull(),
    decidedById: text(),
    decidedAt: instant(),
  },
  (t) => [
    index('drive_idea_by_drive').on(t.driveId, t.state, t.side, t.commentId),
    index('drive_idea_by_project').on(t.projectId, t.commentId),
  ],
);

/** What became of them: a project with owner, money and day. */
export const driveProject = table(
  'drive_project',
  {
    id: text().primaryKey(),
    driveId: text().notNull(),
    no: count().notNull(),
    title: text().notNull(),
    ownerId: text().notNull(),
    budgetFen: money(),
    /** A local date. */
    dueOn: text().notNull(),
    /** Of the few that come first. */
    isKey: flag().notNull(),
    /** 'planned' | 'doing' | 'done' | 'dropped' */
    state: text().notNull(),
    /** How far it is, or why it was dropped. */
    now: text().notNull(),
    /** The motion that it was taken to, where it needs a decision. */
    motionId: text(),
    changedById: text().notNull(),
    changedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('drive_project_by_no').on(t.driveId, t.no)],
);
