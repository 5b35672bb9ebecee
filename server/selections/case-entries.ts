import type { Reader } from '#db/surface.ts';
import { newestPlan, planCounts } from '#server/appeals/clocks.ts';
import type { Context } from '#server/kernel/context.ts';
import { readLines } from '#server/kernel/markdown.ts';
import { type CaseFacts, caseRules, caseVerdicts, keptClocks } from '#server/rules/case-rounds.ts';
import { casePath } from '#server/rules/links.ts';
import {
  selectCase,
  selectCases,
  selectClocks,
  selectPlans,
  selectTold,
} from '#server/selections/case-records.ts';
import { type CountedEntry, type Fulfilment, registerRoundKind } from '#server/selections/kinds.ts';

/** 十佳治理案例: a village's secretary enters a case of the month whose villager confirmed it. */
export const caseRounds = registerRoundKind({
  code: 'cases',
  post: 'case',
  enters: 'selection.enter',
  rules: caseRules,
  path: (slug, no) => casePath(slug ?? '', no),
  async offers(ctx, { placeCode: villageCode, month, from, until }) {
    const rows = await selectCases(ctx.db.read, { villageCode, from, until });
    return rows.map((row) => {
      const { id: postId, no, title } = row;
      return { postId, no, title, verdicts: caseVerdicts(factsOf(row), month) };
    });
  },
  async judge(db, _ctx, postId, { month }) {
    const found = await selectCase(db, postId);
    if (!found) return null;
    return { placeCode: found.villageCode, verdicts: caseVerdicts(factsOf(found), month) };
  },
  async readings(ctx, postIds) {
    const rows = await selectTold(ctx.db.read, postIds);
    return new Map(rows.map(({ id, html }) => [id, { body: readLines(html), lines: [] }]));
  },
  fulfilments,
});

type CaseRow = Awaited<ReturnType<typeof selectCases>>[number];

function factsOf({ matterState, beforeId, afterId, writtenAt }: CaseRow): CaseFacts {
  const hasPictures = beforeId !== null && afterId !== null;
  return { isConfirmed: matterState === 'solved', writtenAt, hasPictures };
}

/** How many deadlines of its matter were kept; what happens after it was solved changes none. */
async function fulfilments(
  db: Reader,
  ctx: Context,
  entries: CountedEntry[],
): Promise<Map<string, Fulfilment>> {
  const matters = await selectClocks(
    db,
    entries.map(({ postId }) => postId),
  );
  const steps = await selectPlans(
    db,
    matters.map(({ matterId }) => matterId),
  );
  return new Map(
    matters.map(({ postId, matterId, sla, ...clocks }) => {
      const own = steps.filter((step) => step.postId === matterId);
      const plan = planCounts(ctx, sla) ? newestPlan(own) : [];
      return [postId, keptClocks({ ...clocks, plan })];
    }),
  );
}
