import { escapeHTML, HTMLString } from 'astro/runtime/server/escape.js';

/** What may stand between the tags: words, which are escaped, and markup that is finished. */
type Piece = HTMLString | string | number | false | null | undefined | readonly Piece[];

/**
 * Markup made in one go, for what a list repeats: as components the same rows cost three times as
 * much. `<p>${words}</p>` escapes the words; null, undefined and false print nothing.
 */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): HTMLString {
  let made = texts[0] ?? '';
  for (let at = 0; at < pieces.length; at += 1) made += printed(pieces[at]) + (texts[at + 1] ?? '');
  return new HTMLString(made);
}

/** The class attribute's value: names that are false are left out. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

function printed(piece: Piece): string {
  if (typeof piece === 'string') return escapeHTML(piece);
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof HTMLString || typeof piece === 'number') return piece.toString();
  let made = '';
  for (const one of piece) made += printed(one);
  return made;
}
