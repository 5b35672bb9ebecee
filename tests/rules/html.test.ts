import { expect, test } from 'vitest';
import { classes, html } from '#site/ui/html.ts';

test.each([
  ['words', html`<p>${'a < b & "c"'}</p>`, '<p>a &lt; b &amp; &quot;c&quot;</p>'],
  [
    'an attribute',
    html`<a href="${'/x"onclick="y'}"></a>`,
    '<a href="/x&quot;onclick=&quot;y"></a>',
  ],
  ['markup that is finished', html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&lt;</b></p>'],
  ['a list', html`<ul>${['<', html`<li></li>`, 3]}</ul>`, '<ul>&lt;<li></li>3</ul>'],
  ['nothing', html`<p>${null}${undefined}${false}${[]}</p>`, '<p></p>'],
  ['nought', html`<b>${0}</b>`, '<b>0</b>'],
])('%s between tags can break no markup', (_, made, printed) => {
  expect(made.toString()).toBe(printed);
});

test('a class that does not hold is left out', () => {
  expect(classes('plate', false, undefined, 'plate--row')).toBe('plate plate--row');
});
