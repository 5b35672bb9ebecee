import { desc } from 'drizzle-orm';
import { outboxMessage } from '#db/schema/kernel.ts';
import type { App } from '#server/kernel/context.ts';
import { isoTime } from '#server/rules/iso-time.ts';

const NEWEST = 50;

/**
 * The newest messages, one JSON line each. Their words are printed in a demonstration only:
 * elsewhere they are codes and private answers, which whoever runs the machine need not see.
 */
export async function outboxLines(app: App): Promise<string[]> {
  const rows = await app.db.read
    .select()
    .from(outboxMessage)
    .orderBy(desc(outboxMessage.createdAt), desc(outboxMessage.id))
    .limit(NEWEST);
  return rows.map(({ id, template, createdAt, sentAt, body, path }) =>
    JSON.stringify({
      id,
      template,
      createdAt: isoTime(createdAt),
      isSent: sentAt !== null,
      ...(app.isDemo && { body, path }),
    }),
  );
}
