import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { countAgreed } from '#server/contests/jury-records.ts';
import { lapseAsked } from '#server/contests/nominee-records.ts';
import {
  type ContestRow,
  selectContest,
  selectRunning,
  updateContest,
} from '#server/contests/records.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { changePost } from '#server/posts/create.ts';
import { type LoadedPost, postById } from '#server/posts/load.ts';
import { type ContestStage, contestStage } from '#server/rules/contest-rules.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, localDate } from '#server/rules/dates.ts';
import { contestDeskPath } from '#server/rules/links.ts';

/** Nominations and objections end with their last day; judging begins when there is a jury. */
export const moveContests: Job = {
  name: 'move-contests',
  async run(ctx) {
    const at = ctx.clock.now();
    const today = localDate(at);
    const states = ['nominating', 'objections', 'waiting', 'judging'];
    for (const contest of await selectRunning(ctx.db.read, states)) {
      const { id } = contest;
      if (contestStage(contest, today) === contest.state) continue;
      const loaded = await postById(ctx, id);
      await ctx.db.write(async (tx) => {
        await lock(tx, 'contest', 'id', id);
        const now = await selectContest(tx, id);
        const stage = now && contestStage(now, today);
        if (!now || !loaded || !stage || stage === now.state) return;
        if (now.state === 'nominating') await lapseAsked(tx, id);
        await updateContest(tx, id, { state: stage });
        await changePost(tx, loaded.post, { state: stage }, at);
        await tellOfJury(tx, now, { stage, loaded, at });
      });
    }
  },
};

/**
 * Whoever opened a choice hears, when its notice begins, that too few would judge (all days of the
 * notice are left to find some), and once more when the notice is over and there is no jury.
 */
async function tellOfJury(
  tx: Tx,
  { id, jurors, drawId, objectThrough, openedById: personId }: ContestRow,
  { stage, loaded, at }: { stage: ContestStage; loaded: LoadedPost; at: EpochMs },
): Promise<void> {
  if (drawId !== null || (stage !== 'objections' && stage !== 'waiting')) return;
  const agreed = (await countAgreed(tx, [id])).get(id) ?? 0;
  if (stage === 'objections' && agreed >= jurors) return;
  const { news } = wordsFor('zh').contests;
  const { title } = loaded.post;
  const day = plainDay('zh', instantOf(objectThrough), at);
  const body =
    stage === 'objections' ? news.fewJurors(title, agreed, jurors, day) : news.noJury(title);
  const path = contestDeskPath(id);
  await tell(tx, { personId, template: `contest.jury-${stage}`, body, path, at });
}
