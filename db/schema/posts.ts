import { sql } from 'drizzle-orm';
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

const isOwed = sql`next_due_at IS NOT NULL`;
const isUnanswered = sql`kind = 'ask' AND first_answered_at IS NULL`;
// Most comments answer nobody and wait for nobody: an index without them costs them nothing.
const isReply = sql`parent_id IS NOT NULL`;
const isHeldBySomebody = sql`holder_id IS NOT NULL`;
const isHeldSomewhere = sql`holder_grid_code IS NOT NULL`;

/** A post's town: its village's code begins with it. An index knows it under exactly this text. */
export const townOfPost = sql<string>`substr(village_code, 1, 9)`;

/** What all kinds of post share: the words, the responsible cadre, two clocks, a state. */
export const post = table(
  'post',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    villageCode: text().notNull(),
    groupCode: text(),
    no: count().notNull(),
    slipCode: text().notNull(),
    authorId: text().notNull(),
    enteredById: text(),
    shownAs: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    renderedBy: text().notNull(),
    audience: text().notNull(),
    state: text().notNull(),
    holderId: text(),
    holderGridCode: text(),
    firstHolderId: text(),
    firstDueAt: instant(),
    firstAnsweredAt: instant(),
    firstAnsweredById: text(),
    finishDueAt: instant(),
    finishedAt: instant(),
    nextDueAt: instant(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
    releasedAt: instant(),
    editedAt: instant(),
    withdrawnAt: instant(),
    removedAt: instant(),
    likes: count().notNull(),
    comments: count().notNull(),
    cosigns: count().notNull(),
    photos: count().notNull(),
    periodStartsAt: instant(),
    periodEndsAt: instant(),
    /** The groups that official words are meant for; null for the whole village. */
    groupCodes: json<string[]>(),
    /** Where people meet, of a kind that has an activity ('' for nowhere said); null of any other. */
    activityPlace: text(),
  },
  (t) => [
    uniqueIndex('post_by_no').on(t.villageCode, t.no),
    uniqueIndex('post_by_slip').on(t.slipCode),
    index('post_by_village').on(t.villageCode, t.kind, t.audience, t.createdAt, t.id),
    index('post_by_village_state').on(
      t.villageCode,
      t.kind,
      t.audience,
      t.state,
      t.createdAt,
      t.id,
    ),
    index('post_by_village_group').on(
      t.villageCode,
      t.kind,
      t.audience,
      t.groupCode,
      t.createdAt,
      t.id,
    ),
    index('post_by_kind').on(t.kind, t.audience, t.createdAt, t.id),
    index('post_by_author').on(t.authorId, t.createdAt, t.id),
    index('post_by_holder').on(t.holderId, t.kind, t.audience, t.createdAt),
    // Desks read open cases only, next due first: these stay as small as the work still to do.
    index('post_due_by_holder').on(t.holderId, t.kind, t.nextDueAt, t.id).where(isOwed),
    index('post_due_by_grid').on(t.holderGridCode, t.kind, t.nextDueAt, t.id).where(isOwed),
    index('post_due_by_village').on(t.villageCode, t.kind, t.nextDueAt, t.id).where(isOwed),
    index('post_due_by_town').on(townOfPost, t.kind, t.nextDueAt, t.id).where(isOwed),
    index('post_by_due').on(t.kind, t.nextDueAt, t.id).where(isOwed),
    index('post_awaiting').on(t.id).where(sql`state = 'awaiting'`),
  ],
);

/** Every wording: of official words shown with a diff, of a villager's own words sealed. */
export const postVersion = table(
  'post_version',
  {
    id: text().primaryKey(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    no: count().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    isSealed: flag().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [uniqueIndex('post_version_by_subject').on(t.subjectKind, t.subjectId, t.no)],
);

/** Words under a post: said, asked (with a clock of their own) or answering. */
export const comment = table(
  'comment',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    parentId: text(),
    kind: text().notNull(),
    authorId: text().notNull(),
    shownAs: text().notNull(),
    authorPost: text(),
    body: text().notNull(),
    html: text().notNull(),
    createdAt: instant().notNull(),
    releasedAt: instant(),
    editedAt: instant(),
    withdrawnAt: instant(),
    removedAt: instant(),
    likes: count().notNull(),
    holderId: text(),
    holderGridCode: text(),
    /** Who was asked, once somebody else holds it; null while he does. */
    firstHolderId: text(),
    firstDueAt: instant(),
    firstAnsweredAt: instant(),
    firstAnsweredById: text(),
  },
  (t) => [
    index('comment_by_post').on(t.postId, t.createdAt, t.id),
    index('comment_by_parent').on(t.parentId, t.createdAt).where(isReply),
    index('comment_by_author').on(t.authorId, t.createdAt),
    index('comment_by_holder')
      .on(t.holderId, t.firstAnsweredAt, t.firstDueAt, t.id)
      .where(isHeldBySomebody),
    index('comment_by_holder_grid')
      .on(t.holderGridCode, t.firstAnsweredAt, t.firstDueAt)
      .where(isHeldSomewhere),
    index('comment_open_question').on(t.id).where(isUnanswered),
  ],
);

/** One like per person; shown, never scored. */
export const postLike = table(
  'post_like',
  {
    postId: text().notNull(),
    personId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.personId] })],
);

export const photo = table(
  'photo',
  {
    id: text().primaryKey(),
    ownerId: text().notNull(),
    /** The post whose readers may see it; null while it waits in a draft. */
    postId: text(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    purpose: text().notNull(),
    sort: count().notNull(),
    hash: text(),
    width: count(),
    height: count(),
    bytes: json<Record<string, number>>(),
    state: text().notNull(),
    refusal: text(),
    caption: text().notNull(),
    covered: json<number[]>(),
    createdAt: instant().notNull(),
    releasedAt: instant(),
    removedAt: instant(),
  },
  (t) => [
    index('photo_by_subject').on(t.subjectKind, t.subjectId, t.sort),
    index('photo_by_hash').on(t.hash),
    index('photo_by_post').on(t.postId, t.sort),
    index('photo_by_owner').on(t.ownerId, t.createdAt),
  ],
);

/** Somebody must look: first words of an account, photos, and whatever was reported. */
export const review = table(
  'review',
  {
    id: text().primaryKey(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    postId: text().notNull(),
    villageCode: text().notNull(),
    why: text().notNull(),
    reporterId: text(),
    words: text().notNull(),
    openedAt: instant().notNull(),
    dueAt: instant(),
    decidedAt: instant(),
    decidedById: text(),
    verdict: text(),
    rule: text(),
    reason: text(),
    objectedAt: instant(),
    objection: text(),
    secondAt: instant(),
    secondById: text(),
    secondVerdict: text(),
    secondReason: text(),
  },
  (t) => [
    index('review_open').on(t.villageCode, t.decidedAt, t.dueAt, t.id),
    index('review_by_due').on(t.decidedAt, t.dueAt, t.id),
    index('review_by_objection').on(t.secondAt, t.objectedAt),
    index('review_by_subject').on(t.subjectKind, t.subjectId, t.openedAt),
  ],
);

/** What stays in place of removed words. */
export const tombstone = table(
  'tombstone',
  {
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    postId: text().notNull(),
    rule: text().notNull(),
    reason: text().notNull(),
    byPost: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subjectKind, t.subjectId] }),
    index('tombstone_by_post').on(t.postId),
  ],
);

/** Facts of privacy corrections: that it happened, never what it was. */
export const privacyCorrection = table(
  'privacy_correction',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    byId: text().notNull(),
    byPost: text().notNull(),
    places: count().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('privacy_correction_by_post').on(t.postId, t.at)],
);

/** Posts waiting to be put into the search index. */
export const searchQueue = table(
  'search_queue',
  {
    postId: text().primaryKey(),
    at: instant().notNull(),
  },
  (t) => [index('search_queue_by_time').on(t.at)],
);

/** Which row of the full-text index belongs to which post. */
export const searchRow = table(
  'search_row',
  {
    rowNo: count().primaryKey(),
    postId: text().notNull(),
    indexedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('search_row_by_post').on(t.postId)],
);
