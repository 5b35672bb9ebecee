import { createHash } from 'node:crypto';

/**
 * The files that anybody recounts: plain lines in the order of `LC_ALL=C sort`, the last one ended
 * too, so that `sha256sum` gives the hash we print, and `sort | uniq -c` gives the result.
 */

/** The hashes of all envelopes of a vote, one a line. */
export function envelopesFile(hashes: readonly string[]): string {
  return linesOf(hashes);
}

/**
 * Every opened ballot as one line of JSON, '{"options":[2]}', or every mark where a ballot may name
 * several: no number, no time, nobody's. '{"options":[]}' names none.
 */
export function ballotsFile(choices: readonly (readonly number[])[]): string {
  return linesOf(choices.map((options) => JSON.stringify({ options })));
}

/** SHA-256 of a file in hex, as `sha256sum` prints it. */
export function fileHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Ballots in the order in which their file has them: by what stands on them alone. */
export function inFileOrder(choices: readonly (readonly number[])[]): number[][] {
  const written = choices.map((options) => ({ options, line: JSON.stringify({ options }) }));
  return written.toSorted((a, b) => compare(a.line, b.line)).map(({ options }) => [...options]);
}

/** How many ballots name each of these options. */
export function countOptions(
  choices: readonly (readonly number[])[],
  options: readonly number[],
): Record<string, number> {
  const counts = new Map(options.map((no) => [no, 0]));
  for (const no of choices.flat()) counts.set(no, (counts.get(no) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function linesOf(lines: readonly string[]): string {
  return lines
    .toSorted(compare)
    .map((line) => `${line}\n`)
    .join('');
}

// By code unit, as sort does with LC_ALL=C; the lines are ASCII.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
