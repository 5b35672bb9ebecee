import { and, count, countDistinct, eq, gt, isNull, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { disclosureRequest, disclosureSignature } from '#db/schema/disclosure-duties.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { LocalDate } from '#server/rules/dates.ts';

export type RequestRecord = typeof disclosureRequest.$inferSelect;
export type SignatureRecord = typeof disclosureSignature.$inferSelect;

export async function insertRequest(tx: Tx, row: RequestRecord): Promise<void> {
  await tx.insert(disclosureRequest).values(row);
}

/** One request by its post. */
export async function selectRequest(db: Reader, id: string): Promise<RequestRecord | null> {
  const [row] = await db
    .select()
    .from(disclosureRequest)
    .where(eq(disclosureRequest.id, id))
    .limit(1);
  return row ?? null;
}

/** The requests of these posts, in no order. */
export async function selectRequests(db: Reader, ids: string[]): Promise<RequestRecord[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(disclosureRequest)
    .where(among(disclosureRequest.id, ids))
    .limit(ids.length);
}

export async function updateRequest(
  tx: Tx,
  id: string,
  changes: Partial<RequestRecord>,
): Promise<void> {
  await tx.update(disclosureRequest).set(changes).where(eq(disclosureRequest.id, id));
}

/** Adds a villager's signature; false when it was there. */
export async function insertSignature(tx: Tx, row: SignatureRecord): Promise<boolean> {
  const added = await tx
    .insert(disclosureSignature)
    .values(row)
    .onConflictDoNothing()
    .returning({ villagerId: disclosureSignature.villagerId });
  return added.length > 0;
}

/** Takes somebody's signature away; false when there was none. */
export async function deleteSignature(
  tx: Tx,
  which: Pick<SignatureRecord, 'requestId' | 'personId'>,
): Promise<boolean> {
  const taken = await tx
    .delete(disclosureSignature)
    .where(isSignature(which))
    .returning({ villagerId: disclosureSignature.villagerId });
  return taken.length > 0;
}

/**
 * Counts the signatures of those who are on the village's roster now, or on the roll of
 * representatives where these ask, and keeps the number.
 */
export async function recountSigned(
  tx: Tx,
  { id, villageCode, basis }: Pick<RequestRecord, 'id' | 'villageCode' | 'basis'>,
): Promise<number> {
  const { personId, requestId } = disclosureSignature;
  const isOnRoster = and(
    eq(villager.personId, personId),
    eq(villager.villageCode, villageCode),
    isNull(villager.leftAt),
  );
  const [row] = await tx
    .select({ signed: countDistinct(personId) })
    .from(disclosureSignature)
    .innerJoin(villager, isOnRoster)
    .where(
      and(eq(requestId, id), basis === 'representatives' ? represents(villageCode) : undefined),
    );
  const signed = row?.signed ?? 0;
  await updateRequest(tx, id, { signed });
  return signed;
}

/** That a line of the roster stands on the village's roll of representatives. */
function represents(villageCode: string) {
  return sql`EXISTS (SELECT 1 FROM ${bodyMember} WHERE ${bodyMember.villagerId} = ${villager.id}
    AND ${bodyMember.until} IS NULL AND ${bodyMember.villageCode} = ${villageCode}
    AND ${bodyMember.body} = 'representatives')`;
}

/** How many on a village's roll of representatives are known to be under eighteen on a day. */
export async function countMinors(
  db: Reader,
  villageCode: string,
  day: LocalDate,
): Promise<number> {
  const [row] = await db
    .select({ minors: count() })
    .from(bodyMember)
    .innerJoin(villager, eq(villager.id, bodyMember.villagerId))
    .where(
      and(
        eq(bodyMember.villageCode, villageCode),
        eq(bodyMember.body, 'representatives'),
        isNull(bodyMember.until),
        gt(villager.adultFrom, day),
      ),
    );
  return row?.minors ?? 0;
}

/** Whether somebody of the roster is known to be under eighteen on a day. */
export async function isUnderAge(db: Reader, villagerId: string, day: LocalDate): Promise<boolean> {
  const rows = await db
    .select({ id: villager.id })
    .from(villager)
    .where(and(eq(villager.id, villagerId), gt(villager.adultFrom, day)))
    .limit(1);
  return rows.length > 0;
}

/** Whether somebody has signed, though he came onto the roster anew since. */
export async function hasSigned(
  db: Reader,
  which: Pick<SignatureRecord, 'requestId' | 'personId'>,
): Promise<boolean> {
  const rows = await db
    .select({ at: disclosureSignature.at })
    .from(disclosureSignature)
    .where(isSignature(which))
    .limit(1);
  return rows.length > 0;
}

/** The post of a disclosure; null while it is a draft. */
export async function selectDisclosurePost(db: Reader, id: string): Promise<string | null> {
  const [row] = await db
    .select({ postId: disclosure.postId })
    .from(disclosure)
    .where(eq(disclosure.id, id))
    .limit(1);
  return row?.postId ?? null;
}

function isSignature({ requestId, personId }: Pick<SignatureRecord, 'requestId' | 'personId'>) {
  return and(
    eq(disclosureSignature.requestId, requestId),
    eq(disclosureSignature.personId, personId),
  );
}
