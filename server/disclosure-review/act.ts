import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import {
  type DisclosureRecord,
  insertStep,
  type StepRecord,
  selectDisclosure,
  selectSteps,
} from '#server/disclosures/records.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { type Action, actingPost, may } from '#server/kernel/permissions.ts';
import { type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  type DisclosureAct,
  disclosureState,
  handsOf,
  type StepActor,
  type StepHindrance,
  stepHindrance,
} from '#server/rules/disclosure-steps.ts';

/** Everything that one step of a disclosure needs. */
export interface StepActing {
  tx: Tx;
  ctx: Context;
  disclosure: DisclosureRecord;
  steps: StepRecord[];
  village: Village;
  item: CatalogueItem;
  actorId: string;
  byPost: string;
  at: EpochMs;
  /** The version that is being made: the first, or the one after what is published. */
  making: number;
  /** How often it was sent for review. */
  round: number;
  signerIds: string[];
}

const ACTIONS = {
  send: 'disclosure.draft',
  sign: 'disclosure.sign',
  return: 'disclosure.sign',
  publish: 'disclosure.publish',
  decide: 'disclosure.publish',
  correct: 'disclosure.draft',
  keep: 'disclosure.draft',
  drop: 'disclosure.draft',
} as const satisfies Record<DisclosureAct, Action>;

const REFUSALS = {
  'no-right': 'notFound',
  'not-now': 'alreadyDone',
  'own-work': 'notOwnWork',
  'signed-already': 'alreadyDone',
} as const satisfies Record<StepHindrance, RefusalCode>;

/**
 * The one way in which a disclosure takes a step: by whoever may take it now (rules/disclosure-steps),
 * once per form key, under a lock, so that two people never publish or sign it into two states.
 */
export async function takeStep<T>(
  ctx: Context,
  { id, act, key = newToken() }: { id: string; act: DisclosureAct; key?: string | undefined },
  work: (acting: StepActing) => Promise<Result<T>>,
): Promise<Result<T>> {
  const before = await selectDisclosure(ctx.db.read, id);
  const village = before && (await villageByCode(ctx, before.villageCode));
  const item = before && (await itemOf(ctx, before.villageCode, before.itemCode));
  const { personId: actorId } = ctx.viewer;
  if (!before || !village || !item || actorId === null) return refuse('notFound');
  const byPost = actingPost(ctx.viewer, ACTIONS[act], village.path);
  if (byPost === null) return refuse(mayRead(ctx, village) ? 'notAllowed' : 'notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure', 'id', id);
    return once<Result<T>>(tx, { actorId, action: `disclosure.${act}`, key, at }, async () => {
      const disclosure = await selectDisclosure(tx, id);
      if (!disclosure) return refuse('notFound');
      const steps = await selectSteps(tx, id);
      const making = versionInMaking(disclosure);
      const { makerIds, signerIds, round } = handsOf(steps, making, disclosure.draftedById);
      const facts = { state: disclosureState(disclosure.state), makerIds, signerIds };
      const hindrance = stepHindrance(act, facts, actorOf(ctx, village));
      if (hindrance) return refuse(REFUSALS[hindrance]);
      const acting = { tx, ctx, disclosure, steps, village, item, actorId, byPost, at };
      const result = await work({ ...acting, making, round, signerIds });
      if (result.ok) tx.touch(`disclosure:${id}`);
      return result;
    });
  });
}

/** Whether somebody may look at what is not published yet. */
export function mayRead(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'disclosure.read-drafts', village.path) !== null;
}

/** The rights of the viewer in a village, as the rule of steps asks for them. */
export function actorOf(ctx: Context, village: Village): StepActor {
  return {
    personId: ctx.viewer.personId ?? '',
    drafts: may(ctx.viewer, 'disclosure.draft', village.path),
    signs: may(ctx.viewer, 'disclosure.sign', village.path),
    publishes: may(ctx.viewer, 'disclosure.publish', village.path),
  };
}

/** The version whose steps are taken now: what is on notice is decided as it is. */
export function versionInMaking({
  state,
  version,
}: Pick<DisclosureRecord, 'state' | 'version'>): number {
  const isOut = state === 'publicity' || state === 'published';
  return isOut ? version : version + 1;
}

/** Keeps a step for everybody who follows the disclosure, and appends it to the ledger. */
export async function noteStep(
  { tx, ctx, disclosure, village, actorId, byPost, at, ...acting }: StepActing,
  what: string,
  {
    version = acting.making,
    round = acting.round,
    reason = '',
    facts = {},
    content,
  }: {
    version?: number;
    round?: number;
    reason?: string;
    facts?: Record<string, string | number | null>;
    content?: unknown;
  } = {},
): Promise<void> {
  const taken = { what, byId: actorId, byPost, reason, at };
  await insertStep(tx, { ...taken, disclosureId: disclosure.id, version, round, facts });
  const { itemCode, period } = disclosure;
  await append(tx, {
    what: `disclosure.${what}`,
    subjectKind: 'disclosure',
    subjectId: disclosure.id,
    villageCode: village.code,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.disclosures.version,
    facts: { itemCode, period, version, ...facts },
    content: { reason, ...(content === undefined ? {} : { content }) },
  });
}
