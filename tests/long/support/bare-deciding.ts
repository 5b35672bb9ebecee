// The job that counts what drawn villagers said, once; killed as by a power cut when the write with
// this number is done but not yet kept. Started by kill-deciding.test.ts.
import { openDatabase } from '#db/open.ts';
import type { Database } from '#db/surface.ts';
import { handClock } from '#server/kernel/clock.ts';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { readEnv } from '#server/kernel/env.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { decidePromises } from '#server/promises/deciding.ts';
import { openWorkshop } from '#server/workshop/workshop.ts';

const [url = '', now = '', killAt = ''] = process.argv.slice(2);
const opened = await openDatabase(url);
const db = { ...opened, write: dyingAt(opened, Number(killAt)) };
const env = readEnv({ COUNTY: '999999', LOG_LEVEL: 'silent' });
const ctx = systemContext({
  env,
  db,
  clock: handClock(Number(now)),
  book: loadCountyBook(env.root, env.countyCode),
  secrets: secretsFrom(Buffer.alloc(32, 7)),
  workshop: openWorkshop({ root: env.root }),
  isDemo: false,
});
await decidePromises.run(ctx);
await ctx.workshop.close();
await opened.close();

function dyingAt({ write }: Database, last: number): Database['write'] {
  let writes = 0;
  return (work) =>
    write(async (tx) => {
      const done = await work(tx);
      writes += 1;
      if (writes === last) process.kill(process.pid, 'SIGKILL');
      return done;
    });
}
