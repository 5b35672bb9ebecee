import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { post } from '#db/schema/posts.ts';
import { vote, voteTeller } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** One of the two, with the public half of his key and his name. */
export type TellerRow = Omit<typeof voteTeller.$inferSelect, 'voteId'> & { name: string };

const ofTeller = (voteId: string, personId: string) =>
  and(eq(voteTeller.voteId, voteId), eq(voteTeller.personId, personId));

/** Both tellers of a vote, the first seat first; none where nothing is sealed. */
export function selectTellers(db: Reader, voteId: string): Promise<TellerRow[]> {
  const { seat, personId, publicKey, provenAt } = voteTeller;
  return db
    .select({ seat, personId, publicKey, provenAt, name: person.name })
    .from(voteTeller)
    .innerJoin(person, eq(person.id, personId))
    .where(eq(voteTeller.voteId, voteId))
    .orderBy(asc(seat))
    .limit(2);
}

/** Puts these two in the place of those named before; their keys go with them. */
export async function replaceTellers(
  tx: Tx,
  voteId: string,
  personIds: readonly string[],
): Promise<void> {
  await tx.delete(voteTeller).where(eq(voteTeller.voteId, voteId));
  const rows = personIds.map((personId, at) => ({ voteId, seat: at + 1, personId }));
  if (rows.length > 0) await tx.insert(voteTeller).values(rows);
}

/** Keeps the public half of a teller's new key, which he has not proven yet; false for no teller. */
export async function setTellerKey(
  tx: Tx,
  { voteId, personId, publicKey }: { voteId: string; personId: string; publicKey: string },
): Promise<boolean> {
  const rows = await tx
    .update(voteTeller)
    .set({ publicKey, provenAt: null })
    .where(ofTeller(voteId, personId))
    .returning({ seat: voteTeller.seat });
  return rows.length === 1;
}

/** Notes that a teller has his key on paper. */
export async function setTellerProven(
  tx: Tx,
  { voteId, personId, at }: { voteId: string; personId: string; at: EpochMs },
): Promise<boolean> {
  const rows = await tx
    .update(voteTeller)
    .set({ provenAt: at })
    .where(and(ofTeller(voteId, personId), isNull(voteTeller.provenAt)))
    .returning({ seat: voteTeller.seat });
  return rows.length === 1;
}

/** Forgets what seals; who the tellers were stays. */
export async function dropTellerKeys(tx: Tx, voteId: string): Promise<void> {
  await tx.update(voteTeller).set({ publicKey: null }).where(eq(voteTeller.voteId, voteId));
}

/** The title of a vote: its tellers read it before the village does. */
export async function selectTitle(db: Reader, voteId: string): Promise<string | null> {
  const [row] = await db
    .select({ title: post.title })
    .from(post)
    .where(eq(post.id, voteId))
    .limit(1);
  return row?.title ?? null;
}

/** The votes of which somebody is a teller and that are not counted, the next to close first. */
export function selectTellings(db: Reader, personId: string) {
  return db
    .select({
      ...{ id: vote.id, no: vote.no, state: vote.state, title: post.title },
      ...{ villageCode: vote.villageCode, opensAt: vote.opensAt, closesAt: vote.closesAt },
      ...{ seat: voteTeller.seat, provenAt: voteTeller.provenAt },
    })
    .from(voteTeller)
    .innerJoin(vote, eq(vote.id, voteTeller.voteId))
    .innerJoin(post, eq(post.id, vote.id))
    .where(
      and(
        eq(voteTeller.personId, personId),
        inArray(vote.state, ['preparing', 'announced', 'open', 'closed']),
      ),
    )
    .orderBy(asc(vote.closesAt), asc(vote.id))
    .limit(50);
}
