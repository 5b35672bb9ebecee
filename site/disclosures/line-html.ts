import { HTMLString } from 'astro/runtime/server/escape.js';
import { wordsFor } from '#content/messages/words.ts';
import type { LineView } from '#server/disclosures/lines.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import type { CatalogueItem, ItemColumn, OwnDatum } from '#server/rules/disclosure-book.ts';
import { headColumn, summedColumn } from '#server/rules/disclosure-words.ts';
import { href } from '#server/rules/links.ts';
import { moneyText } from '#server/rules/money.ts';
import { cellWords, dayWords, isFigure } from '#site/disclosures/cell-words.ts';
import { clockHtml } from '#site/posts/clock-html.ts';
import { namedWords } from '#site/posts/words.ts';
import { classes, html } from '#site/ui/html.ts';
import { tagHtml } from '#site/ui/marks.ts';

const OWN: OwnDatum[] = ['id', 'card', 'phone'];

/** The table in which a line stands. */
export interface LineFrame {
  lang: Lang;
  now: EpochMs;
  /** The page of the table: lines are asked about below it. */
  path: string;
  item: CatalogueItem;
  /** Columns of hands that are the same in every line of this page: said once, below it. */
  sameHands: string[];
  /** Why each version was made, by its number, with the day. */
  corrections: Map<number, { reason: string; day: string }>;
  /** The opened copies of papers by line, for whoever may see them. */
  papers: Map<string, { kind: string; path: string }[]>;
}

/** The columns that say through whose hands a payment went. */
export const HANDS = ['handler', 'approver'];

/** Who handled and who approved a line: 经手人 钟芒种, 审批人 曾谷雨. */
export function handsOf(
  { lang, item }: Pick<LineFrame, 'lang' | 'item'>,
  line: LineView,
  codes: string[],
): string[] {
  return codes.flatMap((code) => {
    const column = item.columns.find((one) => one.code === code);
    const name = textIn(line, code);
    return column && name !== '' ? [`${column[lang]} ${name}`] : [];
  });
}

/** A line of a ledger: what, when, by which voucher, how much, and where to ask. */
export function ledgerLineHtml(frame: LineFrame, line: LineView): HTMLString {
  const { lang, now } = frame;
  const { table } = wordsFor(lang).disclosures;
  const what = textIn(line, 'item');
  const isRed = line.amount !== null && line.amount < 0;
  const hands = handsOf(
    frame,
    line,
    HANDS.filter((code) => !frame.sameHands.includes(code)),
  );
  const small = [line.kindName, ...hands].filter((part) => part !== null);
  const amount = line.amount === null ? '' : moneyText(line.amount);
  return html`${rowStart(line)}<th role="rowheader" scope="row" class="line__what"><span lang="zh-Hans">${struck(line, what)}</span>${marksHtml(frame, line)}${small.length > 0 && html`<span class="line__small">${small.join(wordsFor(lang).common.dot)}</span>`}</th><td role="cell" class="line__day">${line.day === null ? '' : dayWords(lang, now, line.day)}</td><td role="cell" class="line__paper">${papersHtml(frame, line)}</td><td role="cell" class="line__sum">${struck(line, amount)}${isRed && html` ${tagHtml('plain', table.red)}`}</td>${askHtml(frame, line)}</tr>${askedHtml(frame, line, 5)}`;
}

/** A line of any other table: its cells in the order of the item's columns. */
export function itemLineHtml(frame: LineFrame, line: LineView): HTMLString {
  const { lang, item } = frame;
  const head = headColumn(item);
  const columns = item.columns.filter((column) => column !== head);
  const { table } = wordsFor(lang).disclosures;
  const first = line.isWithdrawn ? table.withdrawn : wordsIn(frame, line, head);
  return html`${rowStart(line)}<th role="rowheader" scope="row" class="line__what"><span class="line__no">${line.no}</span><span${chinese(lang, head)}>${struck(line, first)}</span>${marksHtml(frame, line)}${papersHtml(frame, line)}</th>${columns.map((column) => itemCellHtml(frame, line, column))}${askHtml(frame, line)}</tr>${askedHtml(frame, line, columns.length + 2)}`;
}

function itemCellHtml(frame: LineFrame, line: LineView, column: ItemColumn): HTMLString {
  const { lang } = frame;
  const said = wordsIn(frame, line, column);
  const name = column[lang];
  const isSum = column === summedColumn(frame.item);
  const kind = classes(
    isSum ? 'line__sum' : 'line__cell',
    isFigure(column) && 'r',
    said === '' && 'line__cell--none',
  );
  return html`<td role="cell" class="${kind}" data-name="${name}"${isFigure(column) ? '' : chinese(lang, column)}>${struck(line, said)}</td>`;
}

function rowStart(line: LineView): HTMLString {
  const kind = classes(
    'line',
    line.struckIn !== null && 'line--struck',
    line.isMine && 'line--mine',
  );
  return html`<tr role="row" class="${kind}" id="line-${line.no}">`;
}

/** What a correction took out stays legible, with a line through it that is also said in words. */
function struck(line: LineView, words: string): HTMLString | string {
  if (line.struckIn === null || line.isWithdrawn || words === '') return words;
  return html`<del>${words}</del>`;
}

function marksHtml({ lang, corrections }: LineFrame, line: LineView): HTMLString {
  const { table } = wordsFor(lang).disclosures;
  const out = line.struckIn === null ? undefined : corrections.get(line.struckIn);
  const added = line.addedIn === null ? undefined : corrections.get(line.addedIn);
  const own = OWN.flatMap((datum) => {
    const value = line.own[datum];
    return value === undefined ? [] : [`${table.own[datum]} ${value}`];
  });
  return html`${line.isMine && html` ${tagHtml('go', table.mine, 'user-round')}`}${out && html`<span class="line__small">${table.struck(out.reason)}</span>`}${added && html`<span class="line__small">${table.added(added.day)}</span>`}${own.map((said) => html`<span class="line__small">${said}</span>`)}`;
}

/** The number and the count of vouchers, and the meeting that allowed the spending. */
function papersHtml({ lang, papers }: LineFrame, line: LineView): HTMLString {
  const { table } = wordsFor(lang).disclosures;
  const said = [textIn(line, 'voucher'), line.vouchers > 0 ? table.vouchers(line.vouchers) : '']
    .filter((part) => part !== '')
    .join(wordsFor(lang).common.dot);
  return html`${said !== '' && html`<span class="line__small">${said}</span>`}${(papers.get(line.id) ?? []).map(({ kind, path }) => html`<a class="line__link" href="${path}">${wordsFor(lang).vouchers.see(kind)}</a>`)}${line.resolution && html`<a class="line__link" href="${href(lang, line.resolution)}">${table.resolution}</a>`}`;
}

function askHtml({ lang, path }: LineFrame, line: LineView): HTMLString {
  const { table } = wordsFor(lang).disclosures;
  if (line.struckIn !== null) return html`<td role="cell" class="line__ask"></td>`;
  const n = line.asked?.asked ?? 0;
  const label = n > 0 ? table.asked(n, line.no) : table.askLine(line.no);
  return html`<td role="cell" class="line__ask"><a class="${classes('ask', n > 0 && 'ask--some')}" href="${href(lang, `${path}/ask`)}?line=${line.no}" aria-label="${label}">${n > 0 ? table.asks(n) : table.ask}</a></td>`;
}

/** The newest question and its answer stay beside the line; a private one says only that it was checked. */
function askedHtml(frame: LineFrame, line: LineView, span: number): HTMLString | null {
  const { asked } = line;
  if (asked === null) return null;
  const { lang } = frame;
  const { table } = wordsFor(lang).disclosures;
  const { newest } = asked;
  return html`<tr role="row" class="line__row"><td role="cell" class="line__asked" colspan="${span}">${asked.isChecked && html`<p class="with-icon">${tagHtml('done', table.checked, 'check')}</p>`}${newest && html`<p>${table.question}<a lang="zh-Hans" href="${href(lang, newest.path)}">${newest.title}</a> <span class="meta">${plainDay(lang, newest.askedAt, frame.now)}</span></p>${answerHtml(frame, newest)}`}</td></tr>`;
}

type Newest = NonNullable<NonNullable<LineView['asked']>['newest']>;

function answerHtml({ lang, now }: LineFrame, { answer, duty }: Newest): HTMLString | null {
  const { disclosures, common } = wordsFor(lang);
  if (answer) {
    const who = answer.by ? namedWords(lang, answer.by) : '';
    return html`<div class="answer line__answer"><p class="meta">${disclosures.table.answered(who, plainDay(lang, answer.at, now))}</p><div class="prose" lang="zh-Hans">${new HTMLString(answer.html)}</div></div>`;
  }
  if (!duty) return html`<p class="meta">${disclosures.table.unanswered}</p>`;
  const clocks = duty.finish ? [duty.first, duty.finish] : [duty.first];
  return html`<div class="plate line__plate"><p class="plate__who">${common.duty.before} <b lang="zh-Hans">${duty.holder.name}</b> ${common.duty.after}</p><div class="clocks">${clocks.map((clock) => clockHtml(lang, clock, now))}</div></div>`;
}

function wordsIn({ lang, now }: LineFrame, line: LineView, column: ItemColumn): string {
  if (column.is === 'kind') return line.kindName ?? textIn(line, column.code);
  return cellWords(lang, now, column, line.cells[column.code]);
}

function textIn(line: LineView, code: string): string {
  const value = line.cells[code];
  return typeof value === 'string' ? value : '';
}

/** What villagers wrote is Chinese in every language; days and figures are not. */
function chinese(lang: Lang, { is }: ItemColumn): HTMLString | '' {
  return lang === 'zh' || is === 'day' || is === 'kind' ? '' : html` lang="zh-Hans"`;
}
