// People cast their ballots one after the other, or both tellers open the box; killed as by a power
// cut in the middle of a write: a mark on the roll without its envelope, a result whose envelopes
// are still there. Started by kill-voting.test.ts.
import { openDatabase } from '#db/open.ts';
import type { Database, Tx } from '#db/surface.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { Context } from '#server/kernel/context.ts';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { readEnv } from '#server/kernel/env.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { openBallotBox } from '#server/votes/box-opening.ts';
import { castVote } from '#server/votes/casting.ts';
import { openWorkshop } from '#server/workshop/workshop.ts';

/** What the story asks for: who does what, and at which statement the process dies (0: never). */
export interface BareVoting {
  url: string;
  now: number;
  no: number;
  voteId: string;
  dies: { at: 'insert' | 'delete'; nth: number };
  voters: { personId: string; option: number }[];
  box: { personId: string; secret: string; otherSecret: string } | null;
}

const asked: BareVoting = JSON.parse(process.argv[2] ?? '');
const opened = await openDatabase(asked.url);
const env = readEnv({ COUNTY: '999999', LOG_LEVEL: 'silent' });
const system = systemContext({
  env,
  db: { ...opened, write: dying(opened, asked.dies) },
  clock: handClock(asked.now),
  book: loadCountyBook(env.root, env.countyCode),
  secrets: secretsFrom(Buffer.alloc(32, 7)),
  workshop: openWorkshop({ root: env.root }),
  isDemo: false,
});
for (const { personId, option } of asked.voters) {
  const ref = { slug: 'beipo', no: asked.no };
  const cast = await castVote(await as(personId), ref, [option]);
  // Said only now: what was acknowledged must be found again.
  if (cast.ok) process.stdout.write(`${cast.value.hash}\n`);
}
if (asked.box) {
  const { personId, ...secrets } = asked.box;
  await openBallotBox(await as(personId), asked.voteId, secrets);
}
await system.workshop.close();
await opened.close();

async function as(personId: string): Promise<Context> {
  return { ...system, viewer: await loadViewer(system, personId) };
}

function dying({ write }: Database, { at, nth }: BareVoting['dies']): Database['write'] {
  let done = 0;
  return (work) =>
    write((tx) => {
      const own = tx[at];
      const counting = (table: Parameters<typeof own>[0]) => {
        done += 1;
        if (done === nth) process.kill(process.pid, 'SIGKILL');
        return own(table);
      };
      return work(Object.assign(Object.create(tx), { [at]: counting }) as Tx);
    });
}
