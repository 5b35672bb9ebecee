import type { Sentence } from '#content/messages/sentence.ts';
import { wordsFor } from '#content/messages/words.ts';
import { instantOf, type Lang, localParts } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { type PeriodParts, parsePeriod } from '#server/rules/disclosure-periods.ts';
import { type DisclosureFacts, spokenMoney, unitOf } from '#server/rules/disclosure-words.ts';
import { moneyText } from '#server/rules/money.ts';

/** A period as people say it: 10月, 三季度, 2026年, 10月15日; with its year where a page spans years. */
export function periodWords(lang: Lang, period: string, { withYear = false } = {}): string {
  const parts = partsOf(period);
  const words = wordsFor(lang).disclosures.period;
  if (parts.kind === 'year') return words.year(parts.year);
  const said = shortPeriod(lang, parts);
  return withYear ? words.withYear(parts.year, said) : said;
}

/** The title of a disclosed item: 10月的账, 三季度低保名单, 宅基地申请（10月15日）; with its year on request. */
export function disclosureTitle(
  lang: Lang,
  item: CatalogueItem,
  period: string,
  { withYear = false } = {},
): string {
  const { title } = wordsFor(lang).disclosures;
  const said = periodWords(lang, period, { withYear });
  if (item.isLedger) return title.ledger(said);
  if (item.frequency === 'standing') return item.name[lang];
  const isEvent = partsOf(period).kind === 'event';
  return isEvent ? title.event(item.name[lang], said) : title.table(said, item.name[lang]);
}

/** The sentence with which a disclosed item begins, in pieces; amounts carry their 分. */
export function disclosureSentence(
  lang: Lang,
  item: CatalogueItem,
  { period, facts }: { period: string; facts: DisclosureFacts },
): Sentence {
  const words = wordsFor(lang).disclosures.said;
  const greatest =
    facts.greatest === null || facts.greatestAmount === null
      ? null
      : { words: facts.greatest, amount: spokenMoney(facts.greatestAmount) };
  if (!item.isLedger) {
    const total = facts.total === null ? null : moneyText(facts.total);
    return words.table({ n: facts.rows, unit: unitOf(item), total, greatest });
  }
  return words.ledger({
    span: partsOf(period).kind,
    income: sumText(facts.income),
    spending: sumText(facts.spending),
    greatest,
    closing: moneyText(facts.closing ?? 0),
  });
}

/** A sentence without its stress: the body of the post, what is shared and searched. */
export function plainSentence(sentence: Sentence): string {
  return sentence
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'figure' in piece ? piece.figure : piece.said;
    })
    .join('');
}

function sumText(fen: number | null): string | null {
  return fen === null || fen === 0 ? null : moneyText(fen);
}

function shortPeriod(lang: Lang, parts: Exclude<PeriodParts, { kind: 'year' }>): string {
  const words = wordsFor(lang).disclosures.period;
  if (parts.kind === 'month') return words.month(parts.month);
  if (parts.kind === 'quarter') return words.quarter(parts.quarter);
  const { month, day } = localParts(instantOf(parts.day));
  const said = words.day(month, day);
  return parts.serial > 1 ? `${said} ${words.serial(parts.serial)}` : said;
}

function partsOf(period: string): PeriodParts {
  const parts = parsePeriod(period);
  if (!parts) throw new Error(`${period} is not a period`);
  return parts;
}
