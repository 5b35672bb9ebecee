import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openBox } from '#server/votes/box.ts';
import {
  type Both,
  type Choice,
  envelopeHash,
  makeTellerSecret,
  openEnvelope,
  sealBallot,
  tellerKeys,
  tellerPublicKey,
} from '#server/votes/envelopes.ts';

const VOTE = 'vote-of-the-drain';
const secrets: Both<string> = [makeTellerSecret(), makeTellerSecret()];
const publicKeys: Both<string> = [
  tellerPublicKey(secrets[0], VOTE, 1),
  tellerPublicKey(secrets[1], VOTE, 2),
];
const keys = tellerKeys(secrets, VOTE);
const seal = (choice: Choice) => sealBallot(choice, publicKeys, VOTE);

/** The envelope with the bit at this place turned round. */
function altered(envelope: string, at: number): string {
  const bytes = Buffer.from(envelope, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString('base64url');
}

describe('a sealed ballot', () => {
  test.each([[[]], [[1]], [[2, 1]], [[3, 12, 7]]])(
    'holds %j for both tellers together',
    (choice) => {
      const sorted = [...choice].sort((a, b) => a - b);

      expect(openEnvelope(seal(choice), keys, VOTE)).toEqual(sorted);
    },
  );

  test('is as long as every other, whatever was chosen', () => {
    const everything = Array.from({ length: 50 }, (_, n) => n + 1);
    const lengths = [[], [1], [2], [10, 11, 12], everything].map((choice) => seal(choice).length);

    expect(new Set(lengths).size).toBe(1);
  });

  test('looks different each time, and so does its hash', () => {
    const two = [seal([1]), seal([1])];

    expect(new Set(two).size).toBe(2);
    expect(new Set(two.map(envelopeHash)).size).toBe(2);
  });

  test('does not open for one teller with any other secret', () => {
    const other = makeTellerSecret();
    const tried: Both<string>[] = [
      [secrets[0], other],
      [other, secrets[1]],
      [secrets[0], secrets[0]],
      [secrets[1], secrets[1]],
      [secrets[1], secrets[0]],
    ];

    const opened = tried.map((pair) => openEnvelope(seal([1]), tellerKeys(pair, VOTE), VOTE));

    expect(opened).toEqual(tried.map(() => null));
  });

  test('does not open in another vote, not even with keys of the same secrets', () => {
    expect(openEnvelope(seal([1]), keys, 'another-vote')).toBeNull();
    expect(openEnvelope(seal([1]), tellerKeys(secrets, 'another-vote'), VOTE)).toBeNull();
  });

  test('does not open when one bit of it was changed, wherever', () => {
    const envelope = seal([2]);
    const { length } = Buffer.from(envelope, 'base64url');
    const opened = Array.from({ length }, (_, at) =>
      openEnvelope(altered(envelope, at), keys, VOTE),
    );

    expect(opened.every((choice) => choice === null)).toBe(true);
  });

  test.each(['', 'A', '石梯村', 'A'.repeat(64), 'A'.repeat(900)])('%j is none', (text) => {
    expect(openEnvelope(text, keys, VOTE)).toBeNull();
  });

  test('has a hash that another tool finds from what is written', () => {
    const envelope = seal([1]);

    expect(envelopeHash(envelope)).toBe(
      createHash('sha256').update(envelope, 'ascii').digest('hex'),
    );
  });

  test('a public key says who has the other half: the secret, the vote and the seat', () => {
    const [secret] = secrets;

    expect(tellerPublicKey(secret, VOTE, 1)).toBe(publicKeys[0]);
    expect(tellerPublicKey(secret, VOTE, 2)).not.toBe(publicKeys[0]);
    expect(tellerPublicKey(secret, 'another-vote', 1)).not.toBe(publicKeys[0]);
    expect(publicKeys[0]).toMatch(/^[\w-]{43}$/);
  });
});

describe('a box', () => {
  const cast = Array.from({ length: 60 }, (_, n) => [(n % 3) + 1]);

  test('gives every ballot back once, in an order that is not theirs', async () => {
    const opened = await openBox({ voteId: VOTE, envelopes: cast.map(seal), secrets });
    const again = await openBox({ voteId: VOTE, envelopes: cast.map(seal), secrets });

    if (!opened.ok || !again.ok) throw new Error('the box stayed shut');
    expect(opened.choices.map(String).sort()).toEqual(cast.map(String).sort());
    expect(opened.choices).not.toEqual(cast);
    expect(opened.choices).not.toEqual(again.choices);
  });

  test('puts every ballot in every place about as often', async () => {
    const envelopes = [1, 2, 3, 4].map((n) => seal([n]));
    const places = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let n = 0; n < 400; n++) {
      const opened = await openBox({ voteId: VOTE, envelopes, secrets });
      if (!opened.ok) throw new Error('the box stayed shut');
      for (const [at, [option = 0]] of opened.choices.entries()) {
        const row = places[at];
        if (row) row[option - 1] = (row[option - 1] ?? 0) + 1;
      }
    }

    // 100 each, with a spread of 8.7: five spreads off happens once in millions of runs.
    expect(Math.min(...places.flat())).toBeGreaterThan(55);
    expect(Math.max(...places.flat())).toBeLessThan(145);
  });

  test('opens nothing when one envelope stays shut, and names it', async () => {
    const envelopes = cast.map(seal);
    const bad = altered(envelopes[31] ?? '', 200);
    envelopes[31] = bad;

    expect(await openBox({ voteId: VOTE, envelopes, secrets })).toEqual({
      ok: false,
      fault: 'shut',
      envelopeHash: envelopeHash(bad),
    });
  });

  test('opens nothing when one envelope lies in it twice', async () => {
    const envelopes = cast.map(seal);
    envelopes[31] = envelopes[3] ?? '';

    expect(await openBox({ voteId: VOTE, envelopes, secrets })).toMatchObject({ fault: 'twice' });
  });

  test('may be empty', async () => {
    expect(await openBox({ voteId: VOTE, envelopes: [], secrets })).toEqual({
      ok: true,
      choices: [],
    });
  });

  test('however large, leaves others their turn', async () => {
    const envelopes = Array.from({ length: 1500 }, (_, n) => seal([(n % 3) + 1]));
    const turns = countingTurns();

    const opened = await openBox({ voteId: VOTE, envelopes, secrets });

    expect(opened).toMatchObject({ ok: true });
    const own = turns.stop().toSorted((a, b) => a - b);
    expect(own.length).toBeGreaterThan(10);
    expect(own[Math.floor(own.length * 0.9)]).toBeLessThan(50);
  }, 60_000);
});

/** How many ms of work each turn of this thread took; what others do on the machine is not counted. */
function countingTurns() {
  const turns: number[] = [];
  let before = process.threadCpuUsage();
  let isOver = false;
  const turn = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    turns.push((user + system) / 1000);
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      isOver = true;
      return turns;
    },
  };
}
