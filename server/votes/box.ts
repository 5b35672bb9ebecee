import { randomInt } from 'node:crypto';
import { inSlices } from '#server/kernel/breathe.ts';
import { type Both, envelopeHash, openEnvelope, tellerKeys } from '#server/votes/envelopes.ts';

/** The sealed ballots of one vote, and the secrets of its two tellers. */
export interface Box {
  voteId: string;
  envelopes: readonly string[];
  secrets: Both<string>;
}

/** The ballots that lay in a box, or the envelope for whose sake none was opened. */
export type Opened =
  | { ok: true; choices: number[][] }
  | { ok: false; fault: 'shut' | 'twice'; envelopeHash: string };

/**
 * Opens all envelopes or none: one that stays shut or lies there twice stops the count. The ballots
 * come out shuffled by the system's random numbers, so that nothing of the order in which envelopes
 * lay remains. Works in slices; nothing of it is logged.
 */
export async function openBox({ voteId, envelopes, secrets }: Box): Promise<Opened> {
  const keys = tellerKeys(secrets, voteId);
  const hashes = await inSlices(envelopes, envelopeHash);
  const twice = firstTwice(hashes);
  if (twice !== null) return { ok: false, fault: 'twice', envelopeHash: twice };
  const choices: number[][] = [];
  const opened = await inSlices(envelopes, (envelope) => openEnvelope(envelope, keys, voteId));
  for (const [at, choice] of opened.entries()) {
    if (!choice) return { ok: false, fault: 'shut', envelopeHash: hashes[at] ?? '' };
    choices.push(choice);
  }
  return { ok: true, choices: shuffled(choices) };
}

function firstTwice(hashes: string[]): string | null {
  const seen = new Set<string>();
  for (const hash of hashes) {
    if (seen.has(hash)) return hash;
    seen.add(hash);
  }
  return null;
}

/** Fisher and Yates, by numbers that nobody can guess. */
function shuffled(choices: number[][]): number[][] {
  const ballots = [...choices];
  for (let last = ballots.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [ballots[last], ballots[other]] = [ballots[other] ?? [], ballots[last] ?? []];
  }
  return ballots;
}
