import { expect, test } from 'vitest';
import { piecesHtml } from '#site/posts/pieces-html.ts';

const words = { added: '加了：', gone: '去掉：' };

test('nothing stands between the pieces, and what a wording says is never markup', () => {
  const html = piecesHtml(
    [
      { text: '到会 1', change: 'same' },
      { text: '4', change: 'gone' },
      { text: '<b>&5', change: 'added' },
      { text: ' 人', change: 'same' },
    ],
    words,
  );

  expect(html.toString()).toBe(
    '到会 1<del><span class="hidden">去掉：</span>4</del>' +
      '<ins><span class="hidden">加了：</span>&lt;b&gt;&amp;5</ins> 人',
  );
});
