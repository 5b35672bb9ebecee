import { gridPath, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { letterVerdicts, monthOf, roundId, roundTimes } from '#server/rules/selection-rounds.ts';
import { actInRound, noteSelection } from '#server/selections/act.ts';
import {
  deleteEntry,
  deleteRecommendation,
  type EntryKey,
  insertEntry,
  insertRecommendation,
  insertRound,
  selectEntry,
  selectLetter,
  selectLines,
  selectRecommendations,
} from '#server/selections/records.ts';

/** Opens this month's round of letters; opened twice, it is one. Gives its name. */
export async function openRound(ctx: Context): Promise<Result<string>> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  const { personId } = ctx.viewer;
  const byPost = county && actingPost(ctx.viewer, 'selection.open', county);
  if (!byPost || personId === null) return refuse('notFound');
  const at = ctx.clock.now();
  const month = monthOf(at);
  const { version: ruleVersion, letters } = ctx.book.selections;
  const times = roundTimes(month, letters);
  const opened = { ruleVersion, openedById: personId, openedAt: at };
  const round = { id: roundId(month), month, ...times, ...opened };
  await ctx.db.write(async (tx) => {
    if (!(await insertRound(tx, round))) return;
    const acting = { tx, ctx, round, at, actorId: personId, byPost };
    await noteSelection(acting, { what: 'selection.opened', facts: { month, ...times } }, null);
    tx.touch('selections');
  });
  return accept(round.id);
}

/** A secretary enters a letter of his own that meets every rule; his village enters one a round. */
export async function enterLetter(ctx: Context, key: EntryKey): Promise<Result> {
  const letter = await selectLetter(ctx.db.read, key.postId);
  const village = letter && (await villageByCode(ctx, letter.villageCode));
  if (!village) return refuse('notFound');
  const { code: villageCode, townCode } = village;
  const right = { action: 'selection.enter', placeCode: villageCode, phase: 'entering' } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    const { tx, round, at, actorId: byId } = acting;
    const lines = await selectLines(tx, [key.postId]);
    const asked = { month: round.month, enteredBy: byId };
    const verdicts = letterVerdicts({ ...letter, lines }, asked, ctx.book.selections.letters);
    if (verdicts.some(({ isMet }) => !isMet)) return refuse('entryRulesUnmet');
    const entry = { ...key, villageCode, townCode, byId, at };
    if (!(await insertEntry(tx, entry))) return refuse('oneEntryAVillage');
    const facts = { postId: key.postId, verdicts };
    await noteSelection(acting, { what: 'selection.entered', facts }, villageCode);
    return accept();
  });
}

/** Takes an entry back while entries are open: to enter is of one's own will. */
export async function takeEntryBack(ctx: Context, key: EntryKey): Promise<Result> {
  const entry = await selectEntry(ctx.db.read, key);
  if (!entry || entry.byId !== ctx.viewer.personId) return refuse('notFound');
  const { villageCode } = entry;
  const right = { action: 'selection.enter', placeCode: villageCode, phase: 'entering' } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    if (!(await deleteEntry(acting.tx, key))) return refuse('alreadyDone');
    const facts = { postId: key.postId };
    await noteSelection(acting, { what: 'selection.entry-taken-back', facts }, villageCode);
    return accept();
  });
}

/** A town recommends one of its entries and says why; at most so many of a town. */
export async function recommend(ctx: Context, key: EntryKey, typed: string): Promise<Result> {
  const entry = await selectEntry(ctx.db.read, key);
  if (!entry) return refuse('notFound');
  const { perTown, reasonLength } = ctx.book.selections.letters;
  const field = `reason-${key.postId}`;
  if ([...typed].length > reasonLength) return refuse('tooLong', field);
  const { townCode, villageCode } = entry;
  const reason = blacken(typed);
  const phase = 'recommending';
  const right = { action: 'selection.recommend', placeCode: townCode, phase } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    const { tx, at, actorId: byId } = acting;
    const all = await selectRecommendations(tx, key.roundId);
    const ofTown = all.filter((one) => one.townCode === townCode);
    if (ofTown.some(({ postId }) => postId === key.postId)) return refuse('alreadyDone', field);
    if (ofTown.length >= perTown) return refuse('townIsFull', field);
    await insertRecommendation(tx, { ...key, townCode, reason, byId, at });
    const act = { what: 'selection.recommended', facts: { postId: key.postId, townCode } };
    await noteSelection(acting, { ...act, content: { reason } }, villageCode);
    return accept();
  });
}

/** A town takes a recommendation back while it may still choose. */
export async function takeRecommendationBack(ctx: Context, key: EntryKey): Promise<Result> {
  const entry = await selectEntry(ctx.db.read, key);
  if (!entry) return refuse('notFound');
  const { townCode, villageCode } = entry;
  const phase = 'recommending';
  const right = { action: 'selection.recommend', placeCode: townCode, phase } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    if (!(await deleteRecommendation(acting.tx, key))) return refuse('alreadyDone');
    const facts = { postId: key.postId, townCode };
    const what = 'selection.recommendation-taken-back';
    await noteSelection(acting, { what, facts }, villageCode);
    return accept();
  });
}
