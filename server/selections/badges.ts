import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/places.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import { onVerdict } from '#server/promises/hearing.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { promiseOfLetter } from '#server/rules/links.ts';
import { loseBadges, selectBadges, selectVillageBadges } from '#server/selections/badge-records.ts';
import { roundKind } from '#server/selections/kinds.ts';
import { selectEntry } from '#server/selections/records.ts';

/** 十佳, as a letter or case wears it: struck out with its day and reason once it is lost. */
export interface Badge {
  postId: string;
  roundId: string;
  kind: string;
  /** '2026-10' */
  month: string;
  place: number;
  lost: { at: EpochMs; promised: string; path: string | null } | null;
}

/** A badge with what wears it, and the page of that. */
export interface VillageBadge extends Badge {
  title: string;
  path: string;
}

// Villagers decided: what was promised in a chosen letter was not kept, so it is chosen no more.
onVerdict(async (tx, ctx, { promiseId, postId, verdict, at }) => {
  if (verdict !== 'broken') return;
  const lost = await loseBadges(tx, postId, { lostAt: at, lostWhy: 'broken', promiseId });
  for (const { roundId, villageCode } of lost) {
    await noteLoss(tx, ctx, { roundId, villageCode, postId, promiseId, at });
  }
});

/** Appends the loss of a badge to the ledger and tells whoever entered the letter. */
export async function noteLoss(
  tx: Tx,
  ctx: Context,
  one: { roundId: string; villageCode: string; postId: string; promiseId: string; at: EpochMs },
): Promise<void> {
  const { roundId, villageCode, postId, promiseId, at } = one;
  await append(tx, {
    what: 'selection.badge-lost',
    subjectKind: 'selection',
    subjectId: roundId,
    villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.selections.version,
    facts: { postId, promiseId },
  });
  const entry = await selectEntry(tx, { roundId, postId });
  const body = wordsFor('zh').badges.message;
  const message = { template: 'selection.badge-lost', body, path: `/selections/${roundId}`, at };
  if (entry) await tell(tx, { ...message, personId: entry.byId });
  tx.touch(`post:${postId}`, `village:${villageCode}`, `selection:${roundId}`, 'selections');
}

/** The badge of one post; null where it was never chosen. */
export async function badgeOfPost(
  ctx: Context,
  post: { id: string; path: string },
): Promise<Badge | null> {
  return (await badgesOf(ctx, [post])).get(post.id) ?? null;
}

/** The badges of these posts, by the posts' ids; `path` is the page of each. */
export async function badgesOf(
  ctx: Context,
  posts: { id: string; path: string }[],
): Promise<Map<string, Badge>> {
  const rows = await selectBadges(
    ctx.db.read,
    posts.map(({ id }) => id),
  );
  const paths = new Map(posts.map(({ id, path }) => [id, path]));
  return new Map(
    rows.map((row) => [row.badge.postId, badgeOf(row, paths.get(row.badge.postId) ?? '')]),
  );
}

/** What a village was chosen for last, with where it is read. */
export async function villageBadges(
  ctx: Context,
  { code, slug }: Village,
  limit: number,
): Promise<VillageBadge[]> {
  const rows = await selectVillageBadges(ctx.db.read, code, limit);
  return rows.map(({ no, title, ...row }) => {
    const path = roundKind(row.kind).path(slug, no);
    return { ...badgeOf(row, path), title, path };
  });
}

type Row = Awaited<ReturnType<typeof selectBadges>>[number];

function badgeOf({ badge, kind, month, ...why }: Row, letter: string): Badge {
  const { postId, roundId, place, lostAt: at } = badge;
  const path = why.promiseNo === null ? null : promiseOfLetter(letter, why.promiseNo);
  const lost = at === null ? null : { at, promised: why.promised ?? '', path };
  return { postId, roundId, kind, month, place, lost };
}
