import type { HTMLString } from 'astro/runtime/server/escape.js';
import { wordsFor } from '#content/messages/words.ts';
import { timeOfDay } from '#server/rules/date-words.ts';
import { type EpochMs, type Lang, localDate } from '#server/rules/dates.ts';
import { classes, html } from '#site/ui/html.ts';
import { iconHtml } from '#site/ui/icons.ts';

/*
 * The small things that stand on a page many times. Pages write them as components (Icon, Time,
 * Face, Parts, Tag); rows of lists call these.
 */

/** go: being worked on · wait: new or waiting · done · late: past due · plain: a kind. */
export type TagKind = 'go' | 'wait' | 'done' | 'late' | 'plain';

/** An instant, with its words as server/rules/date-words.ts makes them. */
export function timeHtml(at: EpochMs, words: string): HTMLString {
  const stamp = `${localDate(at)}T${timeOfDay(at).padStart(5, '0')}+08:00`;
  return html`<time datetime="${stamp}">${words}</time>`;
}

/** The first character of a name, or a person where nobody is named; officials green, villagers straw. */
export function faceHtml(name: string | null, folk?: boolean): HTMLString {
  const drawn = name === null ? iconHtml('user-round') : [...name][0];
  return html`<span class="${classes('face', folk && 'face--folk')}" aria-hidden="true">${drawn}</span>`;
}

/** A state or a kind, never by colour alone. */
export function tagHtml(kind: TagKind, label: string, icon?: string): HTMLString {
  return html`<span class="${tagClass(kind)}">${icon && iconHtml(icon)}${label}</span>`;
}

/** The class of a tag. */
export function tagClass(kind: TagKind): string {
  return classes('tag', kind !== 'go' && `tag--${kind}`);
}

/** Who, when, how many: one line of small words; null parts are left out. */
export function partsHtml(lang: Lang, parts: readonly (string | null)[]): HTMLString | null {
  const said = parts.filter((part) => part !== null);
  if (said.length === 0) return null;
  const { dot } = wordsFor(lang).common;
  // The dot ends a line rather than beginning one, and the space behind it may break.
  const mark = dot.trimEnd();
  const gap = dot.slice(mark.length);
  const spans = said.map((part, at) =>
    at < said.length - 1
      ? html`<span class="keep">${part}${mark}</span>${gap}`
      : html`<span class="keep">${part}</span>`,
  );
  return html`<p class="meta"> ${spans} </p>`;
}
