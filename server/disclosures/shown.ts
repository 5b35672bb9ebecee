import type { Sentence } from '#content/messages/sentence.ts';
import { wordsFor } from '#content/messages/words.ts';
import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureSentence, disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { readsVillage } from '#server/disclosures/lines.ts';
import { noticeNow } from '#server/disclosures/on-notice.ts';
import {
  type ShownRecord,
  selectNoneBetween,
  selectShownBetween,
} from '#server/disclosures/shown-records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { factsFrom, unitOf } from '#server/rules/disclosure-words.ts';
import { disclosurePath } from '#server/rules/links.ts';
import { moneyText } from '#server/rules/money.ts';

/** A disclosed item in a list: its title, what it says in a sentence, and no line of it. */
export interface ShownView {
  id: string;
  itemCode: string;
  period: string;
  endsOn: LocalDate;
  title: string;
  /** Where it is read; null for whoever has to sign in as one of the village. */
  path: string | null;
  sentence: Sentence;
  /** A few words instead: 4 户, 支 31,905.50 元. */
  brief: string;
  publishedAt: EpochMs | null;
  /** 0 for in time; null where nothing was owed. */
  lateDays: number | null;
  /** It is in the month's copies; rows about people in need are in none. */
  isTakenAway: boolean;
  /** 公示 runs through this day; null when it is over, or there is none. */
  publicityThrough: LocalDate | null;
}

/** What a village published for periods that ended between two dates, in the catalogue's order. */
export async function shownBetween(
  ctx: Context,
  village: Village,
  { from, to }: { from: LocalDate; to: LocalDate },
): Promise<ShownView[]> {
  ctx.page.shows(`village:${village.code}`);
  const [items, records] = await Promise.all([
    itemsOf(ctx, village.code),
    selectShownBetween(ctx.db.read, { villageCode: village.code, from, to }),
  ]);
  const order = new Map(items.map((item, at) => [item.code, at]));
  return records
    .flatMap((record) => {
      const item = items.find(({ code }) => code === record.itemCode);
      return item ? [shownView(ctx, village, { item, record })] : [];
    })
    .sort((a, b) => (order.get(a.itemCode) ?? 0) - (order.get(b.itemCode) ?? 0));
}

/** 本期无: titles of what a village confirmed there was none of, in periods ended between two dates. */
export async function noneBetween(
  ctx: Context,
  village: Village,
  { from, to }: { from: LocalDate; to: LocalDate },
): Promise<string[]> {
  const { code: villageCode } = village;
  const [items, none] = await Promise.all([
    itemsOf(ctx, villageCode),
    selectNoneBetween(ctx.db.read, { villageCode, from, to }),
  ]);
  return none.flatMap(({ itemCode, period }) => {
    const item = items.find(({ code }) => code === itemCode);
    return item ? [disclosureTitle(ctx.lang, item, period)] : [];
  });
}

/** One of them, for this viewer. */
export function shownView(
  ctx: Context,
  village: Village,
  { item, record }: { item: CatalogueItem; record: ShownRecord },
): ShownView {
  const { id, itemCode, period, endsOn, publishedAt, lateDays, isTakenAway } = record;
  const facts = factsFrom(record.summary) ?? NOTHING;
  const mayOpen = record.openTo === 'public' || readsVillage(ctx, village);
  return {
    ...{ id, itemCode, period, endsOn, publishedAt, lateDays, isTakenAway },
    title: disclosureTitle(ctx.lang, item, period),
    path: mayOpen ? disclosurePath(village.slug, record.no) : null,
    sentence: disclosureSentence(ctx.lang, item, { period, facts }),
    brief: briefWords(ctx, item, facts),
    publicityThrough: noticeNow(ctx, record),
  };
}

const NOTHING = {
  ...{ rows: 0, accounts: 0, opening: null, income: null, spending: null, closing: null },
  ...{ total: null, greatest: null, greatestAmount: null },
};

function briefWords(
  ctx: Context,
  item: CatalogueItem,
  facts: NonNullable<ReturnType<typeof factsFrom>>,
): string {
  const { brief } = wordsFor(ctx.lang).disclosures;
  if (item.isLedger)
    return brief.ledger(moneyText(facts.income ?? 0), moneyText(facts.spending ?? 0));
  return brief.rows(facts.rows, unitOf(item));
}
