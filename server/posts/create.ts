import type { Tx } from '#db/surface.ts';
import { nextPostNo, nextTownNo } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId, randomness } from '#server/kernel/ids.ts';
import { type Audience, isReadByMany } from '#server/posts/kinds.ts';
import {
  attachPhotos,
  insertPost,
  openReviews,
  type PostRecord,
  postInTx,
  queueForSearch,
  stopWaiting,
  updatePost,
} from '#server/posts/records.ts';
import { addToTally } from '#server/posts/tally-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { SLIP_CODE_BYTES, slipCode } from '#server/rules/slip-code.ts';
import { addWorkingMinutes } from '#server/rules/working-time.ts';

/** A post of any kind, as its own command has decided it. Instants are EpochMs. */
export interface NewPost {
  kind: string;
  villageCode: string;
  /** The town that counts it among its own, where nobody in the village may notice it. */
  townCode?: string | undefined;
  groupCode: string | null;
  authorId: string;
  enteredById: string | null;
  shownAs: 'resident' | 'name' | 'nickname';
  title: string;
  body: string;
  html: string;
  renderedBy: string;
  audience: Audience;
  state: string;
  holderId: string | null;
  holderGridCode: string | null;
  firstDueAt: EpochMs | null;
  finishDueAt: EpochMs | null;
  nextDueAt: EpochMs | null;
  at: EpochMs;
  periodStartsAt?: EpochMs;
  periodEndsAt?: EpochMs;
  /** The groups it is meant for; null for the whole village. */
  groupCodes?: string[] | null;
  /** Where people meet, of a kind that has an activity; its day is the period. */
  activityPlace?: string;
  photoIds: string[];
  /** Somebody looks before the words appear; the clocks run all the same. */
  holdWords: boolean;
}

/**
 * Writes a post of any kind: number, slip code, counters, reviews of what must be looked at first,
 * search queue, photos. The kind's own command appends to the ledger.
 */
export async function createPost(
  tx: Tx,
  ctx: Context,
  { photoIds, holdWords, at, periodEndsAt, townCode, ...fields }: NewPost,
): Promise<{ id: string; no: number; slipCode: string }> {
  const id = newId();
  const no = townCode ? await nextTownNo(tx, townCode) : await nextPostNo(tx, fields.villageCode);
  const slip = slipCode(randomness(SLIP_CODE_BYTES));
  const owners = [fields.authorId, fields.enteredById].filter((one) => one !== null);
  const photos = await attachPhotos(tx, photoIds, {
    kind: 'post',
    id,
    postId: id,
    ownerIds: owners,
    releasedAt: photosReleasedAt(ctx, fields.audience, at),
  });
  await insertPost(tx, {
    ...blankPost,
    ...fields,
    id,
    no,
    slipCode: slip,
    firstHolderId: fields.holderId,
    createdAt: at,
    changedAt: at,
    releasedAt: holdWords ? null : at,
    periodEndsAt: periodEndsAt ?? null,
    photos: photos.length,
  });
  await addToTally(tx, { ...fields, createdAt: at }, fields.state, 1);
  await openReviews(tx, lookedAtFirst(ctx, { id, ...fields, at, photos, holdWords }));
  await queueForSearch(tx, id, at);
  tx.touch(`post:${id}`, `village:${fields.villageCode}`, 'county');
  return { id, no, slipCode: slip };
}

/** The post before the change: what its counters and tags depend on. */
export type Changing = Pick<
  PostRecord,
  'id' | 'villageCode' | 'kind' | 'audience' | 'state' | 'createdAt'
>;

/**
 * Changes a post inside a write: fields, counters when the state or the audience moves, search
 * queue, tags. `at` is when the change is made.
 */
export async function changePost(
  tx: Tx,
  before: Changing,
  changes: Partial<PostRecord>,
  at: EpochMs,
): Promise<void> {
  await updatePost(tx, before.id, { ...changes, changedAt: at });
  const after = { ...before, ...changes };
  const isCountedElsewhere = after.state !== before.state || after.audience !== before.audience;
  if (isCountedElsewhere) {
    await addToTally(tx, before, before.state, -1);
    await addToTally(tx, after, after.state, 1);
  }
  await queueForSearch(tx, before.id, at);
  tx.touch(`post:${before.id}`, `village:${before.villageCode}`, 'county');
}

/** Moves a post to another state inside a write, for a kind whose own tables know when. */
export async function movePost(tx: Tx, postId: string, state: string, at: EpochMs): Promise<void> {
  const before = await postInTx(tx, postId);
  if (!before) throw new Error(`post ${postId} is gone`);
  if (before.state !== state) return changePost(tx, before, { state }, at);
  tx.touch(`post:${postId}`, `village:${before.villageCode}`);
}

/** Takes a post out of the public inside a write: from then on nobody has to look at it either. */
export async function narrowPost(
  tx: Tx,
  before: Changing,
  changes: Partial<PostRecord>,
  at: EpochMs,
): Promise<void> {
  await changePost(tx, before, changes, at);
  await stopWaiting(tx, before.id, at);
}

/**
 * When photos sent now are shown: at once, or null while somebody has to look. What only its author
 * and those who answer read waits for nobody, and passes no other desk.
 */
export function photosReleasedAt(ctx: Context, audience: string, at: EpochMs): EpochMs | null {
  const isHeld = isReadByMany(audience) && ctx.book.rules.moderation.photosAppear !== 'at-once';
  return isHeld ? null : at;
}

/** By when somebody looks at what came in at `at`; null when the calendar does not know. */
export function lookDueAt(ctx: Context, at: EpochMs): EpochMs | null {
  return addWorkingMinutes(ctx.book.calendar, at, ctx.book.rules.moderation.lookWithinMinutes);
}

const blankPost = {
  firstAnsweredAt: null,
  firstAnsweredById: null,
  finishedAt: null,
  editedAt: null,
  withdrawnAt: null,
  removedAt: null,
  likes: 0,
  comments: 0,
  cosigns: 0,
};

interface Incoming {
  id: string;
  villageCode: string;
  audience: Audience;
  at: EpochMs;
  photos: string[];
  holdWords: boolean;
}

function lookedAtFirst(ctx: Context, incoming: Incoming) {
  const { id, villageCode, audience, at, photos, holdWords } = incoming;
  const shared = { postId: id, villageCode, dueAt: lookDueAt(ctx, at), at };
  const words = holdWords ? [{ ...shared, subjectKind: 'post', subjectId: id, why: 'first' }] : [];
  if (photosReleasedAt(ctx, audience, at) !== null) return words;
  const held = photos.map((subjectId) => ({
    ...shared,
    subjectKind: 'photo',
    subjectId,
    why: 'photo',
  }));
  return [...words, ...held];
}
