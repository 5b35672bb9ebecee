import { spawn } from 'node:child_process';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { voteBallot, voteElector, voteEnvelope, voteResult } from '#db/schema/votes.ts';
import type { BareVoting } from '#tests/long/support/bare-voting.ts';
import { endVote, newVoters } from '#tests/support/box.ts';
import { type AVote, openVote } from '#tests/support/deciding.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const VOTERS = 24;

test('killed while people vote and while the box is opened, no half vote is left', async () => {
  const world = await openWorld();
  const folk = await newVoters(world, VOTERS);
  const vote = await openVote(world, { options: ['三面光', '只清淤'] });
  const voters = folk.map((personId, at) => ({ personId, option: (at % 2) + 1 }));
  const [secret = '', otherSecret = ''] = vote.secrets;
  const box = { personId: world.people.cadre, secret, otherSecret };
  const never = { at: 'insert', nth: 0 } as const;

  // Each envelope is an insert: the mark on the roll was set a moment before.
  const ninth = await run(world, vote, { voters, dies: { at: 'insert', nth: 9 } });
  const fifth = await run(world, vote, { voters, dies: { at: 'insert', nth: 5 } });
  const rest = await run(world, vote, { voters, dies: never });
  const sealed = await stateOf(world);
  await endVote(world, vote);
  // The envelopes are deleted when ballots and result have been written.
  const opening = await run(world, vote, { box, dies: { at: 'delete', nth: 1 } });
  const shut = await stateOf(world);
  const again = await run(world, vote, { box, dies: never });
  const counted = await stateOf(world);
  await world.close();

  expect([ninth.end, fifth.end, rest.end]).toEqual(['SIGKILL', 'SIGKILL', 0]);
  expect([ninth.hashes.length, fifth.hashes.length, rest.hashes.length]).toEqual([8, 4, 12]);
  const told = [ninth, fifth, rest].flatMap(({ hashes }) => hashes);
  expect(sealed).toMatchObject({ marks: VOTERS, ballots: 0, results: 0 });
  expect(sealed.hashes.toSorted()).toEqual(told.toSorted());
  expect(opening.end).toBe('SIGKILL');
  expect(shut).toEqual(sealed);
  expect(again.end).toBe(0);
  expect(counted).toMatchObject({
    marks: VOTERS,
    hashes: [],
    ballots: VOTERS,
    results: 1,
    noted: 1,
  });
  expect(counted.counts).toEqual({ 1: 12, 2: 12 });
});

type Asked = Partial<BareVoting> & Pick<BareVoting, 'dies'>;

/** Does it in a process of its own; how that ended, and the hashes that it acknowledged. */
function run(
  { app, clock }: World,
  { id, ref }: AVote,
  asked: Asked,
): Promise<{ end: number | string | null; hashes: string[] }> {
  const which = { url: app.env.databaseUrl, now: clock.now(), no: ref.no, voteId: id };
  const job = JSON.stringify({ ...which, voters: [], box: null, ...asked });
  const child = spawn(process.execPath, ['tests/long/support/bare-voting.ts', job], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += String(bytes);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ end: signal ?? code, hashes: said.split('\n').filter(Boolean) });
    });
  });
}

async function stateOf({ app: { db } }: World) {
  const { read } = db;
  const marks = await read.select().from(voteElector).where(eq(voteElector.voted, 'online'));
  const envelopes = await read.select().from(voteEnvelope);
  const ballots = await read.select().from(voteBallot);
  const results = await read.select().from(voteResult);
  const noted = await read.select().from(ledgerEntry).where(eq(ledgerEntry.what, 'vote.counted'));
  const marked = new Set(marks.map(({ id }) => id));
  const isWhole = envelopes.every(({ electorId }) => marked.has(electorId));
  expect(isWhole).toBe(true);
  return {
    ...{ marks: marks.length, ballots: ballots.length, results: results.length },
    ...{ hashes: envelopes.map(({ hash }) => hash), noted: noted.length },
    counts: results[0]?.counts,
  };
}
