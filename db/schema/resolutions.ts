import { count, flag, index, instant, money, table, text, uniqueIndex } from '#db/columns.ts';

/** 决议: what the right body decided, and who carries it out. Its words are its post's. */
export const resolution = table(
  'resolution',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    motionId: text().notNull(),
    stepId: text().notNull(),
    villageCode: text().notNull(),
    no: count().notNull(),
    passedOn: text().notNull(),
    ownerId: text().notNull(),
    budgetFen: money(),
    /** A local date. */
    dueOn: text().notNull(),
    /** 'carrying-out' | 'done' | 'dropped' */
    state: text().notNull(),
    shownThrough: text().notNull(),
    doneOn: text(),
    spentFen: money(),
    /** Ninety days after it was passed the village says how far it is; a local date. */
    reportDueOn: text().notNull(),
    reportedAt: instant(),
    /** 停止执行: the later resolution that ends this one and why, from when the village asked for it. */
    successorId: text(),
    dropReason: text(),
    dropAskedById: text(),
    dropAskedAt: instant(),
    /** The supervision committee's signature: only then nobody carries it out any more. */
    droppedById: text(),
    droppedAt: instant(),
  },
  (t) => [
    index('resolution_by_village').on(t.villageCode, t.passedOn, t.id),
    index('resolution_by_motion').on(t.motionId),
    index('resolution_by_report').on(t.state, t.reportDueOn, t.id),
    index('resolution_by_due').on(t.state, t.dueOn, t.id),
    index('resolution_by_successor').on(t.successorId, t.state, t.no),
  ],
);

/** How far it is: progress in between, the report at ninety days, the result at the end. */
export const resolutionReport = table(
  'resolution_report',
  {
    id: text().primaryKey(),
    resolutionId: text().notNull(),
    no: count().notNull(),
    /** 'progress' | 'ninety' | 'end' */
    kind: text().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    spentFen: money(),
    /** Of a result: the day on which it was finished, a local date. */
    doneOn: text(),
    /** Whether what was done is what was decided, as its reporter says. */
    isSame: flag(),
    /** Where it differs from the plan: why. */
    difference: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
    /** The supervision committee's signature under the result. */
    checkedById: text(),
    checkedAt: instant(),
  },
  (t) => [uniqueIndex('resolution_report_by_no').on(t.resolutionId, t.no)],
);
