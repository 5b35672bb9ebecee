import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import { findVote, type VoteRef } from '#server/votes/casting.ts';
import type { VoteRecord } from '#server/votes/records.ts';
import {
  countRoster,
  type ElectorRecord,
  type Standing,
  selectHousehold,
  selectNames,
  selectStanding,
} from '#server/votes/roster-records.ts';
import { typeView } from '#server/votes/type-view.ts';
import { mayReadRoster } from '#server/votes/views.ts';

/** A line of a roster as those who may read it see it: never whether, or how, somebody voted. */
export interface RosterLine {
  id: string;
  no: number;
  name: string;
  group: string;
  /** A code of rules/electorate.ts, or the words of whoever decided. */
  reason: string;
  /** Who decided about him; null where the roster itself says so. */
  decidedBy: string | null;
  /** Whom a household sends; null where nobody is sent yet, or people vote. */
  mandate: string | null;
}

/** A page of a roster, with where the next begins. */
export interface RosterPart {
  lines: RosterLine[];
  more: string | null;
}

/** The roster of a vote. */
export interface VoteRoster {
  village: Village;
  path: string;
  no: number;
  title: string;
  now: EpochMs;
  unit: string;
  electorate: BothWords;
  count: number;
  hash: string;
  frozenAt: EpochMs | null;
  shown: RosterPart;
  /** Who was left out, with the reasons; on the first page alone. */
  out: RosterLine[];
}

const LINES = 100;
const MOST_OUT = 200;

/** The roster of an announced vote; null for whoever neither stands on it nor serves at it. */
export async function voteRoster(
  ctx: Context,
  ref: VoteRef,
  after: string | null,
): Promise<VoteRoster | null> {
  ctx.page.keepPrivate();
  const seen = await findVote(ctx, ref);
  if (!seen) return null;
  const { vote, village, loaded } = seen;
  if (!(await mayReadRoster(ctx, vote, village))) return null;
  const [count, shown, out] = await Promise.all([
    countRoster(ctx.db.read, vote.id),
    rosterPart(ctx, vote, { standing: 'in', after }),
    after === null
      ? rosterPart(ctx, vote, { standing: 'out', after: null, limit: MOST_OUT })
      : null,
  ]);
  return {
    ...{ village, path: loaded.path, no: vote.no, title: loaded.post.title, now: ctx.clock.now() },
    ...{ unit: vote.unit, electorate: typeView(ctx.book.votes, vote.type).electorate },
    ...{ count: count.in, hash: vote.rosterHash, frozenAt: vote.frozenAt },
    ...{ shown, out: out?.lines ?? [] },
  };
}

/** A part of a roster in one standing, after the line that `more` named. */
export async function rosterPart(
  ctx: Context,
  vote: Pick<VoteRecord, 'id' | 'villageCode'>,
  { standing, after, limit = LINES }: { standing: Standing; after: string | null; limit?: number },
): Promise<RosterPart> {
  const rows = await selectStanding(ctx.db.read, {
    ...{ voteId: vote.id, standing, after: placeOf(after), limit: limit + 1 },
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last ? `${last.no}~${last.id}` : null;
  return { lines: await rosterLines(ctx, vote.villageCode, shown), more };
}

/** Lines with the names of groups, of whoever decided and of whom a household sends. */
export async function rosterLines(
  ctx: Context,
  villageCode: string,
  rows: ElectorRecord[],
): Promise<RosterLine[]> {
  const sending = rows.filter(({ mandateVillagerId }) => mandateVillagerId !== null);
  const deciders = [...new Set(rows.flatMap(({ decidedById }) => decidedById ?? []))];
  const [groups, names, members] = await Promise.all([
    groupsOf(ctx, villageCode),
    selectNames(ctx.db.read, deciders),
    selectHousehold(
      ctx.db.read,
      sending.flatMap(({ householdId }) => householdId ?? []),
    ),
  ]);
  const groupOf = new Map(groups.map(({ code, name }) => [code, name]));
  const nameOf = new Map([...names, ...members].map(({ id, name }) => [id, name]));
  return rows.map(({ id, no, name, groupCode, reason, decidedById, mandateVillagerId }) => ({
    ...{ id, no, name, reason, group: groupOf.get(groupCode ?? '') ?? '' },
    decidedBy: nameOf.get(decidedById ?? '') ?? null,
    mandate: nameOf.get(mandateVillagerId ?? '') ?? null,
  }));
}

function placeOf(text: string | null): { no: number; id: string } | null {
  const [, no, id] = /^(\d{1,6})~([\w-]{20,64})$/.exec(text ?? '') ?? [];
  return no && id ? { no: Number(no), id } : null;
}
