import { expect, test } from 'vitest';
import { knowledgeOf } from '#server/rules/disclosure-gate.ts';
import { type FileWords, findInFile } from '#server/rules/file-findings.ts';
import { plainSigns, unwrapped } from '#server/rules/plain-signs.ts';

const known = knowledgeOf({
  today: '2026-11-05',
  allowed: ['0838-5101234'],
  names: ['罗白露', '王立秋'],
  officials: ['曾谷雨'],
});

test.each([
  ['nothing', { texts: ['村规民约\n2026年10月20日'] }, []],
  ['an office', { texts: ['主任曾谷雨，电话 0838-5101234'] }, []],
  ['a number in its name', { name: '13812345678' }, [['name', 'phone', 1]]],
  ['its author', { about: ['规约', '罗白露'] }, [['about', 'name', 1]]],
  ['two on a page', { texts: ['', '13812345678、13912345678'] }, [[2, 'phone', 2]]],
  ['a number over two lines', { texts: ['5106231964\n03121236'] }, [[1, 'id', 1]]],
  ['a name over two lines', { texts: ['付给罗白\n露'] }, [[1, 'name', 1]]],
  ['sums below each other', { texts: ['合计 680.00\n3000.00\n138.00'] }, []],
] as [string, Partial<FileWords>, [string | number, string, number][]][])(
  'a file is searched by place and kind: %s',
  (_, words, expected) => {
    const file = { name: '规约', about: [], texts: [], ...words };

    const found = findInFile(file, known, false);

    expect(found.map(({ place, kind, count }) => [place, kind, count])).toEqual(expected);
  },
);

test('a radical that prints as a character is read as one', () => {
  expect(plainSigns('\u2ea9\u7acb\u79cb \u2f63\u2f8f \uff11\uff12')).toBe('王立秋 生行 12');
});

test.each([
  ['机耕\n道', '机耕道'],
  ['Road\nlamps', 'Road\nlamps'],
  ['5106\n 23X', '510623X'],
])('a break that the width of the page made goes: %j', (text, expected) => {
  expect(unwrapped(text)).toBe(expected);
});
