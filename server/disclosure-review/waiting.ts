import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { actorOf, versionInMaking } from '#server/disclosure-review/act.ts';
import { selectStepsOf, selectWaiting } from '#server/disclosure-review/waiting-records.ts';
import type { StepRecord } from '#server/disclosures/records.ts';
import { type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { villagesWith } from '#server/kernel/permissions.ts';
import { localDate } from '#server/rules/dates.ts';
import type { DeskTask, TaskAct } from '#server/rules/desk-tasks.ts';
import {
  type DisclosureAct,
  disclosureState,
  handsOf,
  inStepOrder,
  stepHindrance,
} from '#server/rules/disclosure-steps.ts';
import { draftPath, reviewPath } from '#server/rules/links.ts';

type WaitingRow = Awaited<ReturnType<typeof selectWaiting>>[number];

/** Tables that wait for a signature, a publication or a mending which this viewer may give. */
export async function reviewTasks(ctx: Context): Promise<DeskTask[]> {
  const codes = villagesWith(ctx, ['disclosure.sign', 'disclosure.publish', 'disclosure.draft']);
  if (codes.length === 0) return [];
  const rows = await selectWaiting(ctx.db.read, codes);
  // A table that meets the duties of merged villages too waits once.
  const waiting = [...new Map(rows.toReversed().map((row) => [row.id, row])).values()];
  if (waiting.length === 0) return [];
  const [steps, villages, items] = await Promise.all([
    selectStepsOf(
      ctx.db.read,
      waiting.map(({ id }) => id),
    ),
    villagesByCode(ctx, codes),
    Promise.all(codes.map((code) => itemsOf(ctx, code))),
  ]);
  const stepsOf = Map.groupBy(steps, ({ disclosureId }) => disclosureId);
  const itemOf = new Map(items.flat().map((item) => [item.code, item]));
  return waiting.flatMap((row) => {
    const village = villages.get(row.villageCode);
    const item = itemOf.get(row.itemCode);
    const act = village && actOf(ctx, row, village, stepsOf.get(row.id) ?? []);
    if (!village || !item || !act) return [];
    const title = disclosureTitle(ctx.lang, item, row.period);
    const path = act === 'mend-table' ? draftPath(row.id) : reviewPath(row.id);
    return [{ act, title, village: village.name, path, dueOn: dueOf(row) }];
  });
}

const WAITS: Partial<Record<WaitingRow['state'], { act: DisclosureAct; task: TaskAct }>> = {
  review: { act: 'sign', task: 'sign-table' },
  signed: { act: 'publish', task: 'publish-table' },
  returned: { act: 'send', task: 'mend-table' },
  publicity: { act: 'decide', task: 'enter-decided' },
};

/** What this viewer has to do with a table; null when it waits for somebody else. */
function actOf(
  ctx: Context,
  row: WaitingRow,
  village: Village,
  steps: StepRecord[],
): TaskAct | null {
  const waits = WAITS[row.state];
  const today = localDate(ctx.clock.now());
  const isOnNotice = row.state === 'publicity' && (row.publicityThrough ?? '') >= today;
  if (!waits || isOnNotice) return null;
  const { makerIds, signerIds } = handsOf(
    inStepOrder(steps),
    versionInMaking(row),
    row.draftedById,
  );
  const facts = { state: disclosureState(row.state), makerIds, signerIds };
  return stepHindrance(waits.act, facts, actorOf(ctx, village)) === null ? waits.task : null;
}

// What is out already has its day in the order that asks for a correction, if anybody gave one.
function dueOf({ state, metAt, dueOn, correctBy }: WaitingRow): DeskTask['dueOn'] {
  if (state === 'publicity') return null;
  return metAt === null ? dueOn : correctBy;
}
