import { describe, expect, test } from 'vitest';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import type { RowCells } from '#server/rules/disclosure-rows.ts';
import { type FileLine, planLines, type StandingLine } from '#server/rules/kept-lines.ts';

const column = (code: string, is: CatalogueItem['columns'][number]['is']) => ({
  ...{ code, is, isRequired: false, zh: code, en: code },
});
const ledger = {
  isLedger: true,
  columns: [column('day', 'day'), column('item', 'text'), column('out', 'money')],
};
const relief = {
  isLedger: false,
  columns: [column('head', 'name'), column('group', 'place'), column('amount', 'money')],
};

const nobody = { accountId: null, villagerId: null, resolutionRowId: null, own: {} };
const standing = (id: string, shown: RowCells, more: Partial<StandingLine> = {}): StandingLine => ({
  ...{ ...nobody, id, shown, village: null },
  ...more,
});
const typed = (cells: RowCells, more: Partial<FileLine> = {}): FileLine => ({
  ...{ ...nobody, cells, shown: cells, village: null },
  ...more,
});

const stones = { day: '2026-10-16', item: '机耕道石子', out: 680_000 };
const wages = { day: '2026-10-28', item: '保洁员工资', out: 300_000 };
const paid = [standing('stones', stones), standing('wages', wages)];

describe('a file in place of a published table', () => {
  test.each([
    ['the same file keeps every line', [stones, wages], ['stones', 'wages'], [], []],
    ['in another order too', [wages, stones], ['wages', 'stones'], [], []],
    [
      'one changed cell strikes one line and writes one in its place',
      [stones, { ...wages, out: 310_000 }],
      ['stones'],
      [{ at: 1, insteadOf: 'wages' }],
      ['wages'],
    ],
    ['a line that is missing is struck', [wages], ['wages'], [], ['stones']],
    [
      'a line said twice is written once more',
      [stones, stones, wages],
      ['stones', 'wages'],
      [{ at: 1, insteadOf: null }],
      [],
    ],
    [
      'another payment takes nobody’s place',
      [stones, { day: '2026-10-02', item: '水泵', out: 90_000 }],
      ['stones'],
      [{ at: 1, insteadOf: null }],
      ['wages'],
    ],
    [
      'an empty text is an empty cell',
      [{ ...stones, item: '' }, wages],
      ['wages'],
      [{ at: 0, insteadOf: 'stones' }],
      ['stones'],
    ],
  ])('%s', (_, cells, kept, written, struck) => {
    const plan = planLines(
      ledger,
      paid,
      cells.map((one) => typed(one)),
    );

    expect({ ...plan, kept: plan.kept.toSorted() }).toEqual({
      kept: kept.toSorted(),
      ...{ written, struck },
    });
  });

  test.each([
    ['another account', { accountId: 'b' }, false],
    ['the same account', { accountId: 'a' }, true],
    ['a resolution where there was none', { accountId: 'a', resolutionRowId: 'r' }, false],
    ['another person of the same name', { accountId: 'a', villagerId: 'w' }, false],
    ['another card', { accountId: 'a', own: { card: '****0002' } }, false],
    ['the same card', { accountId: 'a', own: { card: '****0001' } }, true],
  ])('a line of the same words with %s', (_, more, isKept) => {
    const was = { accountId: 'a', villagerId: 'v', own: { card: '****0001' } };
    const plan = planLines(ledger, [standing('one', stones, was)], [typed(stones, more)]);

    expect(plan.kept).toEqual(isKept ? ['one'] : []);
  });

  test.each([
    ['a covered number is any number', '水泵，电话 ■■■■■■■■■■■', '水泵，电话 13800138000', true],
    ['and no more than as many signs', '水泵，电话 ■■■', '水泵，电话 13800138000', false],
    ['a covered name is any name', '付给张*的工资', '付给张三的工资', true],
    ['a sign of reckoning is no cover', '3*4 米', '3x4 米', false],
    ['what is around a cover is compared', '付给■■的工资', '付给张三的奖金', false],
    ['signs of patterns are letters', '石子(第1车).*', '石子(第1车).*', true],
  ])('%s', (_, item, was, isKept) => {
    const published = standing('one', { ...stones, item });

    const plan = planLines(ledger, [published], [typed({ ...stones, item: was })]);

    expect(plan.kept).toEqual(isKept ? ['one'] : []);
  });

  test('a household whose line changes altogether keeps its place, and no other takes it', () => {
    const was = [
      standing('zhou', { head: '周*露', group: '1组', amount: 1 }, { village: { head: '周寒露' } }),
      standing('wu', { head: '吴*至', group: '1组', amount: 1 }, { village: { head: '吴夏至' } }),
    ];
    const moved = { head: '周*露', group: '2组', amount: 2 };
    const came = { head: '何*暑', group: '3组', amount: 3 };

    const plan = planLines(relief, was, [
      typed({ ...moved, head: '周寒露' }, { shown: moved, village: { head: '周寒露' } }),
      typed({ ...came, head: '何小暑' }, { shown: came, village: { head: '何小暑' } }),
    ]);

    expect(plan).toEqual({
      kept: [],
      written: [
        { at: 0, insteadOf: 'zhou' },
        { at: 1, insteadOf: null },
      ],
      struck: ['zhou', 'wu'],
    });
  });
});
