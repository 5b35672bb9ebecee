import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectionResult, selectionRound } from '#db/schema/selections.ts';
import { sha256 } from '#server/draws/table.ts';
import { publishedDraw } from '#server/draws/views.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { letterList } from '#server/letters/views.ts';
import { replayDraw } from '#server/rules/draw-replay.ts';
import { villageBadges } from '#server/selections/badges.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';

/** Reviewers come from all villages. */
const everywhere = [
  ...['shiti', 'guofang', 'songlin', 'gaogongqiao', 'fenghuang'],
  ...['huming', 'dongchansi', 'shuangfu', 'fanghu'],
];

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(everywhere);
}, 240_000);
afterAll(() => demo.close());

async function resultsOf(roundId: string) {
  const rows = await demo.app.db.read.select().from(selectionResult);
  const own = rows.filter((row) => row.roundId === roundId);
  return own.toSorted((a, b) => a.version - b.version);
}

async function titleOf(slug: string, postId: string) {
  const list = await letterList(await demo.ctx(), { slug, before: null, after: null });
  return list?.rows.find(({ id }) => id === postId)?.title;
}

describe('scene 11: the ten best letters of October', () => {
  test('the third says what did not come, and the reviewers say so', async () => {
    const [result] = await resultsOf('letters-202610');

    const third = result?.table.entries.find(({ place }) => place === 3);
    expect(await titleOf('songlin', third?.postId ?? '')).toBe('桃子卖完了，没办成的两件先说');
    const remark = result?.words[third?.postId ?? '']?.[String(third?.remarkNo)]?.remark;
    expect(remark).toBe('没办成的两件也写清楚了，卡在哪里、哪天再说，都有。');
  });

  test('every line of every sheet has its points and its reason', async () => {
    const [result] = await resultsOf('letters-202610');

    for (const { postId, sheets } of result?.table.entries ?? []) {
      expect(sheets.length).toBeGreaterThanOrEqual(5);
      expect(sheets.filter(({ dropped }) => dropped !== null)).toHaveLength(2);
      for (const { no, lines } of sheets) {
        const reasons = result?.words[postId]?.[String(no)]?.reasons ?? {};
        expect(lines.map(({ code }) => (reasons[code] ?? '') !== '')).toEqual(Array(5).fill(true));
      }
    }
  });
});

test('the rounds of August and September are over, the one of October may be objected to', async () => {
  const rounds = await demo.app.db.read.select().from(selectionRound);

  const ended = rounds.map(({ id, publishedAt, finalAt }) => [
    id,
    publishedAt !== null,
    finalAt !== null,
  ]);
  expect(ended.toSorted()).toEqual([
    ['cases-202609', true, true],
    ['cases-202610', true, false],
    ['letters-202608', true, true],
    ['letters-202609', true, true],
    ['letters-202610', true, false],
  ]);
});

test('the reviewers were drawn by numbers that anybody computes again', async () => {
  for (const id of ['S-202609-01', 'S-202610-01', 'S-202611-01']) {
    const draw = await publishedDraw(await demo.ctx(), id);
    expect(draw && (await replayDraw(draw, sha256))).toMatchObject({ agrees: true });
  }
});

test('an objection took a line out of a score: the new result stands beside the old one', async () => {
  const [first, second] = await resultsOf('letters-202609');

  expect(second?.reason).toContain('头一封信');
  const scores = [first, second].map((one) => one?.table.entries.find(({ place }) => place === 2));
  expect(scores[1]).toMatchObject({ postId: scores[0]?.postId, struck: ['last-month'] });
  expect(scores[1]?.score).toBeLessThan(scores[0]?.score ?? 0);
  expect(await resultsOf('letters-202608')).toHaveLength(1);
});

test('a winner whose promise was not kept has lost its badge, in sight of everybody', async () => {
  const village = await villageBySlug(await demo.ctx(), 'fanghu');
  if (!village) throw new Error('there is no such village');

  const badges = await villageBadges(await demo.ctx(), village, 5);

  expect(badges).toMatchObject([
    { month: '2026-08', place: 1, lost: { promised: '3 号楼加装电梯的字签齐' } },
  ]);
});
