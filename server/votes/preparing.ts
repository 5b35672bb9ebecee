import type { Tx } from '#db/surface.ts';
import { secretaryOf } from '#server/grids/duties.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { createPost } from '#server/posts/create.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { hasOtherElectors } from '#server/rules/vote-ready.ts';
import { actOnVote, noteAct } from '#server/votes/act.ts';
import { voteKind } from '#server/votes/kind.ts';
import { noteVote } from '#server/votes/noting.ts';
import { type ReadyVote, readyVote, type VoteWish } from '#server/votes/ready.ts';
import { insertVote, replaceOptions, selectVote, type VoteRecord } from '#server/votes/records.ts';
import { countRoster, replaceRoster } from '#server/votes/roster-records.ts';
import { moveVote } from '#server/votes/state.ts';
import { nameTellers } from '#server/votes/tellers.ts';
import { repeatable } from '#server/votes/voiding.ts';

/** Who prepares, and what it repeats. */
interface By {
  actorId: string;
  byPost: string;
  holderId: string;
  at: EpochMs;
  previousId: string | null;
}

/**
 * A vote is prepared, once per form key: its post is there, and only those who work on it read it.
 * `previousId` is the vote that it repeats. Gives its id.
 */
export async function prepareVote(
  ctx: Context,
  villageCode: string,
  wish: VoteWish,
  previousId: string | null = null,
): Promise<Result<{ id: string }>> {
  const village = await villageByCode(ctx, villageCode);
  const { personId: actorId } = ctx.viewer;
  const byPost = village && actingPost(ctx.viewer, 'vote.prepare', village.path);
  if (!village || !byPost || actorId === null) return refuse('notFound');
  const ready = await readyVote(ctx, village, wish);
  if (!ready.ok) return ready;
  const repeats =
    previousId === null
      ? null
      : await repeatable(ctx, { id: previousId, villageCode: village.code });
  if (repeats?.ok === false) return repeats;
  const at = ctx.clock.now();
  const holder = await secretaryOf(ctx.db.read, village.code, at);
  const by = { actorId, byPost, holderId: holder?.personId ?? actorId, at, previousId };
  return ctx.db.write((tx) => {
    const sent = { actorId, action: 'vote.prepare', key: wish.form.key, at };
    return once(tx, sent, async () => accept({ id: await writeVote(tx, ctx, ready.value, by) }));
  });
}

/**
 * Changes anything about a vote before its first notice; afterwards another question is another
 * vote. Its roster stays unless other people would stand on it; says whether it was dropped.
 */
export async function changeVote(
  ctx: Context,
  id: string,
  wish: VoteWish,
): Promise<Result<{ isRosterGone: boolean }>> {
  const found = await selectVote(ctx.db.read, id);
  const village = found && (await villageByCode(ctx, found.villageCode));
  if (!village || !actingPost(ctx.viewer, 'vote.prepare', village.path)) return refuse('notFound');
  const ready = await readyVote(ctx, village, wish);
  if (!ready.ok) return ready;
  const { title, words, lines, terms, tellers } = ready.value;
  return actOnVote(ctx, { id, action: 'vote.prepare', states: ['preparing'] }, async (acting) => {
    const { tx, vote, actorId, at } = acting;
    if (vote.noticeAt !== null) return refuse('voteAnnounced');
    const { body, html, engine } = words;
    const isOther = hasOtherElectors(vote, terms);
    const { in: standing, unknown } = await countRoster(tx, id);
    await moveVote(tx, vote, {
      changes: { ...terms, preparedById: actorId, rosterCount: isOther ? 0 : standing },
      words: { title, body, html, renderedBy: engine },
      at,
    });
    await replaceOptions(tx, id, lines);
    if (isOther) await replaceRoster(tx, id, []);
    await nameTellers(tx, { id, no: vote.no, at }, tellers ?? []);
    await noteAct(acting, 'vote.changed', { content: { title, body, lines } });
    return accept({ isRosterGone: isOther && standing + unknown > 0 });
  });
}

async function writeVote(
  tx: Tx,
  ctx: Context,
  { village, title, words, lines, terms, tellers }: ReadyVote,
  { actorId, byPost, holderId, at, previousId }: By,
): Promise<string> {
  const { id, no } = await createPost(tx, ctx, {
    ...{ kind: voteKind.code, villageCode: village.code, groupCode: null },
    ...{ authorId: actorId, enteredById: null, shownAs: 'name' as const },
    ...{ title, body: words.body, html: words.html, renderedBy: words.engine },
    ...{ audience: 'handlers' as const, state: 'preparing' },
    ...{ holderId, holderGridCode: village.code },
    ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
    ...{ groupCodes: terms.groupCodes, at, photoIds: [], holdWords: false },
  });
  const row: VoteRecord = {
    ...{ id, villageCode: village.code, no, ...terms, state: 'preparing' },
    ...{ noticeAt: null, previousId, voidReason: null, rosterCount: 0, rosterHash: '' },
    ...{ frozenById: null, frozenAt: null, preparedById: actorId },
    ...{ ruleVersion: ctx.book.votes.version, closedAt: null, countedAt: null, remindedAt: null },
  };
  await insertVote(tx, row);
  await replaceOptions(tx, id, lines);
  await nameTellers(tx, { id, no, at }, tellers ?? []);
  await noteVote(tx, row, {
    ...{ what: 'vote.prepared', actorId, actorRole: byPost, at },
    facts: { no, type: terms.type, secrecy: terms.secrecy },
    content: { title, body: words.body, lines },
  });
  return id;
}
