import type { HTMLString } from 'astro/runtime/server/escape.js';
import type { ClockFace, ClockState } from '#server/rules/clock-face.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { type ClockAsides, clockLines } from '#site/posts/clock-words.ts';
import { html } from '#site/ui/html.ts';
import { timeHtml } from '#site/ui/marks.ts';

const AROUND = 2 * Math.PI * 15;

const MARKS = {
  run: 'M18 11.6V18l4 2.6',
  soon: 'M18 11.6V18l4 2.6',
  awaits: 'M18 11.6V18l4 2.6',
  done: 'm12.6 18.4 3.8 3.8 7.2-8',
  rest: 'M15.4 13.6v8.8M20.6 13.6v8.8',
  late: 'M18 11v8.4M18 24.6v.1',
  unset: 'M14 18h8',
  wait: null,
} satisfies Record<ClockState, string | null>;

const MOON = html`<path class="ring__moon" d="M16.6 12.4a5.9 5.9 0 1 0 7.2 7.4 5 5 0 0 1-7.2-7.4z"></path>`;

/** A response clock: its ring, and what it says in three short lines. */
export function clockHtml(
  lang: Lang,
  face: ClockFace,
  now: EpochMs,
  asides: ClockAsides = {},
): HTMLString {
  const { name, value, due, at } = clockLines(lang, face, now, asides);
  const when = due !== null && at !== null ? timeHtml(at, due) : due;
  return html`<div class="clock clock--${face.state}"> ${ringHtml(face)} <span class="clock__name">${name}</span> <span class="clock__value">${value}</span> ${when && html`<span class="clock__due"> ${when} </span>`} </div>`;
}

/** A ring alone, for what is told beside the clocks: how much of it is used or done, 0 to 1. */
export function plainRing(state: ClockState, used: number): HTMLString {
  return ringHtml({ state, used });
}

/** The share of the allowed time that is used, 0 to 1, around a mark of the state. */
function ringHtml({ state, used }: Pick<ClockFace, 'state' | 'used'>): HTMLString {
  const share = state === 'done' || state === 'late' ? 1 : Math.min(Math.max(used, 0), 1);
  const mark = MARKS[state];
  return html`<svg class="ring" viewBox="0 0 36 36" width="37" height="37" aria-hidden="true"> <circle class="ring__track" cx="18" cy="18" r="15"></circle> <circle cx="18" cy="18" r="10.6"></circle> ${share > 0 && arcHtml(share)} ${mark ? html`<path class="ring__mark" d="${mark}"></path>` : MOON} </svg>`;
}

function arcHtml(share: number): HTMLString {
  const dashes = `${(share * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`;
  const dashed = share < 1 && html` stroke-dasharray="${dashes}"`;
  return html`<circle class="ring__arc" cx="18" cy="18" r="15"${dashed} transform="rotate(-90 18 18)"></circle>`;
}
