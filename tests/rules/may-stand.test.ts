import { expect, test } from 'vitest';
import book from '#content/disclosures.json' with { type: 'json' };
import { mayStand } from '#server/rules/may-stand.ts';

test.each([
  ['a telephone of the office', 'phone', '13912345678', true],
  ['a name', 'name', '钟芒种', true],
  ['an ID number', 'id', '11010519491231002X', false],
  ['an ID number with a small x and spaces', 'id', '110105 19491231 002x', false],
  ['an ID number in full width', 'id', '１１０１０５１９４９１２３１００２Ｘ', false],
  ['an ID number written out', 'id', '一一〇一〇五一九四九一二三一〇〇二X', false],
  ['an ID number of before 1999', 'id', '110105491231002', false],
  ['an ID number within the number of a paper', 'id', '11010519491231002X43', false],
  ['an ID number that is found as a child’s', 'child', '孙子11010519491231002X', false],
  ['a bank card', 'card', '6222 0200 0000 0000 004', true],
  ['a bank card whose check is right', 'card', '4111 1111 1111 1111', false],
  ['a bank card beside a name', 'name', '钟芒种4111111111111111', false],
  ['a contract of eighteen digits', 'id', '510681202211160004', true],
  ['a kind that nobody left to two people', 'fingerprint', '左手食指', false],
])('%s may stand by two people or not', (_, kind, datum, expected) => {
  expect(mayStand({ kind, datum }, book.justifiable)).toBe(expected);
});

test('a county may leave fewer kinds to two people', () => {
  expect(mayStand({ kind: 'phone', datum: '13912345678' }, ['name'])).toBe(false);
});
