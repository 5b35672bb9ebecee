import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person, signInCode } from '#db/schema/accounts.ts';
import { assignment } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** An account as stored. */
export type PersonRow = typeof person.$inferSelect;

/** What a person is called. */
export async function selectPersonName(db: Reader, personId: string): Promise<string | null> {
  const [row] = await db
    .select({ name: person.name })
    .from(person)
    .where(eq(person.id, personId))
    .limit(1);
  return row?.name ?? null;
}

/** Somebody who holds a post now and has one of these names; null for nobody. */
export async function selectOfficialNamed(
  db: Reader,
  names: string[],
  at: EpochMs,
): Promise<string | null> {
  const [row] = await db
    .select({ id: person.id })
    .from(person)
    .innerJoin(assignment, eq(assignment.personId, person.id))
    .where(
      and(
        among(person.name, names),
        lte(assignment.since, at),
        or(isNull(assignment.until), gt(assignment.until, at)),
      ),
    )
    .limit(1);
  return row?.id ?? null;
}

/** The account with this id. */
export async function selectPerson(db: Reader, personId: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(person).where(eq(person.id, personId)).limit(1);
  return row ?? null;
}

/** The account with this phone. */
export async function selectByPhone(db: Reader, phoneHmac: string): Promise<PersonRow | null> {
  const [row] = await db.select().from(person).where(eq(person.phoneHmac, phoneHmac)).limit(1);
  return row ?? null;
}

/** The accounts with these phones. */
export function selectByPhones(db: Reader, phoneHmacs: string[]): Promise<PersonRow[]> {
  return db.select().from(person).where(among(person.phoneHmac, phoneHmacs)).limit(2000);
}

/** Adds an account; false when the phone has one already. */
export async function insertPerson(tx: Tx, row: typeof person.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(person)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: person.id });
  return added.length > 0;
}

/** Changes an account. */
export async function updatePerson(
  tx: Tx,
  personId: string,
  changes: Partial<typeof person.$inferInsert>,
): Promise<void> {
  await tx.update(person).set(changes).where(eq(person.id, personId));
}

/** Takes back a password that works once, so that its owner owes one; false when it was used a moment ago. */
export async function takeOncePassword(tx: Tx, personId: string, hash: string): Promise<boolean> {
  const taken = await tx
    .update(person)
    .set({ passwordHash: null })
    .where(
      and(eq(person.id, personId), eq(person.passwordHash, hash), isNotNull(person.passwordUntil)),
    )
    .returning({ id: person.id });
  return taken.length > 0;
}

/** Notes a code that was sent. */
export async function insertCode(tx: Tx, row: typeof signInCode.$inferInsert): Promise<void> {
  await tx.insert(signInCode).values(row);
}

/** Counts a try at every live code of a phone, and gives those that may still be tried. */
export function tryCodes(
  tx: Tx,
  { phoneHmac, tries, at }: { phoneHmac: string; tries: number; at: EpochMs },
): Promise<{ id: string; codeHmac: string }[]> {
  return tx
    .update(signInCode)
    .set({ tries: sql`${signInCode.tries} + 1` })
    .where(
      and(
        eq(signInCode.phoneHmac, phoneHmac),
        isNull(signInCode.usedAt),
        gt(signInCode.expiresAt, at),
        lt(signInCode.tries, tries),
      ),
    )
    .returning({ id: signInCode.id, codeHmac: signInCode.codeHmac });
}

/** Spends all codes of a phone: the right one was typed. */
export async function spendCodes(tx: Tx, ids: string[], at: EpochMs): Promise<void> {
  await tx.update(signInCode).set({ usedAt: at }).where(inArray(signInCode.id, ids));
}

/** A person's messages, the latest first, from before an instant. */
export function selectMessages(
  db: Reader,
  { personId, before, limit }: { personId: string; before: EpochMs; limit: number },
) {
  return db
    .select({
      id: outboxMessage.id,
      body: outboxMessage.body,
      path: outboxMessage.path,
      createdAt: outboxMessage.createdAt,
      readAt: outboxMessage.readAt,
    })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.personId, personId), lt(outboxMessage.createdAt, before)))
    .orderBy(desc(outboxMessage.createdAt), desc(outboxMessage.id))
    .limit(limit);
}

/** How many messages a person has not looked at, up to a hundred. */
export async function countUnread(db: Reader, personId: string): Promise<number> {
  const rows = await db
    .select({ id: outboxMessage.id })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.personId, personId), isNull(outboxMessage.readAt)))
    .orderBy(desc(outboxMessage.createdAt))
    .limit(100);
  return rows.length;
}

/** Marks all messages of a person as seen. */
export async function markRead(tx: Tx, personId: string, at: EpochMs): Promise<void> {
  await tx
    .update(outboxMessage)
    .set({ readAt: at })
    .where(and(eq(outboxMessage.personId, personId), isNull(outboxMessage.readAt)));
}
