import { and, eq, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { villageTally } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/** What is counted: private posts apart from public ones, because counters are shown to all. */
export interface Counted {
  villageCode: string;
  kind: string;
  audience: string;
  createdAt: EpochMs;
}

const addToCounter = prepared(
  ['villageCode', 'kind', 'state', 'month', 'n'],
  (tx, { n, ...counter }) =>
    tx
      .insert(villageTally)
      .values({ ...counter, n })
      .onConflictDoUpdate({
        target: [
          villageTally.villageCode,
          villageTally.kind,
          villageTally.state,
          villageTally.month,
        ],
        set: { n: sql`${villageTally.n} + ${n}` },
      }),
);

/** Adds to the village's counter of a state; `n` is 1 or −1. */
export async function addToTally(tx: Tx, what: Counted, state: string, n: number): Promise<void> {
  const kind = talliedKind(what.kind, what.audience);
  const month = localDate(what.createdAt).slice(0, 7);
  await addToCounter(tx, { villageCode: what.villageCode, kind, state, month, n });
}

/** The counter's name for posts of a kind: 'appeal' for public ones, 'appeal:handlers' for others. */
export function talliedKind(kind: string, audience: string): string {
  return audience === 'public' ? kind : `${kind}:${audience}`;
}

const tallyOf = prepared(['villageCode', 'kind'], (db, { villageCode, kind }) =>
  db
    .select({ state: villageTally.state, n: sql<number>`sum(${villageTally.n})`.mapWith(Number) })
    .from(villageTally)
    .where(and(eq(villageTally.villageCode, villageCode), eq(villageTally.kind, kind)))
    .groupBy(villageTally.state)
    .limit(50),
);

/** The village's counters of a kind by state, summed over months. */
export function selectTally(
  db: Reader,
  villageCode: string,
  kind: string,
): Promise<{ state: string; n: number }[]> {
  return tallyOf(db, { villageCode, kind });
}
