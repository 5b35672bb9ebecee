import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from 'astro/app/entrypoint';
import { setGetEnv } from 'astro/env/setup';
import { becomeOnlyServer } from '#db/only-server.ts';
import { closeApp } from '#server/boot.ts';
import { makeDataFolder } from '#server/data-folder.ts';
import { listenHost } from '#server/demo-safety.ts';
import { drain } from '#server/drain.ts';
import { createGuestCache } from '#server/guest-cache.ts';
import { setBuild } from '#server/health/build.ts';
import type { App } from '#server/kernel/context.ts';
import { readEnv } from '#server/kernel/env.ts';
import { log } from '#server/kernel/log.ts';
import { createListener } from '#server/listener.ts';
import { theApp } from '#server/main.ts';
import { demoPeople } from '#server/operator/people.ts';
import { stopWhenOrphaned } from '#server/orphaned.ts';
import { startSentence } from '#server/start-failures.ts';
import { loadStaticFiles } from '#server/static-files.ts';
import { startWorker } from '#server/worker.ts';

// Several photos over a slow line take long; a request that only dribbles headers does not wait so.
const HEADERS_MS = 15_000;
const REQUEST_MS = 10 * 60_000;
const KEEP_ALIVE_MS = 20_000;
const MAX_HEADER_BYTES = 16 * 1024;
/** Villager, cadre, secretary, town, county: the seed names them first. */
const SHOWN_PEOPLE = 5;
/** After this, connections that are still open are cut. */
const DRAIN_MS = 4_000;

setGetEnv((name) => process.env[name]);
process.env.CUNTOU_ROOT ??= fileURLToPath(new URL('../..', import.meta.url));

try {
  await start();
} catch (error) {
  console.error(startSentence(error));
  process.exit(1);
}

async function start() {
  const env = readEnv(process.env);
  makeDataFolder(env.dataDir);
  const leave = await becomeOnlyServer(env.databaseUrl);
  const app = await theApp();
  const host = listenHost(app.env, app.isDemo);
  setBuild(JSON.parse(readFileSync(new URL('../.built-from', import.meta.url), 'utf8')));
  const cache = createGuestCache(() => app.clock.now());
  app.db.onTouched((tags) => cache.drop(tags));
  const site = createApp();
  const listener = createListener({
    cache,
    files: loadStaticFiles(fileURLToPath(new URL('../client', import.meta.url))),
    trustedProxy: app.env.trustedProxy,
    render: (request) => site.render(request),
  });
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    listener,
  );
  await listen(server, app.env.port, host);
  const worker = startWorker(app);
  stopOnSignal(server, app, { stopWorker: () => worker.stop(), leave });
  await announce(server, app);
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host && { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function announce(server: Server, app: App) {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : app.env.port;
  console.log(`村头  ${app.env.publicOrigin ?? `http://localhost:${port}`}`);
  const people = await demoPeople(app);
  const oneOfEach = people.filter(
    ({ role }, at) => people.findIndex((other) => other.role === role) === at,
  );
  for (const { role, name, village, phone, password } of oneOfEach.slice(0, SHOWN_PEOPLE)) {
    console.log(`  ${phone}  ${password}  ${village} ${name} (${role})`);
  }
  if (people.length > 0) console.log('  npm run cuntou -- people  (all of them)');
}

/** Lets requests in flight finish, then closes everything; a second signal does not wait. */
function stopOnSignal(
  server: Server,
  app: App,
  { stopWorker, leave }: { stopWorker: () => Promise<void>; leave: () => void },
) {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    await Promise.all([drain(server, DRAIN_MS), stopWorker()]);
    await closeApp(app);
    leave();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  stopWhenOrphaned(() => void stop(), Number(process.env.CUNTOU_PARENT ?? process.ppid));
}
