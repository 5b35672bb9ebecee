import type disclosuresJson from '#content/disclosures.json';
import type { Pass } from '#server/rules/vote-book.ts';
import type { Grade } from '#server/rules/vote-choice.ts';

/** What an item of the catalogue is about: 党务, 村务, 财务, 三资, 土地, 工程, 救助, 补贴, 计生, 收费. */
export type ItemClass =
  | 'party'
  | 'affairs'
  | 'finance'
  | 'assets'
  | 'land'
  | 'works'
  | 'relief'
  | 'subsidy'
  | 'family'
  | 'fees';

/** How often an item falls due; an event or a standing list falls due when something happens. */
export type Frequency = 'monthly' | 'quarterly' | 'yearly' | 'event' | 'standing';

/**
 * What stands in a column. Money is whole 分, a quantity whole thousandths (亩 with three decimals),
 * a count whole things. `name` is a villager's and masked for the public, `officer` is somebody's in
 * office and is not, `party` is a firm or a person (masked when a person), `place` is cut to the
 * group. `kind` is one of the kinds of income and expense, `side` says which of the two.
 */
export type ColumnIs =
  | 'text'
  | 'day'
  | 'money'
  | 'quantity'
  | 'count'
  | 'name'
  | 'officer'
  | 'party'
  | 'place'
  | 'kind';

/** Words in both languages. */
export interface BothWords {
  zh: string;
  en: string;
}

/** A column of an item's table, in the order in which people read it. */
export interface ItemColumn extends BothWords {
  code: string;
  is: ColumnIs;
  isRequired: boolean;
  /** Further headers under which an uploaded table may have it. */
  headers?: string[];
}

/** A number of a person that an uploaded table may carry: it is never shown, and never kept whole. */
export type OwnDatum = 'id' | 'card' | 'phone';

/** The law that an item follows from; the article counts in this text of it. */
export interface LegalBasis {
  law: BothWords;
  article: string;
  lawVersion: string;
}

/**
 * 民主评议: the columns of a line with how many were there, what they said and the grade, and the
 * majority by which somebody is unfit. A typed grade that the counts do not give is refused, and
 * whoever is unfit two times running is named under article 38.
 */
export interface AppraisalCheck {
  present: string;
  counts: Record<Grade, string>;
  grade: string;
  pass: Pass;
}

/** One item of the county's catalogue (公开目录), or one that a village added. */
export interface CatalogueItem {
  /** 1 to 48 in the county's catalogue; null of a village's own. */
  no: number | null;
  code: string;
  class: ItemClass;
  name: BothWords;
  basis: LegalBasis[];
  frequency: Frequency;
  /** What a village may choose instead: quarterly where little moves. */
  orElse: Frequency | null;
  /** Days after the end of the period or the event within which it is published. */
  dueDays: number;
  /** Full days that it stays published at least. */
  minDays: number;
  /** Full days of 公示 before the decision; null for what is published after it. */
  publicityDays: number | null;
  /** Who reads it: everybody, or those of the village who signed in (never indexed, never exported). */
  openTo: 'public' | 'village';
  /** Income and expense by account, and the balance must come out. */
  isLedger: boolean;
  /** Each row is one person or household: masked for the public, in no download, feed or search. */
  isPersonal: boolean;
  /** A file alone is not accepted: it would go round the masking. */
  needsTable: boolean;
  /** 本期无 may be declared. */
  mayBeEmpty: boolean;
  /** It may go out before its period is over: a plan, a 公示 before the decision, one day's result. */
  announcedAhead: boolean;
  /** The page of a village that shows it at all times, below `/v/{slug}/`: no calendar asks for it again. */
  live: string | null;
  columns: ItemColumn[];
  /** What the figures of a line must come to; most items have none. */
  check?: AppraisalCheck;
  own: OwnDatum[];
  /** Whether the numbers come from a law or notice; else they are recommendations. */
  confirmed: boolean;
}

/** content/disclosure-catalogue.json */
export interface Catalogue {
  version: number;
  items: CatalogueItem[];
}

/** content/disclosures.json: the numbers of disclosure that a county may set. */
export type DisclosureBook = typeof disclosuresJson;

/** The book with the limits of the province in which a county lies (domain: presets over the national base). */
export function ofProvince(book: DisclosureBook, countyCode: string): DisclosureBook {
  const preset = book.provinces.find(({ code }) => countyCode.startsWith(code));
  return preset ? { ...book, objection: { ...book.objection, ...preset.objection } } : book;
}
