import type { Sentence } from '#content/messages/sentence.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import {
  disclosureSentence,
  disclosureTitle,
  periodWords,
} from '#server/disclosure-catalogue/sentence.ts';
import { type AccountView, accountsOf } from '#server/disclosures/accounts-shown.ts';
import { postsEndedIn } from '#server/disclosures/appraisals.ts';
import { type Pictures, picturesOf } from '#server/disclosures/comparing.ts';
import { disclosureKind } from '#server/disclosures/kind.ts';
import { type KindChoice, kindChoices } from '#server/disclosures/kind-names.ts';
import {
  disclosureLines,
  type LineFilter,
  type LinePage,
  readLineFilter,
  readsVillage,
  sortsBy,
} from '#server/disclosures/lines.ts';
import { noticeNow } from '#server/disclosures/on-notice.ts';
import { type PublishedSteps, stepsOf } from '#server/disclosures/published-steps.ts';
import {
  type ReadDisclosure,
  type ReadVersion,
  selectCorrections,
  selectDisclosureOfPost,
  selectMetDuty,
} from '#server/disclosures/reading-records.ts';
import { noneBetween, type ShownView, shownBetween } from '#server/disclosures/shown.ts';
import { profileOf } from '#server/grids/county.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { loadPost } from '#server/posts/load.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { dayOfDate, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { periodEnd, periodOf, periodStart } from '#server/rules/disclosure-periods.ts';
import { type DisclosureFacts, factsFrom } from '#server/rules/disclosure-words.ts';
import { openPath } from '#server/rules/links.ts';

/** When it was owed and how far off its day it came; in days. */
export interface Timing {
  dueOn: LocalDate;
  early: number;
  late: number;
  lateReason: string;
}

/** A disclosed item: its sentence, its table, its pictures, and what stands beside it. */
export interface DisclosurePageView extends PostPageView {
  item: CatalogueItem;
  /** 2026年10月 */
  periodSaid: string;
  period: string;
  /** Null when the post was taken down: nothing of the table is read then. */
  table: TableView | null;
  help: { name: string; hours: string; phone: string } | null;
}

/** The table itself, as this viewer may read it. */
export interface TableView {
  id: string;
  version: number;
  sentence: Sentence;
  note: string;
  facts: DisclosureFacts;
  publishedOn: LocalDate;
  timing: Timing | null;
  /** 公示 runs through this day; null when there is none, or it is over. */
  publicityThrough: LocalDate | null;
  shownThrough: LocalDate | null;
  steps: PublishedSteps;
  corrections: ReadVersion[];
  /** Empty for what is no ledger. */
  accounts: AccountView[];
  recipients: { words: string; path: string | null } | null;
  page: LinePage;
  filter: LineFilter;
  /** What the filter offers: kinds of a ledger, and the orders in which every line has its place. */
  choices: { kinds: KindChoice[]; orders: LineFilter['sort'][] };
  pictures: Pictures;
  /** What else was disclosed for that month. */
  beside: ShownView[];
  /** Of what there was nothing in that month: titles. */
  none: string[];
  month: { path: string; said: string };
  /** Of an appraisal: whose post ends because he was unfit in this one and in the one before. */
  postsEnded: string[];
  /** The viewer reads what is for the village. */
  readsVillage: boolean;
  isTakenAway: boolean;
  /** What is in no copy hangs on the village's own board: the viewer serves there. */
  mayPrint: boolean;
}

const BESIDE_SHOWN = 6;
const NONE_SHOWN = 3;
const ORDERS = ['table', 'amount', 'day'] as const;

/** One disclosed item by village and number; null: there is nothing that this viewer may see. */
export async function disclosurePage(
  ctx: Context,
  { slug, no, query }: { slug: string; no: string; query: URLSearchParams },
): Promise<DisclosurePageView | null> {
  const kind = disclosureKind.code;
  const page = await postPage(ctx, { slug, kind, no, commentsAfter: query.get('talk') });
  const read = page && (await selectDisclosureOfPost(ctx.db.read, page.parts.id));
  const item = read && (await itemOf(ctx, read.villageCode, read.itemCode));
  if (!page || !read || !item) return null;
  const profile = await profileOf(ctx, page.village.code);
  const isGone = page.html === null || page.parts.gone !== null;
  return {
    ...page,
    item,
    title: disclosureTitle(ctx.lang, item, read.period),
    period: read.period,
    periodSaid: periodWords(ctx.lang, read.period, { withYear: true }),
    table: isGone ? null : await tableOf(ctx, page, { item, read, query }),
    help: profile?.helpPhone
      ? { name: profile.helpName, hours: profile.officeHours, phone: profile.helpPhone }
      : null,
  };
}

async function tableOf(
  ctx: Context,
  { village }: PostPageView,
  { item, read, query }: { item: CatalogueItem; read: ReadDisclosure; query: URLSearchParams },
): Promise<TableView> {
  const { id, version, period, note } = read;
  const facts = factsFrom(read.summary);
  if (facts === null || read.publishedAt === null) {
    throw new Error(`disclosure ${id} was never published`);
  }
  const filter = readLineFilter(item, query);
  const of = { disclosureId: id, version };
  const publishedOn = localDate(read.publishedAt);
  const around = monthAround(read.endsOn);
  const [page, accounts, duty, steps, corrections, pictures, beside, none] = await Promise.all([
    disclosureLines(ctx, { village, item, ...of }, filter),
    item.isLedger ? accountsOf(ctx, of) : [],
    selectMetDuty(ctx.db.read, id),
    stepsOf(ctx, village, of),
    version > 1 ? selectCorrections(ctx.db.read, id) : [],
    picturesOf(ctx, item, read),
    shownBetween(ctx, village, around),
    noneBetween(ctx, village, around),
  ]);
  return {
    ...{ id, version, note, facts, publishedOn, steps, corrections, accounts, page, filter },
    choices: {
      kinds: item.isLedger ? kindChoices(ctx, filter.side) : [],
      orders: ORDERS.filter((order) => order === 'table' || sortsBy(item, order)),
    },
    sentence: disclosureSentence(ctx.lang, item, { period, facts }),
    timing: duty && timingOf(duty, publishedOn),
    publicityThrough: noticeNow(ctx, read),
    shownThrough: read.shownThrough,
    recipients: await recipientsOf(ctx, read),
    pictures,
    postsEnded: await postsEndedIn(ctx, item, read),
    month: {
      path: openPath(village.slug, read.endsOn.slice(0, 7)),
      said: periodWords(ctx.lang, periodOf('monthly', read.endsOn)),
    },
    beside: beside.filter((one) => one.id !== id).slice(0, BESIDE_SHOWN),
    none: none.slice(0, NONE_SHOWN),
    readsVillage: readsVillage(ctx, village),
    isTakenAway: read.isTakenAway,
    mayPrint: read.isTakenAway || may(ctx.viewer, 'disclosure.read-drafts', village.path),
  };
}

/** The month in which a period ended: what else was disclosed for it. */
function monthAround(day: LocalDate): { from: LocalDate; to: LocalDate } {
  const month = periodOf('monthly', day);
  return { from: periodStart(month), to: periodEnd(month) };
}

function timingOf(
  duty: { dueOn: LocalDate; lateDays: number | null; lateReason: string },
  publishedOn: LocalDate,
): Timing {
  const early = Math.max(0, dayOfDate(duty.dueOn) - dayOfDate(publishedOn));
  return { dueOn: duty.dueOn, early, late: duty.lateDays ?? 0, lateReason: duty.lateReason };
}

/** A rule names the post that tells it by its number, as lists do: #1023. */
async function recipientsOf(
  ctx: Context,
  { recipientRule, recipientRuleNo, villageCode }: ReadDisclosure,
) {
  if (recipientRule === '') return null;
  const named = /#(\d{1,6})/.exec(recipientRule)?.[1];
  const no = recipientRuleNo ?? (named === undefined ? null : Number(named));
  const told = no === null ? null : await loadPost(ctx, { villageCode, no });
  return { words: recipientRule, path: told?.path ?? null };
}
