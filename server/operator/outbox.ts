import { desc } from 'drizzle-orm';
import { outboxMessage } from '#db/schema/kernel.ts';
import { freshAt } from '#server/accounts/sending.ts';
import { countByState } from '#server/accounts/sending-records.ts';
import type { App } from '#server/kernel/context.ts';
import { isoTime } from '#server/rules/iso-time.ts';

const NEWEST = 50;

/**
 * How many messages are in which state, then the newest ones, as JSON lines. Their words are
 * printed in a demonstration only: elsewhere they are codes and private answers, which whoever runs
 * the machine need not see.
 */
export async function outboxLines(app: App): Promise<string[]> {
  const rows = await app.db.read
    .select()
    .from(outboxMessage)
    .orderBy(desc(outboxMessage.createdAt), desc(outboxMessage.id))
    .limit(NEWEST);
  const newest = rows.map(
    ({ id, template, createdAt, sentAt, failedAt, attempts, body, path }) => ({
      ...{ id, template, createdAt: isoTime(createdAt), attempts },
      sentAt: sentAt === null ? null : isoTime(sentAt),
      failedAt: failedAt === null ? null : isoTime(failedAt),
      ...(app.isDemo && { body, path }),
    }),
  );
  return [await stateOf(app), ...newest].map((line) => JSON.stringify(line));
}

/** Without a gateway nothing waits for a phone: every message is read in its account alone. */
async function stateOf(app: App) {
  const counts = await countByState(app.db.read, freshAt(app));
  const hasGateway = app.env.sms !== null && !app.isDemo;
  if (hasGateway) return { hasGateway, ...counts };
  return { hasGateway, ...counts, waiting: 0, kept: counts.kept + counts.waiting };
}
