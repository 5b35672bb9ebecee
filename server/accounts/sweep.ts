import { and, eq, gt, lt } from 'drizzle-orm';
import { paperCode, signInCode } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { sweepSessions } from '#server/accounts/sessions.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { DAY_MS } from '#server/rules/dates.ts';

/** Throws away what was good for minutes or days only: ended sessions, codes, and the messages that carried them. */
export const sweepAccounts: Job = {
  name: 'accounts',
  async run(ctx: Context) {
    const dayAgo = ctx.clock.now() - DAY_MS;
    // Earlier ones went on earlier days; a bound keeps the look at a growing table short.
    const isJustOver = and(
      lt(outboxMessage.createdAt, dayAgo),
      gt(outboxMessage.createdAt, dayAgo - 3 * DAY_MS),
    );
    await sweepSessions(ctx);
    await ctx.db.write(async (tx) => {
      await tx.delete(signInCode).where(lt(signInCode.expiresAt, dayAgo));
      await tx.delete(paperCode).where(lt(paperCode.expiresAt, dayAgo));
      await tx.delete(outboxMessage).where(and(eq(outboxMessage.template, 'code'), isJustOver));
    });
  },
};
