import { createHash } from 'node:crypto';
import type { ElectorRecord } from '#server/votes/roster-records.ts';

/** What of a roster line is frozen. */
export type FrozenLine = Pick<
  ElectorRecord,
  'no' | 'groupCode' | 'name' | 'villagerId' | 'householdId' | 'memberId'
>;

/**
 * SHA-256 of a frozen roster in hex: one line an elector in the order of the numbers, made of number,
 * group, name and what he is known by, parted by tabs; every line ends with a line feed.
 */
export function rosterHash(lines: readonly FrozenLine[]): string {
  const text = lines
    .toSorted((a, b) => a.no - b.no)
    .map(({ no, groupCode, name, villagerId, householdId, memberId }) =>
      [no, groupCode ?? '', name, villagerId ?? householdId ?? memberId ?? ''].join('\t'),
    )
    .join('\n');
  return createHash('sha256').update(`${text}\n`).digest('hex');
}
