import { eq, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { rateLimit } from '#db/schema/kernel.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Refusal, refuseUntil } from '#server/kernel/result.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import type { RuleBook } from '#server/rules/rule-book.ts';

/** How often somebody may try something: `who` is a person, a phone or an address. */
export interface Tries {
  name: string;
  who: string;
  allowed: number;
  withinMinutes: number;
}

/**
 * Counts one try in each row. Null when it may go ahead, else ms until the latest window ends.
 * Counted before the try is made, so that tries at the same moment all count.
 */
export async function countTries(ctx: Context, all: Tries[]): Promise<number | null> {
  const at = ctx.clock.now();
  const waits = await ctx.db.write(async (tx) => {
    const found: number[] = [];
    for (const tries of all) found.push(await countOne(tx, keyOf(ctx, tries), tries, at));
    return found;
  });
  const longest = Math.max(...waits);
  return longest > 0 ? longest : null;
}

/**
 * Counts one act of a villager against the county's pace, far above what a hand can do: 'tooFast'
 * when a machine speaks. Whoever holds a post answers for it by name and writes for many.
 */
export async function tooFast(
  ctx: Context,
  act: keyof RuleBook['pace'],
  field: string,
): Promise<Refusal | null> {
  const isCounted = ctx.viewer.personId !== null && ctx.viewer.posts.length === 0;
  return isCounted ? ctx.db.write((tx) => tooFastInTx(tx, ctx, act, field)) : null;
}

/** The same, counted in the write of the act itself; a refusal leaves only the count behind. */
export async function tooFastInTx(
  tx: Tx,
  ctx: Context,
  act: keyof RuleBook['pace'],
  field: string,
): Promise<Refusal | null> {
  const { personId, posts } = ctx.viewer;
  if (personId === null || posts.length > 0) return null;
  const tries = { name: `pace-${act}`, who: personId, ...ctx.book.rules.pace[act] };
  const wait = await countOne(tx, keyOf(ctx, tries), tries, ctx.clock.now());
  return wait > 0 ? refuseUntil(wait, 'tooFast', field) : null;
}

/** Takes a try back: whoever signs in rightly uses up nothing, however many share an address. */
export async function forgiveTries(ctx: Context, all: Tries[]): Promise<void> {
  await ctx.db.write(async (tx) => {
    for (const tries of all) {
      await tx
        .update(rateLimit)
        .set({ attempts: sql`${rateLimit.attempts} - 1` })
        .where(eq(rateLimit.key, keyOf(ctx, tries)));
    }
  });
}

/** An address for counting: one household's IPv6 network is one address. */
export function countedAddress(address: string): string {
  const isV6 = address.includes(':') && !address.includes('.');
  if (!isV6) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':'));
  const gap = address.includes('::') ? Math.max(0, 8 - head.length - tail.length) : 0;
  return [...head, ...Array<string>(gap).fill('0'), ...tail].slice(0, 4).join(':');
}

const addTry = prepared(['key', 'at', 'windowEndsAt'], (tx, { key, at, windowEndsAt }) => {
  const isOver = sql`${rateLimit.windowEndsAt} <= ${at}`;
  return tx
    .insert(rateLimit)
    .values({ key, attempts: 1, windowEndsAt })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        attempts: sql`CASE WHEN ${isOver} THEN 1 ELSE ${rateLimit.attempts} + 1 END`,
        windowEndsAt: sql`CASE WHEN ${isOver} THEN ${windowEndsAt} ELSE ${rateLimit.windowEndsAt} END`,
      },
    })
    .returning({ attempts: rateLimit.attempts, windowEndsAt: rateLimit.windowEndsAt });
});

async function countOne(tx: Tx, key: string, tries: Tries, at: EpochMs): Promise<number> {
  const windowEndsAt = at + tries.withinMinutes * MINUTE_MS;
  const [row] = await addTry(tx, { key, at, windowEndsAt });
  const isAllowed = row !== undefined && row.attempts <= tries.allowed;
  return isAllowed || !row ? 0 : row.windowEndsAt - at;
}

// Keys are keyed hashes: the table tells nobody which phone or address tried.
function keyOf(ctx: Context, { name, who }: Tries): string {
  return `${name}:${ctx.secrets.hmac('tries', who)}`;
}
