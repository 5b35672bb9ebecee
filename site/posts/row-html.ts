import type { HTMLString } from 'astro/runtime/server/escape.js';
import { wordsFor } from '#content/messages/words.ts';
import type { Duty } from '#server/posts/duty.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { clockHtml } from '#site/posts/clock-html.ts';
import type { Picture } from '#site/posts/row-picture.ts';
import { postWords } from '#site/posts/words.ts';
import { classes, html } from '#site/ui/html.ts';
import { faceHtml, partsHtml, type TagKind, tagHtml, timeHtml } from '#site/ui/marks.ts';

/** A post as a list shows it. */
export interface RowProps {
  lang: Lang;
  href: string;
  title: string;
  /** State first, then what it is about. */
  tags: { kind: TagKind; label: string; icon?: string }[];
  no: number | null;
  /** Who, where, when, how many too: one line, parts already in words. */
  meta: string[];
  duty: Duty | null;
  /** Its first photo, shown small beside the words. */
  picture?: Picture | null;
  now: EpochMs;
  /** A line on a county page is under no heading of its own village. */
  level?: 'h2' | 'h3';
}

/** One row of a list of posts. */
export function postRow(row: RowProps): HTMLString {
  const { lang, duty, picture, now } = row;
  const said = saidHtml(row);
  const shown = picture ? besideHtml(said, picture) : said;
  return html`<li class="post"> ${shown} ${duty && rowPlate(lang, duty, now)} </li>`;
}

/** Who is responsible, and both clocks, as one line of a list: no phone, no note. */
export function rowPlate(lang: Lang, duty: Duty, now: EpochMs): HTMLString {
  const clocks = duty.finish ? [duty.first, duty.finish] : [duty.first];
  const isDone = clocks.every((clock) => clock.state === 'done');
  const name = classes('plate', 'plate--row', isDone && 'plate--done');
  const faces = clocks.map((clock) => clockHtml(lang, clock, now));
  return html`<div class="${name}"> <div class="plate__who"> ${faceHtml(duty.holder.name)} ${byHtml(lang, duty, now)}  </div> <div class="clocks"> ${faces} </div>  </div>`;
}

function byHtml(lang: Lang, { holder, since }: Duty, now: EpochMs): HTMLString {
  const words = wordsFor(lang).common.duty;
  const when = since !== null && timeHtml(since, words.since(plainDay(lang, since, now)));
  return html`<p class="plate__by"> ${words.before} <b class="plate__name" lang="zh-Hans"> ${holder.name} </b> ${words.after} <span class="meta"> ${postWords(lang, holder)} ${when} </span> </p>`;
}

function saidHtml({ lang, tags, no, href, title, meta, level = 'h3' }: RowProps): HTMLString {
  const marks = tags.map((tag) => tagHtml(tag.kind, tag.label, tag.icon));
  const number = no !== null && html`<span class="meta">#${no}</span>`;
  const line = (marks.length > 0 || number) && html`<p class="tags"> ${marks} ${number} </p>`;
  const link = html`<a class="post__link" href="${href}" lang="zh-Hans"> ${title} </a>`;
  const heading =
    level === 'h2'
      ? html`<h2 class="post__title"> ${link} </h2>`
      : html`<h3 class="post__title"> ${link} </h3>`;
  return html`${line}${heading}${partsHtml(lang, meta)} `;
}

function besideHtml(said: HTMLString, { src, alt }: Picture): HTMLString {
  return html` <div class="beside"> <div class="beside__say"> ${said} </div> <img class="beside__pic" src="${src}" width="88" height="88" alt="${alt}" loading="lazy" decoding="async"> </div>`;
}
