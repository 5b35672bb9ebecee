import { and, asc, eq, gt, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { person } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Which messages still go to a phone: older ones have been overtaken by what happened since. */
export interface Fresh {
  now: EpochMs;
  since: EpochMs;
  codesSince: EpochMs;
}

const neverSent = [isNull(outboxMessage.sentAt), isNull(outboxMessage.failedAt)];

// A phone that nobody confirmed may be a stranger's.
const hasPhone = or(
  isNotNull(outboxMessage.phoneSealed),
  and(isNotNull(person.phoneSealed), isNull(person.phoneUnprovenSince), isNull(person.disabledAt)),
);

function isFresh({ since, codesSince }: Fresh) {
  return and(
    gt(outboxMessage.createdAt, since),
    or(ne(outboxMessage.template, 'code'), gt(outboxMessage.createdAt, codesSince)),
  );
}

/** Codes, or all other messages, whose time has come, with their sealed phones. */
export function selectDue(
  db: Reader,
  { fresh, areCodes, limit }: { fresh: Fresh; areCodes: boolean; limit: number },
) {
  const { template } = outboxMessage;
  return db
    .select({
      id: outboxMessage.id,
      template: outboxMessage.template,
      body: outboxMessage.body,
      path: outboxMessage.path,
      phoneSealed: sql<string>`coalesce(${outboxMessage.phoneSealed}, ${person.phoneSealed})`,
      attempts: outboxMessage.attempts,
    })
    .from(outboxMessage)
    .leftJoin(person, eq(person.id, outboxMessage.personId))
    .where(
      and(
        ...neverSent,
        lte(outboxMessage.sendAfter, fresh.now),
        gt(outboxMessage.sendAfter, fresh.since),
        isNull(outboxMessage.readAt),
        areCodes ? eq(template, 'code') : ne(template, 'code'),
        isFresh(fresh),
        hasPhone,
      ),
    )
    .orderBy(asc(outboxMessage.sendAfter))
    .limit(limit);
}

/** Takes a message to be sent now; false when another process took it. It comes up again at `next`. */
export async function claimMessage(
  tx: Tx,
  { id, now, next }: { id: string; now: EpochMs; next: EpochMs },
): Promise<boolean> {
  const taken = await tx
    .update(outboxMessage)
    .set({ sendAfter: next, attempts: sql`${outboxMessage.attempts} + 1` })
    .where(and(eq(outboxMessage.id, id), ...neverSent, lte(outboxMessage.sendAfter, now)))
    .returning({ id: outboxMessage.id });
  return taken.length > 0;
}

/** Notes that a message was sent; nobody needs a code in clear from then on. */
export async function noteSent(tx: Tx, id: string, at: EpochMs): Promise<void> {
  await tx.update(outboxMessage).set({ sentAt: at }).where(eq(outboxMessage.id, id));
  await clearCode(tx, id);
}

/** Notes that a message was given up; an account still has it in its own messages. */
export async function noteFailed(tx: Tx, id: string, at: EpochMs): Promise<void> {
  await tx.update(outboxMessage).set({ failedAt: at }).where(eq(outboxMessage.id, id));
  await clearCode(tx, id);
}

async function clearCode(tx: Tx, id: string): Promise<void> {
  await tx
    .update(outboxMessage)
    .set({ body: '' })
    .where(and(eq(outboxMessage.id, id), eq(outboxMessage.template, 'code')));
}

/** How many messages are in which state; `kept` ones are read in the account and go to no phone. */
export async function countByState(
  db: Reader,
  fresh: Fresh,
): Promise<{ waiting: number; sent: number; failed: number; kept: number }> {
  const isWaiting = and(...neverSent, isFresh(fresh), isNull(outboxMessage.readAt), hasPhone);
  const many = (condition: unknown) =>
    sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number);
  const [row] = await db
    .select({
      all: sql`count(*)`.mapWith(Number),
      waiting: many(isWaiting),
      sent: many(isNotNull(outboxMessage.sentAt)),
      failed: many(isNotNull(outboxMessage.failedAt)),
    })
    .from(outboxMessage)
    .leftJoin(person, eq(person.id, outboxMessage.personId));
  const { all = 0, waiting = 0, sent = 0, failed = 0 } = row ?? {};
  return { waiting, sent, failed, kept: all - waiting - sent - failed };
}
