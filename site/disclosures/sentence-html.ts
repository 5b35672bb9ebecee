import type { HTMLString } from 'astro/runtime/server/escape.js';
import type { Sentence } from '#content/messages/sentence.ts';
import type { Lang } from '#server/rules/dates.ts';
import { html } from '#site/ui/html.ts';

/** A sentence whose figures are read first; what villagers wrote is Chinese in every language. */
export function sentenceHtml(lang: Lang, sentence: Sentence): HTMLString {
  const pieces = sentence.map((piece) => {
    if (typeof piece === 'string') return piece;
    if ('figure' in piece) return html`<b class="whole">${piece.figure}</b>`;
    return lang === 'zh' ? piece.said : html`<span lang="zh-Hans">${piece.said}</span>`;
  });
  return html`${pieces}`;
}
