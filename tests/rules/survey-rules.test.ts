import { describe, expect, test } from 'vitest';
import book from '#content/surveys.json' with { type: 'json' };
import { writeDelimited } from '#server/rules/delimited.ts';
import { pageOfFields, pagesOf, pageTyped } from '#server/rules/survey-pages.ts';
import {
  linesIn,
  type QuestionKind,
  questionFaults,
  readAnswers,
  type SurveyQuestion,
} from '#server/rules/survey-rules.ts';
import {
  countTable,
  groupsShown,
  meanTenths,
  takenApart,
  tallyQuestion,
} from '#server/rules/survey-tally.ts';

function ask(kind: QuestionKind, more: Partial<SurveyQuestion> = {}): SurveyQuestion {
  const options = ['垃圾桶', '路灯', '水沟'];
  const blank = { no: 1, label: '先办哪一件', hint: '', isRequired: true, rows: [], most: 0 };
  return { ...blank, kind, options, ...more };
}

const matrix = ask('matrix', { options: ['好', '一般', '不好'], rows: ['路', '水'] });

describe('an answer', () => {
  test.each([
    ['one of several', ask('single'), { q1: '2' }, 2],
    ['a grade', ask('rating', { most: 5 }), { q1: '5' }, 5],
    ['several, each once and in order', ask('multiple'), { q1: ['3', '1', '3'] }, [1, 3]],
    ['words, trimmed', ask('text'), { q1: ' 桶太小 ' }, '桶太小'],
    ['a table, row by row', matrix, { 'q1-1': '1', 'q1-2': '3' }, [1, 3]],
  ])('is read: %s', (_what, question, typed, answer) => {
    expect(readAnswers([question], typed, book)).toEqual({ answers: { 1: answer }, faults: {} });
  });

  test.each([
    ['nothing chosen', ask('single'), {}, { q1: 'pickOne' }],
    ['a choice there is not', ask('single'), { q1: '4' }, { q1: 'pickOne' }],
    ['a choice of another sort', ask('single'), { q1: '1e0' }, { q1: 'pickOne' }],
    ['a grade beyond the best', ask('rating', { most: 5 }), { q1: '6' }, { q1: 'pickOne' }],
    ['too many', ask('multiple', { most: 1 }), { q1: ['1', '2'] }, { q1: 'pickedTooMany' }],
    ['one unknown among several', ask('multiple'), { q1: ['1', '9'] }, { q1: 'pickOne' }],
    ['no words', ask('text'), { q1: '  ' }, { q1: 'required' }],
    ['too many words', ask('text'), { q1: '桶'.repeat(501) }, { q1: 'tooLong' }],
    ['a row left out', matrix, { 'q1-1': '1' }, { 'q1-2': 'pickOne' }],
  ])('is refused at its field: %s', (_what, question, typed, faults) => {
    expect(readAnswers([question], typed, book).faults).toEqual(faults);
  });

  test('may be left out where it need not be given', () => {
    const kinds = ['single', 'multiple', 'rating', 'text', 'matrix'] as const;
    const questions = kinds.map((kind, at) => {
      return ask(kind, { no: at + 1, isRequired: false, rows: ['路'], most: 5 });
    });

    expect(readAnswers(questions, {}, book)).toEqual({ answers: {}, faults: {} });
  });
});

test.each([
  ['no words', { label: '' }, { label: 'required' }],
  ['one choice', { options: ['路灯'] }, { options: 'optionsTooFew' }],
  [
    'too many choices',
    { options: Array.from('一二三四五六七八九十壬癸子') },
    { options: 'optionsTooMany' },
  ],
  ['a table without rows', { kind: 'matrix' as const }, { rows: 'optionsTooFew' }],
  ['words need no choices', { kind: 'text' as const, options: [] }, {}],
])('a question with %s', (_what, more, faults) => {
  expect(questionFaults(ask('single', more), book)).toEqual(faults);
});

test('lines are choices, each once', () => {
  expect(linesIn(' 路灯 \r\n\n水沟\n路灯')).toEqual(['路灯', '水沟']);
});

describe('what may be shown', () => {
  test.each([
    ['too few in all', { a: 4 }, 4, []],
    ['one group that is everybody', { a: 9 }, 9, []],
    ['both enough', { a: 5, b: 6 }, 11, ['a', 'b']],
    ['the rest too small', { a: 9, b: 2 }, 11, []],
    ['a third hides the second, or it could be subtracted', { a: 9, b: 6, c: 2 }, 17, ['a']],
    ['two small ones together are enough', { a: 9, b: 3, c: 2 }, 14, ['a']],
    ['people of no known group count as the rest', { a: 9 }, 12, []],
  ])('groups: %s', (_what, sizes, total, shown) => {
    expect(groupsShown(new Map(Object.entries(sizes)), total, 5)).toEqual(shown);
  });

  test.each([1, 2, 3, 5, 8])('nothing below %i can be had by subtraction', (least) => {
    for (let seed = 0; seed < 400; seed += 1) {
      const sizes = new Map([0, 1, 2, 3].map((at) => [String(at), (seed * (at * 7 + 3)) % 13]));
      const total = [...sizes.values()].reduce((sum, n) => sum + n, 0) + (seed % 3);
      const shown = groupsShown(sizes, total, least);
      const known = shown.reduce((sum, code) => sum + (sizes.get(code) ?? 0), 0);

      expect(shown.every((code) => (sizes.get(code) ?? 0) >= least)).toBe(true);
      const rest = total - known;
      expect(rest === 0 || rest >= least || shown.length === 0).toBe(true);
    }
  });

  test('a question that fewer answered than may be shown has no figures', () => {
    const kept = Array.from({ length: 4 }, () => ({ groupCode: 'a', answers: { 1: 2 } }));

    expect(tallyQuestion(ask('single'), kept, 5)).toEqual({ no: 1, whole: null, groups: [] });
  });

  test('several choices of one answer count each, a table row by row', () => {
    const several = [1, 2, 3, 4, 5].map(() => ({ groupCode: null, answers: { 1: [1, 3] } }));
    const rows = several.map(() => ({ groupCode: null, answers: { 1: [1, 0] } }));

    expect(tallyQuestion(ask('multiple'), several, 5).whole?.counts).toEqual([[5, 0, 5]]);
    expect(tallyQuestion(matrix, rows, 5).whole?.counts).toEqual([
      [5, 0, 0],
      [0, 0, 0],
    ]);
  });
});

test.each([
  [[0, 0, 0, 0, 4], 50],
  [[1, 0, 0, 0, 2], 37],
  [[0, 0], null],
])('the mean grade of %j is %s tenths', (counts, mean) => {
  expect(meanTenths(counts)).toBe(mean);
});

test('the table to take away has counts alone, and no cell that is a formula', () => {
  const single = ask('single', { options: ['=1+1', '水沟'] });
  const text = ask('text', { no: 3 });

  const table = countTable([
    { question: single, tally: { whole: { answered: 6, counts: [[4, 2]] } } },
    { question: { ...single, no: 2 }, tally: { whole: null } },
    { question: text, tally: { whole: { answered: 6, counts: [] } } },
  ]);

  expect(table).toEqual([
    ['1. 先办哪一件', '=1+1', '4'],
    ['1. 先办哪一件', '水沟', '2'],
  ]);
  expect(writeDelimited(table)).toContain("'=1+1");
});

describe('sheets taken apart', () => {
  const sheets = (
    n: number,
    groupCode: string | null,
    answers: Record<string, number | number[]>,
  ) => Array.from({ length: n }, () => ({ groupCode, answers }));

  test('the same answers on other sheets are kept the same', () => {
    const one = [...sheets(5, 'a', { 1: 1, 2: 3 }), ...sheets(5, 'a', { 1: 2, 2: 4 })];
    const other = [...sheets(5, 'a', { 1: 1, 2: 4 }), ...sheets(5, 'a', { 1: 2, 2: 3 })];
    const kept = (all: typeof one) => takenApart(all, 5).map((each) => JSON.stringify(each));

    expect(kept(one)).toHaveLength(20);
    expect(kept(one).toSorted()).toEqual(kept(other).toSorted());
  });

  test('and are counted the same', () => {
    const all = [...sheets(6, 'a', { 1: 1, 2: [1, 3] }), ...sheets(5, 'b', { 1: 2 })];
    const alone = takenApart(all, 5);

    expect(tallyQuestion(ask('single'), alone, 5)).toEqual(tallyQuestion(ask('single'), all, 5));
    const multiple = ask('multiple', { no: 2 });
    expect(tallyQuestion(multiple, alone, 5).whole).toEqual(tallyQuestion(multiple, all, 5).whole);
  });

  test('a group of which few answered a question is not beside its answers to it', () => {
    const all = [
      ...sheets(6, 'a', { 1: 1, 2: 1 }),
      ...sheets(6, 'b', { 1: 1 }),
      ...sheets(1, 'b', { 1: 1, 2: 2 }),
    ];
    const second = takenApart(all, 5).filter(({ answers }) => answers[2] !== undefined);

    expect(second.map(({ groupCode }) => groupCode)).toEqual(Array(7).fill(null));
  });
});

test('a long survey is asked page by page, and comes back where something is wrong', () => {
  const questions = Array.from({ length: 13 }, (_, at) => ask('single', { no: at + 1 }));
  const pages = pagesOf(questions, 6);

  expect(pages.map((page) => page.length)).toEqual([6, 6, 1]);
  expect(pageTyped('2', 3)).toBe(2);
  expect(pageTyped('99', 3)).toBe(3);
  expect(pageTyped('x', 3)).toBe(1);
  expect(pageOfFields(pages, ['q7'])).toBe(2);
});
