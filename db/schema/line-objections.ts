import { count, flag, index, instant, table, text } from '#db/columns.ts';

/** 我对这笔有疑问: what only an objection has; words, holder and clocks are its post's. */
export const lineObjection = table(
  'line_objection',
  {
    postId: text().primaryKey(),
    disclosureId: text().notNull(),
    rowId: text().notNull(),
    rowNo: count().notNull(),
    villageCode: text().notNull(),
    /** Read by author, supervision committee and town alone: the row names a person. */
    isPrivate: flag().notNull(),
    /** 'village' | 'town' | 'county': who answers now. */
    level: text().notNull(),
    /** 'explained' | 'corrected' | 'unfounded'; null while it is open. */
    outcome: text(),
    answer: text().notNull(),
    answerHtml: text().notNull(),
    answeredById: text(),
    answeredByPost: text(),
    answeredAt: instant(),
    /** When the asker took it one level up, and why. */
    raisedAt: instant(),
    raisedWhy: text().notNull(),
  },
  (t) => [
    index('line_objection_by_row').on(t.rowId, t.postId),
    index('line_objection_by_disclosure').on(t.disclosureId, t.rowNo, t.postId),
    index('line_objection_by_village').on(t.villageCode, t.answeredAt, t.postId),
  ],
);

/** What an objection has been through: raised, answered, taken up, answered again. */
export const lineObjectionStep = table(
  'line_objection_step',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    /** 'asked' | 'replied' | 'answered' | 'raised' */
    what: text().notNull(),
    level: text().notNull(),
    outcome: text(),
    body: text().notNull(),
    html: text().notNull(),
    byId: text().notNull(),
    byPost: text(),
    at: instant().notNull(),
  },
  (t) => [index('line_objection_step_by_post').on(t.postId, t.at, t.id)],
);
