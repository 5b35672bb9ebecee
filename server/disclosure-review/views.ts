import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { type AccountFault, balanceFaults } from '#server/disclosure-drafts/accounts.ts';
import { cellWords } from '#server/disclosure-drafts/cells.ts';
import { type Waiting, waitingOf } from '#server/disclosure-drafts/waiting.ts';
import { actorOf, mayRead, versionInMaking } from '#server/disclosure-review/act.ts';
import { dueDayOf } from '#server/disclosure-review/dates.ts';
import { type ReviewRow, selectReviewRows } from '#server/disclosure-review/records.ts';
import {
  countFindingsByState,
  countRows,
  type DisclosureRecord,
  type StepRecord,
  selectDisclosure,
  selectSteps,
} from '#server/disclosures/records.ts';
import { dutyPeople, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { postById } from '#server/posts/load.ts';
import {
  addDays,
  dayOfDate,
  type EpochMs,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  type DisclosureAct,
  type DisclosureState,
  disclosureState,
  handsOf,
  stepHindrance,
} from '#server/rules/disclosure-steps.ts';

/** A line as everybody will read it. */
export interface ReviewLine {
  no: number;
  /** In the order of the item's columns; empty of a line that was withdrawn. */
  cells: string[];
  /** What the village's own people read besides: column and words. */
  village: { name: string; words: string }[];
  mark: 'added' | 'struck' | null;
  vouchers: number;
}

/** A step that was taken, with the name of whoever took it. */
export interface StepView {
  what: string;
  version: number;
  round: number;
  name: string;
  post: string;
  reason: string;
  at: EpochMs;
  facts: Record<string, number | string | null>;
}

/** Everything that supervision and the joint meeting look at. */
export interface ReviewPage {
  id: string;
  title: string;
  village: Village;
  item: CatalogueItem;
  state: DisclosureState;
  version: number;
  changeReason: string;
  returned: StepView | null;
  signed: number;
  needed: number;
  /** The day by which supervision should have looked; null before it was sent. */
  reviewBy: LocalDate | null;
  overdueDays: number;
  note: string;
  rows: number;
  lines: ReviewLine[];
  next: number | null;
  isFirstPage: boolean;
  hidden: number;
  justified: number;
  steps: StepView[];
  lateDays: number;
  publicityThrough: LocalDate | null;
  isNoticeOver: boolean;
  today: LocalDate;
  /** The page that everybody reads; null before the first publication. */
  path: string | null;
  may: Record<DisclosureAct, boolean>;
  /** What it waits for before it may be sent and go out. */
  waiting: Waiting | null;
  /** What does not come out in the accounts of a table that may be sent, each with its line. */
  accountFaults: AccountFault[];
  /** The steps that wait for somebody else, because this viewer made or signed it. */
  isOwnWork: boolean;
  key: string;
}

/** Whether the viewer may look at this disclosure on the desk at all. */
export async function mayReview(ctx: Context, id: string): Promise<boolean> {
  return (await readable(ctx, id)) !== null;
}

/** The page of review, meeting and correction; null for whoever may not see drafts there. */
export async function reviewPage(
  ctx: Context,
  id: string,
  after: string | null,
): Promise<ReviewPage | null> {
  ctx.page.keepPrivate();
  const found = await readable(ctx, id);
  if (!found) return null;
  const { disclosure, village, item } = found;
  const making = versionInMaking(disclosure);
  const from = after !== null && /^\d{1,6}$/.test(after) ? Number(after) : 0;
  const limit = ctx.book.disclosures.pageRows;
  const [rows, page, findings, steps, due, loaded, waiting] = await Promise.all([
    countRows(ctx.db.read, id, making),
    selectReviewRows(
      ctx.db.read,
      { disclosureId: id, version: making },
      { after: from, limit: limit + 1 },
    ),
    countFindingsByState(ctx.db.read, id, making),
    selectSteps(ctx.db.read, id),
    dueDayOf(ctx, item, disclosure),
    disclosure.postId === null ? null : postById(ctx, disclosure.postId),
    waitingOf(ctx, found, disclosure),
  ]);
  const shown = page.slice(0, limit);
  const named = await stepViews(ctx, village, steps);
  const hands = handsOf(steps, making, disclosure.draftedById);
  const rights = rightsIn(ctx, found, hands);
  const isCounted = item.isLedger && (rights.may.send || rights.may.publish);
  return {
    ...{ id, village, item, rows, steps: named.toReversed(), key: newToken() },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    ...standing(ctx, disclosure, due),
    version: making,
    changeReason: disclosure.changeReason,
    returned: lastReturn(disclosure, named),
    signed: hands.signerIds.length,
    needed: ctx.book.disclosures.signatures,
    note: disclosure.note,
    lines: shown.map((row) => lineOf(ctx, item, { row, making })),
    next: page.length > limit ? (shown.at(-1)?.no ?? null) : null,
    isFirstPage: from === 0,
    hidden: findings.masked ?? 0,
    justified: findings.justified ?? 0,
    path: loaded?.path ?? null,
    waiting,
    accountFaults: isCounted ? await balanceFaults(ctx.db.read, disclosure) : [],
    ...rights,
  };
}

interface Readable {
  disclosure: DisclosureRecord;
  village: Village;
  item: CatalogueItem;
}

async function readable(ctx: Context, id: string): Promise<Readable | null> {
  const disclosure = await selectDisclosure(ctx.db.read, id);
  const village = disclosure && (await villageByCode(ctx, disclosure.villageCode));
  if (!disclosure || !village || !mayRead(ctx, village)) return null;
  const item = await itemOf(ctx, disclosure.villageCode, disclosure.itemCode);
  return item && { disclosure, village, item };
}

function standing(
  ctx: Context,
  { state, sentAt, version, publicityThrough }: DisclosureRecord,
  due: LocalDate,
) {
  const today = localDate(ctx.clock.now());
  const isLooking = state === 'review' && sentAt !== null;
  const reviewBy = isLooking ? addDays(localDate(sentAt), ctx.book.disclosures.reviewDays) : null;
  const days = (from: LocalDate) => Math.max(0, dayOfDate(today) - dayOfDate(from));
  return {
    ...{ state: disclosureState(state), reviewBy, today, publicityThrough },
    overdueDays: reviewBy === null ? 0 : days(reviewBy),
    lateDays: version > 0 ? 0 : days(due),
    isNoticeOver: publicityThrough !== null && today > publicityThrough,
  };
}

function rightsIn(
  ctx: Context,
  { disclosure, village }: Readable,
  hands: ReturnType<typeof handsOf>,
): Pick<ReviewPage, 'may' | 'isOwnWork'> {
  const facts = { state: disclosureState(disclosure.state), ...hands };
  const actor = actorOf(ctx, village);
  const hinders = (act: DisclosureAct) => stepHindrance(act, facts, actor);
  const may = (act: DisclosureAct) => hinders(act) === null;
  const isCorrection = disclosure.version > 0;
  return {
    may: {
      ...{ send: may('send'), sign: may('sign'), return: may('return') },
      ...{ publish: may('publish'), decide: may('decide'), correct: may('correct') },
      ...{ keep: may('keep') && isCorrection, drop: may('drop') && isCorrection },
    },
    isOwnWork: (['sign', 'publish', 'decide'] as const).some((act) => hinders(act) === 'own-work'),
  };
}

function lastReturn({ state }: DisclosureRecord, steps: StepView[]): StepView | null {
  if (state !== 'returned') return null;
  return steps.findLast(({ what }) => what === 'returned') ?? null;
}

async function stepViews(ctx: Context, village: Village, steps: StepRecord[]): Promise<StepView[]> {
  const holders = steps.map(({ byId }) => ({ personId: byId, gridCode: village.code }));
  const people = await dutyPeople(
    ctx,
    holders.filter(({ personId }) => personId !== ''),
  );
  return steps.map(({ what, version, round, byId, byPost, reason, at, facts }) => ({
    ...{ what, version, round, reason, at, post: byPost, facts: facts ?? {} },
    name: people.get(byId)?.name ?? '',
  }));
}

function lineOf(
  { book, lang }: Context,
  { columns }: CatalogueItem,
  { row, making }: { row: ReviewRow; making: number },
): ReviewLine {
  const { no, shown, village, fromVersion, toVersion, vouchers } = row;
  const besides = columns.flatMap((column) => {
    const words = cellWords(book, lang, column, village?.[column.code]);
    return words === '' ? [] : [{ name: column[lang], words }];
  });
  const isAdded = making > 1 && fromVersion === making;
  return {
    no,
    cells: columns.map((column) => cellWords(book, lang, column, shown[column.code])),
    village: besides,
    mark: toVersion === making ? 'struck' : isAdded ? 'added' : null,
    vouchers,
  };
}
