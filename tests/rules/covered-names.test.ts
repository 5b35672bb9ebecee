import { expect, test } from 'vitest';
import { coverNames } from '#server/rules/covered-names.ts';

const names = {
  people: ['曾谷雨', '廖小满'],
  places: ['石梯村', '连山镇', '双堰村', '房湖社区', '李村'],
};

test.each([
  ['a whole name', '我是曾谷雨，在村里干了六年', '我是■■，在村里干了六年'],
  ['a surname before a title', '曾书记说了算，廖网格员去数', '■■书记说了算，■■网格员去数'],
  ['a village with its ending', '石梯村的灯', '■■的灯'],
  ['a village without it', '石梯的灯', '■■的灯'],
  ['a village called by its committee', '石梯村委会门口', '■■门口'],
  ['town and village in a row', '连山镇石梯村，写给大家', '■■，写给大家'],
  ['an old name', '原双堰那条路', '原■■那条路'],
  ['a community', '房湖社区的充电桩', '■■的充电桩'],
  ['a village of one character keeps it where it stands alone', '李村的老李', '■■的老李'],
  ['a surname that is only a word', '曾经说过，没办成', '曾经说过，没办成'],
  ['nothing to cover', '三盏还不亮', '三盏还不亮'],
])('covers %s', (_what, text, covered) => {
  expect(coverNames(text, names)).toBe(covered);
});

test('a name with signs of its own is a name, not a pattern', () => {
  expect(coverNames('阿依·古丽(组长)来了', { people: ['阿依·古丽(组长)'], places: [] })).toBe(
    '■■来了',
  );
});

test('without names the text stays as it is', () => {
  expect(coverNames('写给大家', { people: [], places: [] })).toBe('写给大家');
});
