import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type AppealRow, selectById, selectVisible } from '#server/appeals/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import {
  type Action,
  actingPost,
  may,
  permissions,
  type Role,
} from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type AppealAct, appealState, isPossible } from '#server/rules/appeal-states.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** An appeal as its URL names it. */
export interface AppealRef {
  slug: string;
  no: number;
}

/** Everything one act on an appeal needs; `appeal` is as it stands inside the write. */
export interface Acting {
  tx: Tx;
  ctx: Context;
  row: AppealRow;
  village: Village;
  at: EpochMs;
  actorId: string;
  /** The post in which the person acts; 'author' for the appellant. */
  byPost: string;
}

/** Which act, by whom: holders of a right, or the author alone. */
export interface ActRule {
  act: AppealAct;
  by: Action | 'author';
  key: string;
}

/**
 * The one way an appeal is changed after it was raised: seen through the viewer, allowed, possible
 * in its state, under a lock, once per form, with its ledger entry.
 */
export async function actOn<T>(
  ctx: Context,
  ref: AppealRef,
  rule: ActRule,
  work: (acting: Acting) => Promise<Result<T>>,
): Promise<Result<T>> {
  const seen = await findAppeal(ctx, ref);
  if (!seen) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = roleIn(ctx, seen.row, rule.by, personId);
  if (byPost === null) return refuse('notAllowed');
  const at = ctx.clock.now();
  const form = { actorId: personId, action: `appeal.${rule.act}`, key: rule.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', seen.row.post.id);
    return once(tx, form, async () => {
      const row = await selectById(tx, seen.row.post.id);
      // What was taken down takes no acts; its author's objection is another matter.
      if (!row || row.post.removedAt !== null) return refuse('notFound');
      if (!isPossible(rule.act, appealState(row.post.state))) return refuse('alreadyDone');
      tx.touch(`post:${row.post.id}`, `village:${row.post.villageCode}`);
      return work({ tx, ctx, row, village: seen.village, at, actorId: personId, byPost });
    });
  });
}

/** More than any village will ever count; PostgreSQL refuses a number beyond its integers. */
const LAST_NO = 999_999_999;

/** The appeal behind a URL, if this viewer may see it. */
export async function findAppeal(
  ctx: Context,
  { slug, no }: AppealRef,
): Promise<{ village: Village; row: AppealRow } | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= LAST_NO;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  if (!village) return null;
  const row = await selectVisible(ctx.db.read, ctx.viewer, village.code, no);
  return row && { village, row };
}

/** Whether the viewer may do this to the appeal, and in which role; null when not. */
export function roleIn(
  ctx: Context,
  { post, placePath }: AppealRow,
  by: Action | 'author',
  personId: string,
): string | null {
  const isAuthor = post.authorId === personId;
  if (by === 'author') return isAuthor ? 'author' : null;
  // Nobody handles his own appeal: author and approver are two people.
  if (isAuthor) return null;
  if (may(ctx.viewer, by, placePath)) return actingPost(ctx.viewer, by, placePath);
  return isPairedHolder(ctx, post, by, personId) ? 'grid_cadre' : null;
}

// A cadre paired with a household answers for it wherever else his own post is (岗位变动，联系户不变).
function isPairedHolder(
  { viewer }: Context,
  { holderId }: AppealRow['post'],
  by: Action,
  personId: string,
): boolean {
  const roles: Role[] = permissions[by];
  return holderId === personId && viewer.posts.length > 0 && roles.includes('grid_cadre');
}

/** Appends an appeal's act to the ledger, with the wording it is about. */
export async function note(
  { tx, ctx, row, at, actorId, byPost }: Acting,
  what: string,
  facts: Record<string, unknown>,
  content: unknown,
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: 'appeal',
    subjectId: row.post.id,
    villageCode: row.post.villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.rules.version,
    facts,
    content,
  });
}
