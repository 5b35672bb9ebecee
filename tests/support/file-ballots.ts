import { existsSync, readFileSync } from 'node:fs';
import type { DumpedRow } from '#tests/support/dump.ts';

/** SQLite lays the rows of a page from its end towards its beginning. */
const PAGE = 4096;

/**
 * The opened ballots of a vote as they lie in the bytes of files (a database, its log, a backup), each
 * with its place and with the place at which its row was laid: an order that no column tells.
 */
export function ballotsInFiles(files: string[], voteId: string): DumpedRow[] {
  return files.filter(existsSync).flatMap((file, at) => {
    const bytes = readFileSync(file).toString('latin1');
    const found = bytes.matchAll(new RegExp(`${voteId}[^]{0,3}?(\\[[\\d,]*\\])`, 'g'));
    return [...found].map(({ index, 1: choices }) => ({
      ...{ 'hidden file': at, choices: JSON.parse(choices ?? '[]') },
      'hidden place': at * 1e9 + index,
      'hidden laid': at * 1e9 + index - 2 * (index % PAGE),
    }));
  });
}
