import { gridPath, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { monthOf, roundId, roundTimes } from '#server/rules/selection-rounds.ts';
import { actInRound, noteSelection } from '#server/selections/act.ts';
import {
  numbersOf,
  type RoundKind,
  roundKind,
  roundKinds,
  roundNumbers,
} from '#server/selections/kinds.ts';
import {
  deleteEntry,
  deleteRecommendation,
  type EntryKey,
  insertEntry,
  insertRecommendation,
  insertRound,
  selectEntry,
  selectRecommendations,
  selectRound,
} from '#server/selections/records.ts';

const NOTHING_YET = {
  drawId: null,
  reviewUntil: null,
  publishedAt: null,
  objectionsUntil: null,
  finalAt: null,
};

/** Opens this month's round of a kind; opened twice, it is one. Gives its name. */
export async function openRound(ctx: Context, code: string): Promise<Result<string>> {
  const kind = roundKinds().find((one) => one.code === code);
  const county = await gridPath(ctx, ctx.env.countyCode);
  const { personId } = ctx.viewer;
  const byPost = county && actingPost(ctx.viewer, 'selection.open', county);
  if (!kind || !byPost || personId === null) return refuse('notFound');
  const at = ctx.clock.now();
  const month = monthOf(at);
  const { version: ruleVersion } = ctx.book.selections;
  const times = roundTimes(month, numbersOf(ctx, kind));
  const opened = { ruleVersion, openedById: personId, openedAt: at };
  const named = { id: roundId(code, month), kind: code, month };
  const round = { ...named, ...times, ...opened, ...NOTHING_YET };
  await ctx.db.write(async (tx) => {
    if (!(await insertRound(tx, round))) return;
    const acting = { tx, ctx, round, at, actorId: personId, byPost };
    await noteSelection(
      acting,
      { what: 'selection.opened', facts: { kind: code, month, ...times } },
      null,
    );
    tx.touch('selections');
  });
  return accept(round.id);
}

/** Enters a post that meets every rule of its kind; a village enters one of a kind a round. */
export async function enterPost(ctx: Context, key: EntryKey): Promise<Result> {
  const kind = await kindOf(ctx, key.roundId);
  const known = { month: '', byId: ctx.viewer.personId ?? '' };
  const offered = kind && (await kind.judge(ctx.db.read, ctx, key.postId, known));
  const townCode = offered && (await townOf(ctx, offered.placeCode));
  if (!kind || !offered || !townCode) return refuse('notFound');
  const { placeCode: villageCode } = offered;
  const right = { action: kind.enters, placeCode: villageCode, phase: 'entering' } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    const { tx, round, at, actorId: byId } = acting;
    const judged = await kind.judge(tx, ctx, key.postId, { month: round.month, byId });
    const verdicts = judged?.verdicts ?? [];
    if (!judged || verdicts.some(({ isMet }) => !isMet)) return refuse('entryRulesUnmet');
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
  const kind = await kindOf(ctx, key.roundId);
  if (!kind) return refuse('notFound');
  const right = { action: kind.enters, placeCode: villageCode, phase: 'entering' } as const;
  return actInRound(ctx, key.roundId, right, async (acting) => {
    if (!(await deleteEntry(acting.tx, key))) return refuse('alreadyDone');
    const facts = { postId: key.postId };
    await noteSelection(acting, { what: 'selection.entry-taken-back', facts }, villageCode);
    return accept();
  });
}

/** A town recommends one of its entries and says why; at most so many of a town. */
export async function recommend(ctx: Context, key: EntryKey, typed: string): Promise<Result> {
  const [entry, round] = await Promise.all([
    selectEntry(ctx.db.read, key),
    selectRound(ctx.db.read, key.roundId),
  ]);
  if (!entry || !round) return refuse('notFound');
  const { perTown, reasonLength } = await roundNumbers(ctx.db.read, ctx, round);
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

async function kindOf(ctx: Context, id: string): Promise<RoundKind | null> {
  const round = await selectRound(ctx.db.read, id);
  return round && roundKind(round.kind);
}

/** The town of a village, or the place itself where it is no village. */
async function townOf(ctx: Context, placeCode: string): Promise<string> {
  const village = await villageByCode(ctx, placeCode);
  return village?.townCode ?? placeCode;
}
