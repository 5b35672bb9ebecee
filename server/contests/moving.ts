import { lock } from '#db/dialect.ts';
import { lapseAsked } from '#server/contests/nominee-records.ts';
import { selectContest, selectRunning, updateContest } from '#server/contests/records.ts';
import type { Job } from '#server/kernel/job.ts';
import { changePost } from '#server/posts/create.ts';
import { postById } from '#server/posts/load.ts';
import { contestStage } from '#server/rules/contest-rules.ts';
import { localDate } from '#server/rules/dates.ts';

/** Nominations and objections end with their last day. */
export const moveContests: Job = {
  name: 'move-contests',
  async run(ctx) {
    const at = ctx.clock.now();
    const today = localDate(at);
    for (const { id } of await selectRunning(ctx.db.read, ['nominating', 'objections'])) {
      const loaded = await postById(ctx, id);
      await ctx.db.write(async (tx) => {
        await lock(tx, 'contest', 'id', id);
        const now = await selectContest(tx, id);
        const stage = now && contestStage(now, today);
        if (!now || !loaded || !stage || stage === now.state) return;
        if (now.state === 'nominating') await lapseAsked(tx, id);
        await updateContest(tx, id, { state: stage });
        await changePost(tx, loaded.post, { state: stage }, at);
      });
    }
  },
};
