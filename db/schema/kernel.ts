import { count, flag, index, instant, json, primaryKey, table, text } from '#db/columns.ts';

/** Small facts about this installation: is it a demonstration, how far its clock is moved. */
export const setting = table('setting', {
  key: text().primaryKey(),
  value: json<unknown>().notNull(),
});

/** County rules and catalogues as they stood; a running case keeps its version. */
export const ruleVersion = table(
  'rule_version',
  {
    name: text().notNull(),
    version: count().notNull(),
    hash: text().notNull(),
    validFrom: instant().notNull(),
    body: json<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.name, t.version] })],
);

/** Messages to people; written in the act's own transaction, sent by the worker. */
export const outboxMessage = table(
  'outbox_message',
  {
    id: text().primaryKey(),
    personId: text(),
    phoneSealed: text(),
    template: text().notNull(),
    body: text().notNull(),
    path: text(),
    createdAt: instant().notNull(),
    sendAfter: instant().notNull(),
    sentAt: instant(),
    /** How often the gateway was asked; it may have sent it although it did not answer. */
    attempts: count().notNull().default(0),
    /** When it was given up. */
    failedAt: instant(),
    readAt: instant(),
  },
  (t) => [
    index('outbox_by_person').on(t.personId, t.createdAt, t.id),
    index('outbox_waiting').on(t.sentAt, t.failedAt, t.sendAfter),
    index('outbox_by_time').on(t.createdAt, t.id),
  ],
);

/** Attempts per account or address inside a window; lives here so that restarts do not reset it. */
export const rateLimit = table(
  'rate_limit',
  {
    key: text().primaryKey(),
    attempts: count().notNull(),
    windowEndsAt: instant().notNull(),
  },
  (t) => [index('rate_limit_by_end').on(t.windowEndsAt)],
);

/** A form that was already carried out: pressing twice gives the first answer again. */
export const formKey = table(
  'form_key',
  {
    actorId: text().notNull(),
    action: text().notNull(),
    key: text().notNull(),
    result: json<unknown>(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.actorId, t.action, t.key] }),
    index('form_key_by_time').on(t.at),
  ],
);

/** What a person typed so far, kept between the steps of a form. */
export const draft = table(
  'draft',
  {
    personId: text().notNull(),
    kind: text().notNull(),
    subject: text().notNull(),
    values: json<Record<string, string | string[]>>().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.kind, t.subject] }),
    index('draft_by_time').on(t.updatedAt),
  ],
);

/** The worker's jobs, with the instant up to which each has run. */
export const job = table('job', {
  name: text().primaryKey(),
  ranAt: instant().notNull(),
  ok: flag().notNull(),
});
