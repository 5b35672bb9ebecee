import { expect, test } from 'vitest';
import { readSources } from '#tests/support/sources.ts';

test('nothing that chooses can read what readers did to a letter', () => {
  const chooses = /^(server\/selections\/|server\/rules\/selection)/;
  const reactions =
    /^(likes?|comments?|cosigns?|views?Count|shares?Count|postLike|comment|cosign|session|lastSeenAt|tally)$/;
  const choosing = readSources((path) => chooses.test(path));
  const reading = choosing.filter(({ identifiers, imports }) => {
    const isLearnt = imports.some(({ from }) => /like|comment|cosign|session|tally/.test(from));
    return isLearnt || [...identifiers].some((name) => reactions.test(name));
  });

  expect(choosing.length).toBeGreaterThan(20);
  expect(reading.map(({ path }) => path)).toEqual([]);
});
