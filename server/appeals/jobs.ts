import { markUnconfirmed } from '#server/appeals/closing.ts';
import type { Job } from '#server/kernel/job.ts';

/** Appeals that nobody looked at in time become unconfirmed. */
export const unconfirmedAppeals: Job = {
  name: 'unconfirmed-appeals',
  async run(ctx) {
    await markUnconfirmed(ctx);
  },
};
