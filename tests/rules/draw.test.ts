import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawFrom, drawKey, hexOf, poolFile, sourcesKey } from '#server/rules/draw.ts';

const digestBy = (algorithm: string) => async (bytes: Uint8Array) =>
  new Uint8Array(createHash(algorithm).update(bytes).digest());
const md5 = digestBy('md5');
const sha256 = digestBy('sha256');
const numbers = (count: number, width = 0) =>
  Array.from({ length: count }, (_, i) => String(i + 1).padStart(width, '0'));

const sample = [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]];

test('public numbers join as RFC 3797 joins them', () => {
  expect(sourcesKey(sample)).toBe('9319./2.5.8.10.12./9.18.26.34.41.45./');
});

test('the sample of RFC 3797 comes out number by number', async () => {
  const steps = await drawFrom(numbers(25), sourcesKey(sample), 16, md5);

  expect(steps[0]?.digest).toBe('990dd0a5692a029a98b5e01aa28f3459');
  expect(steps.map(({ picked }) => Number(picked))).toEqual([
    17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4,
  ]);
});

test('the draw of the IETF’s committee of 2022 comes out number by number', async () => {
  const key =
    '7.8.11.18.28.40.48./15.16.21.31.36.65./8.12.13.17.21.26.35.42./1.5.10.13.14.16.21.25.27./';

  const steps = await drawFrom(numbers(267), key, 10, md5);

  expect(steps.map(({ picked }) => Number(picked))).toEqual([
    171, 245, 68, 190, 70, 126, 110, 128, 138, 173,
  ]);
});

test('our own draw binds its name, the frozen pool and the public numbers', async () => {
  const pool = numbers(31, 5);
  const poolHash = hexOf(await sha256(poolFile(pool)));
  const sources = [
    [3, 8, 15, 21, 27, 33, 9],
    [1203, 4477, 9000, 58, 712],
  ];
  const key = drawKey({ id: 'C-20261128-01', poolHash, sources });

  const steps = await drawFrom(pool, key, 3, sha256);

  expect(poolHash).toBe('d6e7e9b846c354d920ef498fb9e90cd6c996be78962b7a7cbff2dbc1130d8948');
  expect(key).toMatch(/\|3\.8\.9\.15\.21\.27\.33\.\/58\.712\.1203\.4477\.9000\.\/$/);
  expect(steps.map(({ picked }) => picked)).toEqual(['00014', '00018', '00026']);
  expect(steps.map(({ digest }) => digest.slice(0, 16))).toEqual([
    '2161c806a4a88fe5',
    '2b8de4fffc3a9b48',
    '0d0071b6c48eee75',
  ]);
});

test('the households of a drawn cadre are drawn from the same numbers', async () => {
  const poolHash = 'd6e7e9b846c354d920ef498fb9e90cd6c996be78962b7a7cbff2dbc1130d8948';
  const sources = [
    [3, 8, 15, 21, 27, 33, 9],
    [1203, 4477, 9000, 58, 712],
  ];
  const key = `${drawKey({ id: 'C-20261128-01', poolHash, sources })}|H|00014`;

  const steps = await drawFrom(numbers(30), key, 2, sha256);

  expect(steps.map(({ picked }) => Number(picked))).toEqual([21, 30]);
});

test('nobody can draw more than the pool holds', async () => {
  await expect(drawFrom(numbers(3), 'k', 4, sha256)).rejects.toThrow(RangeError);
});
