import { expect, test } from 'vitest';
import { foldRow } from '#site/disclosure-copies/fold-row.ts';

const column = (code: string, is: 'head' | 'figure' | 'text') => ({
  ...{ code, label: code },
  ...{ isHead: is === 'head', isFigure: is === 'figure' },
});
const columns = [
  column('day', 'text'),
  column('item', 'head'),
  column('in', 'figure'),
  column('out', 'figure'),
  column('handler', 'text'),
  column('account', 'text'),
];
const rows = [
  { no: 1, cells: ['10月9日', '鱼塘', '100.00', '', '钟芒种', '基本户'] },
  { no: 2, cells: ['10月16日', '石子', '', '60.00', '', '基本户'] },
];
const table = { columns, rows, total: 2 };

test('a sheet that lies on its side has every column', () => {
  const folded = foldRow(table, true);

  expect(folded.columns).toHaveLength(6);
  expect(folded.alike).toEqual([]);
  expect(folded.rows[0]?.cells.every(({ under }) => under.length === 0)).toBe(true);
});

test('an upright one keeps heads and figures, and loses no word', () => {
  const folded = foldRow(table, false);

  expect(folded.columns.map(({ code }) => code)).toEqual(['item', 'in', 'out']);
  expect(folded.alike).toEqual([{ label: 'account', said: '基本户' }]);
  expect(folded.rows.map(({ cells }) => cells[0]?.under)).toEqual([
    [
      { label: 'day', said: '10月9日' },
      { label: 'handler', said: '钟芒种' },
    ],
    [{ label: 'day', said: '10月16日' }],
  ]);
});

test('a narrow table stays as it is', () => {
  const narrow = {
    columns: columns.slice(0, 4),
    rows: rows.map(({ no, cells }) => ({ no, cells: cells.slice(0, 4) })),
    total: 2,
  };

  expect(foldRow(narrow, false).columns).toHaveLength(4);
});
