import type { Piece } from '#server/posts/word-pages.ts';
import { html } from '#site/ui/html.ts';

/**
 * A wording's pieces. Spaces count in what is compared, so nothing stands between the tags that is
 * not theirs; what is seen as a colour or a line is said in words too.
 */
export function piecesHtml(pieces: Piece[], words: { added: string; gone: string }) {
  const made = pieces.map(({ change, text }) => {
    if (change === 'added') {
      return html`<ins><span class="hidden">${words.added}</span>${text}</ins>`;
    }
    return change === 'gone'
      ? html`<del><span class="hidden">${words.gone}</span>${text}</del>`
      : text;
  });
  return html`${made}`;
}
