import { describe, expect, test } from 'vitest';
import { readCountLines, withoutZeros } from '#server/rules/paper-ballots.ts';

const shape = { options: [1, 2, 3], most: 2 };

describe('counts of ballots that name several options', () => {
  test.each([
    ['1 3 = 5', { '1,3': 5 }],
    ['3 1 = 5', { '1,3': 5 }],
    ['1、3＝5\n2：4', { '1,3': 5, '2': 4 }],
    ['１，３ = ５', { '1,3': 5 }],
    ['1+2=0', { '1,2': 0 }],
    ['', {}],
    ['\n 2 = 7 \n', { '2': 7 }],
  ])('%j is read as %j', (typed, counts) => {
    expect(readCountLines(typed, shape)).toEqual(counts);
  });

  test.each([
    ['4 = 1', 'an option that is not on the ballot'],
    ['1 2 3 = 1', 'more options than a ballot may name'],
    ['1 1 = 2', 'one option twice'],
    ['1 2 = 1\n2 1 = 3', 'one kind of ballot on two lines'],
    ['1 2', 'no count'],
    ['= 5', 'no option'],
    ['1 = -2', 'less than none'],
    ['1 = 五', 'a count in words'],
    ['赞成 = 5', 'the words of an option'],
    ['1 = 123456', 'more ballots than people'],
  ])('%j is no count: %s', (typed) => {
    expect(readCountLines(typed, shape)).toBeNull();
  });
});

test('an option with none is as one that was not written down', () => {
  expect(withoutZeros({ '1': 3, '2': 0 })).toEqual({ '1': 3 });
});
