import { describe, expect, test } from 'vitest';
import catalogue from '#content/disclosure-catalogue.json' with { type: 'json' };
import votes from '#content/votes.json' with { type: 'json' };
import { checkAppraisal, gradeIn, postsEnded } from '#server/rules/appraisal-lines.ts';
import type { Catalogue } from '#server/rules/disclosure-book.ts';
import type { RowCells } from '#server/rules/disclosure-rows.ts';

const { items } = catalogue as unknown as Catalogue;
const item = items.find(({ code }) => code === 'cadre-appraisal');
if (!item?.check) throw new Error('the appraisal has no check');
const { check } = item;

const line = (present: number | null, good: number, fair: number, poor: number): RowCells => ({
  ...{ name: '曾谷雨', post: '党总支书记', present, good, fair, poor, grade: null },
});

describe('a line of an appraisal', () => {
  test.each([
    ['most say good', line(30, 16, 10, 4), 'fit'],
    ['half are no majority against him', line(30, 15, 0, 15), 'fit'],
    ['one more than half is', line(30, 14, 0, 16), 'unfit'],
    ['who says nothing was there all the same', line(30, 0, 0, 15), 'mostly_fit'],
    ['as many say either', line(30, 13, 13, 4), 'mostly_fit'],
    ['more voices than people', line(29, 16, 10, 4), null],
    ['nobody says how many were there', line(null, 16, 10, 4), null],
  ])('%s', (_, cells, grade) => {
    expect(gradeIn(check, cells)).toBe(grade);
  });

  test.each([
    ['left empty is filled in', line(30, 16, 10, 4), null, '优秀', []],
    ['typed as the counts give it', line(30, 14, 0, 16), '不称职', '不称职', []],
    ['typed in English', line(30, 14, 0, 16), 'Poor', '不称职', []],
    ['milder than the counts', line(30, 14, 0, 16), '称职', '称职', [['grade', 'gradeWrong']]],
    ['no grade at all', line(30, 14, 0, 16), '还行', '还行', [['grade', 'gradeWrong']]],
    ['with counts that cannot be', line(9, 14, 0, 16), null, null, [['present', 'gradeCounts']]],
  ])('has a grade %s', (_, counts, grade, kept, faults) => {
    const cells = { ...counts, grade };

    const found = checkAppraisal(item, cells);

    expect(found.map(({ column, code }) => [column, code])).toEqual(faults);
    expect(cells.grade).toBe(kept);
  });

  test('is judged by the majority of the county’s vote of that kind', () => {
    const types = JSON.stringify(votes);

    expect(types).toContain('"code":"appraisal"');
    expect(types.slice(types.indexOf('"code":"appraisal"'))).toMatch(
      new RegExp(`^[^]*?"pass":${JSON.stringify(check.pass)}`),
    );
  });
});

test.each([
  ['unfit twice', line(30, 0, 0, 30), line(30, 0, 0, 30), ['曾谷雨']],
  ['unfit this time only', line(30, 30, 0, 0), line(30, 0, 0, 30), []],
  ['unfit the time before only', line(30, 0, 0, 30), line(30, 30, 0, 0), []],
  [
    'unfit before under another name',
    { ...line(30, 0, 0, 30), name: '他' },
    line(30, 0, 0, 30),
    [],
  ],
  ['unfit before by counts without people', line(null, 0, 0, 30), line(30, 0, 0, 30), []],
])('%s', (_, before, now, ended) => {
  expect(postsEnded(item, [before], [now])).toEqual(ended);
});
