import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from '#server/build.mjs';
import { makeDataFolder } from '#server/data-folder.ts';
import { listenHost } from '#server/demo-safety.ts';
import { type Env, readEnv } from '#server/kernel/env.ts';
import { stopWhenOrphaned } from '#server/orphaned.ts';
import { startSentence } from '#server/start-failures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** npm start, npm run dev (--dev) and npm run cuntou (--cli). What fails says one sentence, exit code 1. */
export async function launch(args: string[]): Promise<void> {
  process.env.CUNTOU_ROOT ??= root;
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  try {
    const [mode, ...rest] = args;
    stopWhenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
    if (mode === '--cli') await runCommandLine(rest);
    else if (mode === '--dev') await startForDevelopment();
    else await startProduct();
  } catch (error) {
    console.error(startSentence(error));
    process.exitCode = 1;
  }
}

async function runCommandLine(args: string[]) {
  const { runCommand } = await import('#server/cli.ts');
  await runCommand(args);
}

async function startProduct() {
  const parent = process.ppid;
  const env = readEnv(process.env);
  await checkBeforeLongWork(env);
  if (buildIfNeeded()) console.log('Built.');
  await runNode([join(root, 'server/start.mjs'), '--cli', 'prepare']);
  await becomeServer(parent);
}

/** The development server answers on this machine, reloads on change, and uses the same data folder. */
async function startForDevelopment() {
  const env = readEnv(process.env);
  await checkBeforeLongWork(env);
  await runNode([join(root, 'server/start.mjs'), '--cli', 'prepare']);
  const astro = join(root, 'node_modules/astro/bin/astro.mjs');
  await runNode([astro, 'dev', '--root', root, '--ignore-lock']);
}

/** What would fail after minutes of building and seeding fails at once. */
async function checkBeforeLongWork(env: Env) {
  makeDataFolder(env.dataDir);
  // Whether the database is a demonstration is known later; the machine itself is always allowed.
  const host = listenHost(env, false) ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(env.port, host, () => probe.close(() => resolve()));
  });
}

/** The server takes this process's place, so that signals reach it and nothing stands between. */
async function becomeServer(parent: number) {
  const args = [
    '--enable-source-maps',
    // Several pages fit in what is thrown away at once; with less, half-made ones are carried along.
    '--max-semi-space-size=8',
    // Twenty-five times what lives in it. V8 lets garbage grow with this, not only with what it holds: at
    // the four gigabytes it takes by itself, several hundred megabytes lie about after a busy minute.
    '--max-old-space-size=1024',
    join(root, 'dist/server/entry.mjs'),
  ];
  if (process.platform === 'win32' || process.execve === undefined) return runNode(args);
  process.removeAllListeners('warning');
  // Memory freed by one thread stays in that thread's arena; glibc would give every thread its own.
  const env = { MALLOC_ARENA_MAX: '2', ...process.env, CUNTOU_PARENT: String(parent) };
  process.execve(process.execPath, [process.execPath, ...args], definedOnly(env));
}

/** Runs a Node program to its end; signals go on to it, and it never outlives us. */
function runNode(args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopForwarding();
      if (code === 0) resolve();
      // It has said itself what was wrong, or somebody stopped it: what follows may not begin. A
      // demonstration that is loaded by half would be served as if it were a real county.
      else process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

function forwardSignals(child: ChildProcess): () => void {
  const onTerm = () => void child.kill('SIGTERM');
  const onInt = () => void child.kill('SIGINT');
  const onExit = () => void child.kill('SIGKILL');
  process.on('SIGTERM', onTerm);
  process.on('SIGINT', onInt);
  process.on('exit', onExit);
  return () => {
    process.off('SIGTERM', onTerm);
    process.off('SIGINT', onInt);
    process.off('exit', onExit);
  };
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(pairs);
}
