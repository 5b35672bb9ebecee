import { expect, test } from 'vitest';
import { titleOf } from '#server/rules/appeal-title.ts';

test.each([
  ['路灯坏了。已经三天了。', '路灯坏了'],
  ['原双堰那条路晚上黑黢黢的,能不能装路灯?', '原双堰那条路晚上黑黢黢的,能不能装路灯?'],
  ['  **水沟**堵了\n下雨水进堂屋', '水沟堵了'],
  ['没有标点的一句话', '没有标点的一句话'],
  ['一'.repeat(40), `${'一'.repeat(31)}…`],
  ['𬭎'.repeat(33), `${'𬭎'.repeat(31)}…`],
])('%s becomes %s', (words, title) => {
  expect(titleOf(words)).toBe(title);
});
