import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { isTakenAway, itemOf } from '#server/disclosure-catalogue/items.ts';
import { ensureAccounts } from '#server/disclosure-drafts/accounts.ts';
import { insertDisclosure, selectByPeriod } from '#server/disclosure-drafts/records.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { selectDutiesOf, selectStart } from '#server/disclosure-duties/records.ts';
import {
  type DisclosureRecord,
  insertStep,
  selectDisclosure,
  selectSteps,
} from '#server/disclosures/records.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { type Action, actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  isPeriodOf,
  parsePeriod,
  periodEnd,
  periodStart,
} from '#server/rules/disclosure-periods.ts';
import { handsOf } from '#server/rules/disclosure-steps.ts';

/** One item of the catalogue for one period of one village, by their codes. */
export interface WhichDraft {
  villageCode: string;
  itemCode: string;
  period: string;
}

/** A disclosure on the desk, for whoever may read drafts there. */
export interface Draft {
  disclosure: DisclosureRecord;
  item: CatalogueItem;
  village: Village;
  /** Whether the viewer may change it now: his right, and its state. */
  mayDraft: boolean;
  /** Whether the viewer is of those who say yes or no to a reason given for a number to stand. */
  mayJustify: boolean;
}

/** The states in which rows may be changed. */
const OPEN_STATES = ['draft', 'returned'];

/** A disclosure through the viewer; null for whoever may not read drafts of its village. */
export async function draftOf(ctx: Context, id: string): Promise<Draft | null> {
  const disclosure = await selectDisclosure(ctx.db.read, id);
  const village = disclosure && (await villageByCode(ctx, disclosure.villageCode));
  if (!village || !may(ctx.viewer, 'disclosure.read-drafts', village.path)) return null;
  const item = await itemOf(ctx, disclosure.villageCode, disclosure.itemCode);
  if (!item) throw new Error(`item ${disclosure.itemCode} is in no catalogue`);
  const isOpen = OPEN_STATES.includes(disclosure.state);
  return {
    ...{ disclosure, item, village },
    mayDraft: isOpen && may(ctx.viewer, 'disclosure.draft', village.path),
    mayJustify: isOpen && may(ctx.viewer, 'disclosure.justify', village.path),
  };
}

/** What somebody may begin to fill in: an item and a period that its village owes or may publish. */
export interface Fillable {
  village: Village;
  item: CatalogueItem;
  period: string;
  /** What there is of it already. */
  disclosureId: string | null;
}

/**
 * An item for a period, for whoever may draft it (or bring it in for a whole town); null where there
 * is no such item, no such period yet, or the village has not begun to publish.
 */
export async function fillable(
  ctx: Context,
  { villageCode, itemCode, period }: WhichDraft,
  action: Action = 'disclosure.draft',
): Promise<Fillable | null> {
  const village = await villageByCode(ctx, villageCode);
  if (!village || !may(ctx.viewer, action, village.path)) return null;
  const item = await itemOf(ctx, villageCode, itemCode);
  if (!item || !parsePeriod(period)) return null;
  const which = { villageCode, itemCode, period };
  const [known, duties, start] = await Promise.all([
    selectByPeriod(ctx.db.read, which),
    selectDutiesOf(ctx.db.read, which),
    selectStart(ctx.db.read, villageCode),
  ]);
  const found = { village, item, period, disclosureId: known?.id ?? null };
  if (known || duties.length > 0) return found;
  const frequencies = [item.frequency, item.orElse].flatMap((one) => one ?? []);
  const isOfItem = frequencies.some((frequency) => isPeriodOf(frequency, period));
  const hasBegun = periodStart(period) <= localDate(ctx.clock.now());
  const isSince = start !== null && periodEnd(period) >= start.since;
  return isOfItem && hasBegun && isSince ? found : null;
}

/** Opens the draft of an item for a period, or gives the one that is there; one for each period. */
export async function openDraft(
  ctx: Context,
  which: WhichDraft & { uploadId?: string },
): Promise<Result<{ id: string }>> {
  const action = which.uploadId === undefined ? 'disclosure.draft' : 'disclosure.upload';
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const found = await fillable(ctx, which, action);
  if (!found) return refuse('notFound');
  if (found.disclosureId !== null) return accept({ id: found.disclosureId });
  const byPost = actingPost(ctx.viewer, action, found.village.path) ?? '';
  const at = ctx.clock.now();
  const id = newId();
  return ctx.db.write(async (tx) => {
    // Whoever confirms meanwhile that there was nothing waits, and finds the draft.
    await lock(tx, 'village_disclosure', 'village_code', which.villageCode);
    const row = blankDraft(ctx, found, { id, personId, byPost, at });
    const isFirst = await insertDisclosure(tx, { ...row, uploadId: which.uploadId ?? null });
    if (!isFirst) return accept({ id: (await selectByPeriod(tx, which))?.id ?? id });
    await ensureDuty(tx, ctx, { ...which, item: found.item, disclosureId: id });
    if (found.item.isLedger) await ensureAccounts(tx, row);
    const step = { disclosureId: id, version: 1, what: 'drafted', byId: personId, byPost, at };
    await insertStep(tx, { ...step, reason: '', facts: null });
    const acting = { tx, ctx, at, disclosure: row, village: found.village, byPost };
    await noteDraft(acting, 'disclosure.drafted', { item: which.itemCode, period: which.period });
    return accept({ id });
  });
}

function blankDraft(
  ctx: Context,
  { village, item, period }: Fillable,
  by: { id: string; personId: string; byPost: string; at: EpochMs },
): DisclosureRecord {
  return {
    id: by.id,
    postId: null,
    villageCode: village.code,
    itemCode: item.code,
    catalogueVersion: ctx.book.catalogue.version,
    ...{ period, endsOn: periodEnd(period), state: 'draft', version: 0 },
    openTo: item.openTo,
    isTakenAway: isTakenAway(item),
    ...{ note: '', recipientRule: '', recipientRuleNo: null, changeReason: '' },
    ...{ draftedById: by.personId, draftedByPost: by.byPost, uploadId: null },
    ...{ createdAt: by.at, changedAt: by.at, sentAt: null, publishedAt: null },
    ...{
      shownThrough: null,
      publicityThrough: null,
      namesThrough: null,
      lateDays: null,
      summary: null,
    },
  };
}

/** Everything one act on a draft needs. */
export interface DraftActing extends Draft {
  tx: Tx;
  at: EpochMs;
  actorId: string;
  byPost: string;
}

/**
 * The one way a draft changes: by whoever may, while it is open, under a lock on it, and a form only
 * once.
 */
export async function actInDraft<T>(
  ctx: Context,
  id: string,
  { action = 'disclosure.draft', key = newId() }: { action?: Action; key?: string | undefined },
  work: (acting: DraftActing) => Promise<Result<T>>,
): Promise<Result<T>> {
  const actorId = ctx.viewer.personId;
  if (actorId === null) return refuse('signInFirst');
  const draft = await draftOf(ctx, id);
  const byPost = draft && actingPost(ctx.viewer, action, draft.village.path);
  if (!draft || byPost === null) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure', 'id', id);
    const disclosure = await selectDisclosure(tx, id);
    if (!disclosure || !OPEN_STATES.includes(disclosure.state)) return refuse('alreadyDone');
    return once(tx, { actorId, action: `draft:${id}`, key, at }, async () => {
      const acting = { ...draft, disclosure, tx, at, actorId, byPost };
      const result = await work(acting);
      if (result.ok && action !== 'disclosure.justify') await noteMaker(acting);
      tx.touch(`disclosure:${id}`);
      return result;
    });
  });
}

// Whoever had a hand in a version is one of its makers, and never signs it in another post of his.
async function noteMaker({ tx, disclosure, at, actorId, byPost }: DraftActing): Promise<void> {
  const { id: disclosureId, draftedById } = disclosure;
  const version = disclosure.version + 1;
  const { makerIds } = handsOf(await selectSteps(tx, disclosureId), version, draftedById);
  if (makerIds.includes(actorId)) return;
  const step = { disclosureId, version, what: 'filled', byId: actorId, byPost, at };
  await insertStep(tx, { ...step, reason: '', facts: null });
}

/** Appends an act on a draft to the ledger: numbers only, never what stands in its cells. */
export async function noteDraft(
  {
    tx,
    ctx,
    at,
    disclosure,
    village,
    byPost,
  }: Pick<DraftActing, 'tx' | 'at' | 'disclosure' | 'village' | 'byPost'> & { ctx: Context },
  what: string,
  facts: Record<string, unknown>,
  content?: unknown,
): Promise<void> {
  await append(tx, {
    ...{ what, subjectKind: 'disclosure', subjectId: disclosure.id, villageCode: village.code },
    ...{ actorId: ctx.viewer.personId, actorRole: byPost, at },
    ruleVersion: ctx.book.catalogue.version,
    ...{ facts, content },
  });
}
