import { describe, expect, test } from 'vitest';
import { isToldTogether, type OpenedBallots, toldBallots } from '#server/rules/told-ballots.ts';

const LIMIT = 10;
const yesNo = { abstain: 3, most: 1, smallestGroup: LIMIT };
const choice = { abstain: null, most: 1, smallestGroup: LIMIT };
const several = { abstain: null, most: 3, smallestGroup: LIMIT };

/** So many ballots for each choice. */
const ballots = (...kinds: [number, number[]][]) =>
  kinds.flatMap(([n, named]) => Array.from({ length: n }, () => named));
const sorted = (lines: number[][]) => lines.map(String).toSorted();

describe('a channel', () => {
  test.each<[string, number, number, boolean]>([
    ['one on paper beside many', 88, 1, true],
    ['nine on paper beside many', 88, 9, true],
    ['ten on paper beside many', 88, 10, false],
    ['one online beside many on paper', 1, 88, true],
    ['both are small', 4, 3, true],
    ['few on paper and nobody online', 0, 3, true],
    ['nobody on paper: nothing can be spoiled', 3, 0, false],
    ['many on paper and nobody online', 0, 40, false],
    ['nobody at all', 0, 0, false],
  ])('%s (%i online, %i on paper): told together %s', (_, online, paper, isTold) => {
    expect(isToldTogether({ online, paper }, LIMIT)).toBe(isTold);
  });

  test('hides nothing where the ballots were never secret', () => {
    expect(isToldTogether({ online: 40, paper: 1 }, 0)).toBe(false);
  });
});

describe('what may be told of a box', () => {
  const large: OpenedBallots = {
    choices: ballots([60, [1]], [30, [2]], [8, [3]]),
    ...{ spoiled: 3, online: 80, paper: 22 },
  };

  test('with enough on both channels each number stands for itself', () => {
    const told = toldBallots(large, yesNo);

    expect(told).toMatchObject({ spoiled: 3, paper: 21, together: null });
    expect(told.lines).toEqual(large.choices);
  });

  test.each<[string, number[][], number, number]>([
    ['voted for it', ballots([61, [1]], [2, [3]]), 0, 2],
    ['abstained', ballots([60, [1]], [3, [3]]), 0, 3],
    ['spoiled his ballot', ballots([60, [1]], [2, [3]]), 1, 3],
    ['did not return it', ballots([60, [1]], [2, [3]]), 0, 3],
  ])('the one on paper %s: all who named nothing are one number', (_, choices, spoiled, n) => {
    const told = toldBallots({ choices, spoiled, online: 62, paper: 1 }, yesNo);

    expect(told).toMatchObject({ spoiled: 0, paper: 1, together: n });
    expect(told.lines).toHaveLength(63);
    expect(told.lines.filter((line) => line.length === 0)).toHaveLength(n);
    expect(told.lines.some((line) => line.includes(3))).toBe(false);
  });

  test('who abstained, spoiled or kept his ballot cannot be told from what is left', () => {
    const named = ballots([40, [1]], [20, [2]]);
    const boxes: OpenedBallots[] = [
      { choices: [...named, [3], [3]], spoiled: 0, online: 58, paper: 4 },
      { choices: [...named, [3]], spoiled: 1, online: 58, paper: 4 },
      { choices: named, spoiled: 2, online: 58, paper: 4 },
      { choices: named, spoiled: 0, online: 58, paper: 4 },
    ];

    const told = boxes.map((box) => JSON.stringify(toldBallots(box, yesNo)));

    expect(new Set(told).size).toBe(1);
  });

  test('where no option abstains, an empty ballot online hides a spoiled one on paper', () => {
    const online = { choices: ballots([40, [1]], [1, []]), spoiled: 0, online: 40, paper: 1 };
    const paper = { choices: ballots([40, [1]]), spoiled: 1, online: 40, paper: 1 };

    expect(toldBallots(online, choice)).toEqual(toldBallots(paper, choice));
  });
});

describe('ballots that name several', () => {
  test('are taken apart, so that the same marks in other combinations look the same', () => {
    const one = { choices: [[1, 2, 3], [1], [2]], spoiled: 0, online: 3, paper: 0 };
    const other = { choices: [[1, 2], [1, 3], [2]], spoiled: 0, online: 3, paper: 0 };

    expect(sorted(toldBallots(one, several).lines)).toEqual(['1', '1', '2', '2', '3']);
    expect(sorted(toldBallots(one, several).lines)).toEqual(
      sorted(toldBallots(other, several).lines),
    );
  });

  test('keep an empty line for who names none', () => {
    const told = toldBallots({ choices: [[1, 2], []], spoiled: 0, online: 2, paper: 0 }, several);

    expect(told).toMatchObject({ lines: [[1], [2], []], together: null });
  });

  test('and for each of a small channel who spoiled his', () => {
    const choices = ballots([30, [1, 2]], [1, []]);
    const told = toldBallots({ choices, spoiled: 1, online: 30, paper: 2 }, several);

    expect(told).toMatchObject({ spoiled: 0, together: 2 });
    expect(told.lines).toHaveLength(62);
  });
});
