import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { actOnResolution, noteResolution, type ResolutionRef } from '#server/resolutions/act.ts';
import { selectReports, updateReport, updateResolution } from '#server/resolutions/records.ts';
import { enterResult } from '#server/steps/publications.ts';

/**
 * 结果公开: somebody of the supervision committee puts his name under the newest result
 * (村民委员会组织法 第三十七条); from then on everybody reads it. Never under one's own.
 */
export function checkReport(ctx: Context, ref: ResolutionRef, key: string): Promise<Result> {
  const how = { action: 'resolution.check', act: 'check', key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { tx, resolution, loaded, at, actorId } = acting;
    const last = (await selectReports(tx, resolution.id)).findLast(({ kind }) => kind === 'end');
    if (!last || resolution.state !== 'carrying-out') return refuse('alreadyDone');
    const isOwn = last.byId === actorId || resolution.ownerId === actorId;
    if (isOwn) return refuse('notOwnWork');
    await updateReport(tx, last.id, { checkedById: actorId, checkedAt: at });
    await updateResolution(tx, resolution.id, { state: 'done' });
    await changePost(tx, loaded.post, { state: 'done', finishedAt: at }, at);
    await enterResult(acting, { stepId: resolution.stepId, postId: resolution.id });
    const facts = { doneOn: resolution.doneOn, spentFen: resolution.spentFen };
    await noteResolution(acting, 'resolution.checked', facts);
    const body = wordsFor(ctx.lang).resolutions.news.result;
    const message = { template: 'resolution.result', body, path: loaded.path, at };
    await tell(tx, { ...message, personId: resolution.ownerId });
    return accept();
  });
}
