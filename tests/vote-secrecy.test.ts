import { randomInt } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { engine } from '#db/engine.ts';
import { voteElector, voteEnvelope } from '#db/schema/votes.ts';
import { log } from '#server/kernel/log.ts';
import { backUp } from '#server/operator/backup.ts';
import { endVote, newVoters, openBoxOf, resultOf } from '#tests/support/box.ts';
import { type AVote, openVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { type Dump, dumpDatabase } from '#tests/support/dump.ts';
import { ballotsInFiles } from '#tests/support/file-ballots.ts';
import { attack, type KnownVoter } from '#tests/support/join-attack.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** 20 for each of three options, dealt at random to people who vote in the order of the roll. */
const VOTERS = 60;
const OPTIONS = 3;
/**
 * A guess at random tells the truth of 20 voters, give or take 3.7. Forty is more than five times
 * that spread away: among all the thousands of tries none comes there by luck in a lifetime of runs.
 */
const NO_BETTER_THAN_CHANCE = 40;
/** A join that works tells of everybody. */
const EVERYBODY = 58;

let world: World;
let vote: AVote;
let voters: KnownVoter[];
let sealed: string[];
let logged: unknown[];
/** The envelopes of which the files of the database hold some bytes, before the count. */
let inFilesBefore: string[];
/** The database as a backup of the last day has it, sealed, and after the count. */
let before: Dump;
let after: Dump;

beforeAll(async () => {
  world = await openWorld();
  const folk = await newVoters(world, VOTERS);
  vote = await openVote(world, { options: ['三面光', '只清淤', '先修到岔口'] });
  logged = listenToLog();
  const chosen = dealt();
  for (const [at, person] of folk.entries()) await castOverHttp(person, chosen[at] ?? 1);
  voters = await knownVoters(folk, chosen);
  const rows = await world.app.db.read.select().from(voteEnvelope);
  sealed = rows.map((row) => row.sealed);
  before = await dumpDatabase(world.app.env.databaseUrl);
  inFilesBefore = envelopesInFiles();
  await endVote(world, vote);
  must(await openBoxOf(world, vote));
  after = await dumpDatabase(world.app.env.databaseUrl);
}, 120_000);

afterAll(async () => {
  vi.restoreAllMocks();
  log.level = 'silent';
  await world.close();
});

/** What is logged from now on, as objects. */
function listenToLog(): unknown[] {
  const lines: unknown[] = [];
  log.level = 'debug';
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    vi.spyOn(log, level).mockImplementation((...said: unknown[]) => void lines.push(said));
  }
  return lines;
}

function dealt(): number[] {
  const options = Array.from({ length: VOTERS }, (_, n) => (n % OPTIONS) + 1);
  for (let last = options.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [options[last], options[other]] = [options[other] ?? 1, options[last] ?? 1];
  }
  return options;
}

async function castOverHttp(person: string, option: number): Promise<void> {
  // A minute passes between two voters, so that every time that is kept tells them apart.
  world.clock.set(world.clock.now() + 60_000);
  const path = `/v/beipo/votes/${vote.ref.no}`;
  const cookie = await world.cookieOf(person);
  const ballot = { ballot: String(option) };
  expect((await world.post(`${path}/check`, ballot, cookie)).status).toBe(200);
  const answer = await world.post(`${path}/cast`, ballot, cookie);
  expect(answer.headers.get('location')).toBe(`${path}/receipt`);
  await world.get(`${path}/receipt`, cookie);
}

/** Whoever stole the database knows the village: every id and name of each voter. */
async function knownVoters(folk: string[], chosen: number[]): Promise<KnownVoter[]> {
  const { villager } = await import('#db/schema/accounts.ts');
  const lines = await world.app.db.read.select().from(villager);
  const electors = await world.app.db.read.select().from(voteElector);
  return folk.map((personId, at) => {
    const line = lines.find((one) => one.personId === personId);
    const elector = electors.find(({ villagerId }) => villagerId === line?.id);
    const ids = [personId, line?.id, line?.householdId, line?.name, elector?.id];
    return { ids: ids.flatMap((id) => id ?? []), chose: `[${chosen[at]}]` };
  });
}

/** The envelopes of which any bytes lie in the files of the database, its log included. */
function envelopesInFiles(): string[] {
  const files = ['', '-wal'].map((end) => `${world.app.env.databaseUrl}${end}`);
  const bytes =
    engine === 'sqlite' ? files.filter(existsSync).map((file) => readFileSync(file)) : [];
  return sealed.filter((envelope) => bytes.some((file) => file.includes(envelope.slice(300, 340))));
}

const best = (dumps: Record<string, Dump>, table?: string) => attack(dumps, voters, table)[0];

/** The dump with the ballots as somebody less careful would have kept them. */
function leaky(change: (row: Dump[string][number], voter: KnownVoter, at: number) => object): Dump {
  const rows = after.vote_ballot ?? [];
  const choices = (text: string) => (engine === 'sqlite' ? text : JSON.parse(text));
  const careless = voters.map((voter, at) => {
    const row = { ...rows[at], choices: choices(voter.chose) };
    return { ...row, ...change(row, voter, at) };
  });
  return { ...after, vote_ballot: careless };
}

test('sixty people voted, and every ballot was counted', async () => {
  expect(sealed).toHaveLength(VOTERS);
  expect(await resultOf(world, vote)).toMatchObject({
    ...{ online: VOTERS, counts: { 1: 20, 2: 20, 3: 20 } },
  });
  expect(after.vote_ballot).toHaveLength(VOTERS);
});

describe('a dump of the whole database', () => {
  test('after the count joins no voter with his choice', () => {
    expect(best({ after })).toSatisfy(({ hits }) => hits < NO_BETTER_THAN_CHANCE);
  });

  test('together with a backup made while ballots were sealed, joins none either', () => {
    expect(best({ before, after })).toSatisfy(({ hits }) => hits < NO_BETTER_THAN_CHANCE);
  });

  test('knows who voted, and the attack tried thousands of ways from there to a ballot', () => {
    expect(after.vote_elector?.filter(({ voted }) => voted === 'online')).toHaveLength(VOTERS);
    expect(attack({ before, after }, voters).length).toBeGreaterThan(1000);
  });
});

describe('the same attack finds the join', () => {
  test('when a ballot names its line of the roll', () => {
    const copy = leaky((_, { ids }) => ({ elector_id: ids.at(-1) }));

    expect(best({ after: copy })?.hits).toBeGreaterThanOrEqual(EVERYBODY);
  });

  test('when ballots lie in the order in which they were cast', () => {
    const copy = leaky((_, __, at) => ({ no: at + 1 }));

    expect(best({ before, after: copy })?.hits).toBeGreaterThanOrEqual(EVERYBODY);
  });

  test('when a ballot keeps its time', () => {
    const copy = leaky((_, __, at) => ({ no: 1, cast_at: 1_795_000_000_000 + at * 60_000 }));

    expect(best({ before, after: copy })?.hits).toBeGreaterThanOrEqual(EVERYBODY);
  });

  test('when a ballot keeps the hash of its envelope', () => {
    const hashOf = new Map(
      (before.vote_envelope ?? []).map(({ elector_id, hash }) => [elector_id, hash]),
    );
    const copy = leaky((_, { ids }) => ({ hash: hashOf.get(ids.at(-1)) }));

    expect(best({ before, after: copy })?.hits).toBeGreaterThanOrEqual(EVERYBODY);
  });

  test('when an envelope is longer for one option than for another', () => {
    const choseOf = new Map(voters.map(({ ids, chose }) => [ids.at(-1), Number(chose.at(1))]));
    const unpadded = (before.vote_envelope ?? []).map((row) => ({
      ...row,
      sealed: `${row.sealed}${'A'.repeat(choseOf.get(String(row.elector_id)) ?? 0)}`,
    }));
    const copy = { ...before, vote_envelope: unpadded };

    expect(best({ before: copy })?.hits).toBeGreaterThanOrEqual(EVERYBODY);
  });

  test('when a message to each voter stands in the outbox with what he chose', () => {
    const told = voters.map(({ ids, chose }) => ({ person_id: ids[0], body: chose }));

    expect(best({ after: { ...after, outbox_message: told } })?.hits).toBeGreaterThanOrEqual(
      EVERYBODY,
    );
  });

  test('when the roll of a meeting stands in the order of what was chosen', () => {
    const inOrder = voters.toSorted((a, b) => (a.chose < b.chose ? -1 : 1));
    const lines = inOrder.map(({ ids }, at) => ({ villager_id: ids[1], no: at + 1 }));

    expect(best({ after: { ...after, step_attendance: lines } })?.hits).toBeGreaterThanOrEqual(
      EVERYBODY,
    );
  });

  test('when an act in the ledger stands for each ballot', () => {
    const leaves = voters.map(({ ids, chose }, at) => ({
      ...{ 'hidden rowid': 90_000 + at, actor_id: ids[0], content: chose },
    }));

    expect(best({ after: { ...after, ledger_entry: leaves } })?.hits).toBeGreaterThanOrEqual(
      EVERYBODY,
    );
  });
});

describe('nothing of a ballot is left beside the box', () => {
  test('the envelopes are gone from the rows, and so are the keys', () => {
    expect(before.vote_envelope).toHaveLength(VOTERS);
    expect(after.vote_envelope).toEqual([]);
    expect(after.vote_teller?.map(({ public_key }) => public_key)).toEqual([null, null]);
  });

  test('no byte of an envelope stays in the files of it, no page of its table', async () => {
    if (engine === 'sqlite') {
      expect(inFilesBefore).toHaveLength(VOTERS);
      expect(envelopesInFiles()).toEqual([]);
      return;
    }
    const [size] = await world.app.db.read.rows<{ bytes: string }>(
      sql`SELECT pg_relation_size('vote_envelope') AS bytes`,
    );
    expect(Number(size?.bytes)).toBe(0);
  });

  test('no secret of a teller, and no key made of one, was ever written', () => {
    const everything = JSON.stringify([before, after, logged]);

    for (const secret of vote.secrets) {
      expect(everything.includes(secret)).toBe(false);
      expect(everything.includes(secret.slice(0, 26))).toBe(false);
    }
  });

  test('no table but the ballots and their counts changed by what was chosen', () => {
    const holding = Object.entries({ ...before, ...after })
      .filter(([, rows]) => /\[[123]\]/.test(JSON.stringify(rows.map(withoutHidden))))
      .map(([name]) => name);

    expect(holding.filter((name) => /form|outbox|ledger|session|elector|draft/.test(name))).toEqual(
      [],
    );
    expect(holding).toContain('vote_ballot');
  });

  test('no line of the log says more of one voter than of another', () => {
    const lines = logged.map((said) =>
      JSON.stringify(said).replace(/"(requestId|ms)":("[^"]*"|[\d.]+)/g, ''),
    );
    const casts = lines.filter((line) => line.includes('/cast'));

    expect(casts).toHaveLength(VOTERS);
    expect(new Set(casts).size).toBe(1);
    expect(
      voters.filter(({ ids }) => ids.some((id) => lines.some((line) => line.includes(id)))),
    ).toEqual([]);
  });

  test('the data folder holds nothing but the database', () => {
    const folder = join(world.app.env.dataDir);
    const others = readdirSync(folder, { recursive: true }).map(String);

    expect(others.filter((name) => !/^cuntou\.db(-wal|-shm)?$/.test(name))).toEqual([]);
  });

  test('the ledger has one act for the count and none for a ballot', () => {
    const acts = (after.ledger_entry ?? []).filter(({ subject_id }) => subject_id === vote.id);
    const during = acts.filter(({ actor_id }) =>
      voters.some(({ ids }) => ids.includes(String(actor_id))),
    );

    expect(during).toEqual([]);
    expect(acts.filter(({ what }) => what === 'vote.counted')).toHaveLength(1);
  });
});

// The files of PostgreSQL are its server's, which no story may read.
if (engine === 'sqlite')
  describe('the bytes of the database, its log and a backup', () => {
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'secrecy-'));
      await backUp(world.app.env, join(folder, 'backup'));
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const files = () => [
      ...['', '-wal'].map((end) => `${world.app.env.databaseUrl}${end}`),
      join(folder, 'backup', 'cuntou.db'),
    ];

    test('hold every ballot, and tell of none whose it is', () => {
      const inEach = files().map((file) => ballotsInFiles([file], vote.id));

      // The log may have been written back before: then it holds none.
      expect(inEach.map(({ length }) => length % VOTERS)).toEqual([0, 0, 0]);
      expect(inEach[0]).toHaveLength(VOTERS);
      expect(inEach[2]).toHaveLength(VOTERS);
      for (const ballots of inEach.filter(({ length }) => length > 0)) {
        const found = best({ before, after: { ...after, in_files: ballots } }, 'in_files');

        expect(found).toSatisfy(({ hits }) => hits < NO_BETTER_THAN_CHANCE);
      }
    });

    test('hold no envelope and no message to one voter that others did not get', () => {
      const backup = readFileSync(join(folder, 'backup', 'cuntou.db'));
      const messages = (after.outbox_message ?? []).filter(({ person_id }) =>
        voters.some(({ ids }) => ids.includes(String(person_id))),
      );

      expect(sealed.filter((envelope) => backup.includes(envelope.slice(300, 340)))).toEqual([]);
      const said = Map.groupBy(messages, ({ person_id }) => person_id);
      const bodies = [...said.values()].map((own) => own.map(({ body }) => body).join());
      expect(said.size).toBe(VOTERS);
      expect(new Set(bodies).size).toBe(1);
    });

    test('would tell if ballots were laid down in the order in which they were cast', () => {
      const copy = join(folder, 'careless.db');
      copyFileSync(join(folder, 'backup', 'cuntou.db'), copy);
      const careless = new BetterSqlite3(copy);
      careless.prepare('DELETE FROM vote_ballot WHERE vote_id = ?').run(vote.id);
      const lay = careless.prepare(
        'INSERT INTO vote_ballot (vote_id, no, choices) VALUES (?, ?, ?)',
      );
      // Their numbers tell nothing: only where they lie.
      const numbers = voters.map((_, at) => ((at * 37) % VOTERS) + 1);
      for (const [at, { chose }] of voters.entries()) lay.run(vote.id, numbers[at], chose);
      careless.exec('VACUUM');
      careless.close();

      const ballots = ballotsInFiles([copy], vote.id);

      expect(ballots).toHaveLength(VOTERS);
      const found = best({ before, after: { ...after, in_files: ballots } }, 'in_files');
      expect(found?.hits).toBeGreaterThanOrEqual(EVERYBODY);
    });
  });

function withoutHidden(row: Record<string, unknown>) {
  return Object.values(row);
}
