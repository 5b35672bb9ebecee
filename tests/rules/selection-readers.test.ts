import { expect, test } from 'vitest';
import { planReadings, type Reader } from '#server/rules/selection-readers.ts';

const limits = { reviewers: 7, leastSheets: 5, readAtMost: 24 };
const none = new Set<string>();

const entry = (n: number, town = 'T1') => ({
  postId: `e${String(n).padStart(2, '0')}`,
  villageCode: `${town}-v${n}`,
  townCode: town,
});
const entries = (count: number, town?: string) =>
  Array.from({ length: count }, (_, at) => entry(at + 1, town));

const reader = (no: number, changes: Partial<Reader> = {}): Reader => ({
  no,
  townCode: '',
  kin: none,
  recused: none,
  ...changes,
});
const readers = (count: number) => Array.from({ length: count }, (_, at) => reader(at + 1));

const plan = (
  of: {
    entries: ReturnType<typeof entry>[];
    readers: Reader[];
    held?: { no: number; postId: string }[];
  },
  changes: Partial<typeof limits> = {},
) => planReadings({ held: [], ...of }, { ...limits, ...changes });
const whoReads = (added: { no: number; postId: string }[], postId: string) =>
  added
    .filter((one) => one.postId === postId)
    .map(({ no }) => no)
    .toSorted((a, b) => a - b);

test('the first seven of the draw read everything, those behind them nothing', () => {
  const { added, short } = plan({ entries: entries(3), readers: readers(12) });

  expect(whoReads(added, 'e01')).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(added).toHaveLength(21);
  expect(short).toEqual([]);
});

test('nobody reads his own town, and who is drawn next stands in where too few are left', () => {
  const three = [
    reader(1, { townCode: 'T1' }),
    reader(2, { townCode: 'T1' }),
    reader(3, { townCode: 'T1' }),
  ];
  const others = readers(10).slice(3);

  const { added } = plan({ entries: [entry(1), entry(2, 'T2')], readers: [...three, ...others] });

  expect(whoReads(added, 'e01')).toEqual([4, 5, 6, 7, 8]);
  expect(whoReads(added, 'e02')).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a stand-in of the same town is passed over', () => {
  const drawn = readers(9).map((one) =>
    one.no <= 3 || one.no === 8 ? { ...one, townCode: 'T1' } : one,
  );

  expect(whoReads(plan({ entries: [entry(1)], readers: drawn }).added, 'e01')).toEqual([
    4, 5, 6, 7, 9,
  ]);
});

test('nobody reads where his relatives are, nor what he said he should not judge', () => {
  const drawn = readers(7);
  drawn[0] = reader(1, { kin: new Set(['T1-v1']) });
  drawn[1] = reader(2, { recused: new Set(['e02']) });

  const { added } = plan({ entries: entries(2), readers: drawn });

  expect(whoReads(added, 'e01')).toEqual([2, 3, 4, 5, 6, 7]);
  expect(whoReads(added, 'e02')).toEqual([1, 3, 4, 5, 6, 7]);
});

test('when too few may read an entry it says which, and how many may', () => {
  const drawn = readers(6).map((one) => (one.no <= 2 ? { ...one, townCode: 'T1' } : one));

  expect(plan({ entries: [entry(1), entry(2, 'T2')], readers: drawn }).short).toEqual([
    { postId: 'e01', readers: 4 },
  ]);
});

test('nobody reads more than he can: the work is shared, and each entry has its five', () => {
  const { added, short } = plan({ entries: entries(30), readers: readers(7) });

  const loads = readers(7).map(({ no }) => added.filter((one) => one.no === no).length);
  expect(Math.max(...loads)).toBe(24);
  expect(short).toEqual([]);
  const counts = entries(30).map(({ postId }) => whoReads(added, postId).length);
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([5, 6]);
});

test('with too many entries the stand-ins read too', () => {
  const { added, short } = plan({ entries: entries(40), readers: readers(10) });

  expect(short).toEqual([]);
  expect(added.some(({ no }) => no > 7)).toBe(true);
});

test('what is read already stays, and only what lacks is added', () => {
  const first = plan({ entries: entries(1), readers: readers(8) }, { reviewers: 5 });
  const recused = readers(8).map((one) =>
    one.no === 2 ? { ...one, recused: new Set(['e01']) } : one,
  );
  const held = first.added.filter(({ no }) => no !== 2);

  const again = plan({ entries: entries(1), readers: recused, held }, { reviewers: 5 });

  expect(again).toEqual({ added: [{ no: 6, postId: 'e01' }], short: [] });
});

test('the order in which entries and reviewers come in changes nothing', () => {
  const of = { entries: entries(31), readers: readers(9) };
  const turned = { entries: of.entries.toReversed(), readers: of.readers.toReversed() };

  expect(plan(turned)).toEqual(plan(of));
});
