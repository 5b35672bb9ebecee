import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type BoxWarning, boxWarnings } from '#server/rules/ballot-privacy.ts';
import { votesPath } from '#server/rules/links.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import { selectAllHashes } from '#server/votes/box-records.ts';
import type { Seat } from '#server/votes/envelopes.ts';
import { HELD_MINUTES, heldSecret } from '#server/votes/held-secrets.ts';
import { selectOptions } from '#server/votes/records.ts';
import { countTicks, selectPaperCounts, selectTables } from '#server/votes/table-records.ts';
import { selectTellings, selectTitle } from '#server/votes/teller-records.ts';
import { type Telling, tellingOf } from '#server/votes/tellers.ts';

/** How far a teller's key is: not made, made, or typed back from paper. */
export type KeyState = 'none' | 'made' | 'proven';

/** What every page of a teller says first. */
export interface TellerHead {
  voteId: string;
  no: number;
  title: string;
  village: Village;
  votePath: string;
  seat: Seat;
  phase: VotePhase;
}

/** The page on which a teller makes his key and proves it. */
export interface KeyDesk extends TellerHead {
  own: KeyState;
  other: { name: string; state: KeyState } | null;
  mayMake: boolean;
}

/** The viewer's page of his key for a vote; null for everybody who is not its teller. */
export async function keyDesk(ctx: Context, voteId: string): Promise<KeyDesk | null> {
  const found = await headOf(ctx, voteId);
  if (!found) return null;
  const { head, telling } = found;
  const { tellers, seat, vote } = telling;
  const own = tellers.find((teller) => teller.seat === seat);
  const other = tellers.find((teller) => teller.seat !== seat);
  return {
    ...head,
    own: own ? keyState(own) : 'none',
    other: other ? { name: other.name, state: keyState(other) } : null,
    mayMake: vote.state === 'preparing',
  };
}

/** The sheet with a key that was made a moment ago; the key itself is in the answer to the form alone. */
export async function keySheet(ctx: Context, voteId: string) {
  const found = await headOf(ctx, voteId);
  const own = found?.telling.tellers.find(({ seat }) => seat === found.head.seat);
  return found && own ? { ...found.head, name: own.name } : null;
}

/** The page on which a teller types what he counted. */
export interface CountDesk extends TellerHead {
  options: { no: number; label: string }[];
  most: number;
  ticks: number;
  state: 'none' | 'not-yet' | 'count' | 'waits' | 'agreed';
  key: string;
}

/** The viewer's page for counting paper; never what the other teller counted. */
export async function countDesk(ctx: Context, voteId: string): Promise<CountDesk | null> {
  const found = await headOf(ctx, voteId);
  if (!found) return null;
  const { head, telling } = found;
  const [options, tables, counts] = await Promise.all([
    selectOptions(ctx.db.read, voteId),
    selectTables(ctx.db.read, voteId),
    selectPaperCounts(ctx.db.read, voteId),
  ]);
  const ticks = await countTicks(
    ctx.db.read,
    tables.map(({ id }) => id),
  );
  const hasCounted = counts.some(({ tellerId }) => tellerId === telling.personId);
  return {
    ...head,
    options: options.map(({ no, label }) => ({ no, label })),
    most: telling.vote.most,
    ticks: sumOf(ticks),
    state: countState(telling, { states: tables.map(({ state }) => state), hasCounted }),
    key: newToken(),
  };
}

function countState(
  { vote }: Telling,
  { states, hasCounted }: { states: string[]; hasCounted: boolean },
): CountDesk['state'] {
  if (states.length === 0) return 'none';
  if (vote.state === 'counted' || states.every((state) => state === 'agreed')) return 'agreed';
  const isReady = vote.state === 'closed' && states.every((state) => state === 'counting');
  if (!isReady) return 'not-yet';
  return hasCounted ? 'waits' : 'count';
}

/** The page on which the box is opened. */
export interface BoxDesk extends TellerHead {
  envelopes: number;
  paper: 'none' | 'waiting' | 'agreed';
  other: string;
  /** Whether the viewer's secret waits in memory, or the other's. */
  isWaiting: boolean;
  otherWaits: boolean;
  heldMinutes: number;
  mayOpen: boolean;
  /** What the result would tell of somebody, while the box can still stay shut. */
  warnings: BoxWarning[];
}

/** The viewer's page of the box; null for everybody who is not its teller. */
export async function boxDesk(ctx: Context, voteId: string): Promise<BoxDesk | null> {
  const found = await headOf(ctx, voteId);
  if (!found) return null;
  const { head, telling } = found;
  const [hashes, tables] = await Promise.all([
    selectAllHashes(ctx.db.read, voteId),
    selectTables(ctx.db.read, voteId),
  ]);
  const ticks = await countTicks(
    ctx.db.read,
    tables.map(({ id }) => id),
  );
  const areAgreed = tables.every(({ state }) => state === 'agreed');
  const counted = areAgreed ? 'agreed' : 'waiting';
  const paper = tables.length === 0 ? 'none' : counted;
  const otherSeat = head.seat === 1 ? 2 : 1;
  return {
    ...head,
    ...{ envelopes: hashes.length, paper, heldMinutes: HELD_MINUTES },
    other: telling.tellers.find(({ seat }) => seat === otherSeat)?.name ?? '',
    isWaiting: heldSecret(ctx, voteId, head.seat) !== null,
    otherWaits: heldSecret(ctx, voteId, otherSeat) !== null,
    mayOpen: telling.vote.state === 'closed' && areAgreed,
    warnings: boxWarnings(
      { entitled: telling.vote.rosterCount, online: hashes.length, paper: sumOf(ticks) },
      ctx.book.votes,
    ),
  };
}

/** A vote that waits for the viewer as its teller, and where he goes next. */
export interface OwnTelling {
  id: string;
  no: number;
  title: string;
  next: 'key' | 'open';
}

/** The votes of which the viewer is a teller and that still need him, the next to close first. */
export async function ownTellings(ctx: Context): Promise<OwnTelling[]> {
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  if (personId === null) return [];
  const rows = await selectTellings(ctx.db.read, personId);
  return rows.map(({ id, no, title, state }) => ({
    ...{ id, no, title },
    next: state === 'preparing' || state === 'announced' ? 'key' : 'open',
  }));
}

async function headOf(
  ctx: Context,
  voteId: string,
): Promise<{ head: TellerHead; telling: Telling } | null> {
  ctx.page.keepPrivate();
  const telling = await tellingOf(ctx, voteId);
  if (!telling) return null;
  const title = (await selectTitle(ctx.db.read, voteId)) ?? '';
  const { vote, village, seat } = telling;
  const votePath = votesPath(village.slug, vote.no);
  const phase = phaseOf(vote, ctx.clock.now());
  const head = { voteId, no: vote.no, title, village, votePath, seat, phase };
  return { head, telling };
}

function keyState({ publicKey, provenAt }: { publicKey: string | null; provenAt: number | null }) {
  if (provenAt !== null) return 'proven' as const;
  return publicKey === null ? ('none' as const) : ('made' as const);
}

function sumOf(ticks: Map<string, number>): number {
  return [...ticks.values()].reduce((all, n) => all + n, 0);
}
