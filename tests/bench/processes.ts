import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Target } from '#tests/bench/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ADDRESS = /http:\/\/localhost:(\d+)/;

/** A started process and how to end it. */
export interface Running extends Target {
  /** Ends it as an operator does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** The built product on a data folder, as `npm start` starts it; `more` changes its environment. */
export function startProduct(folder: string, more: Record<string, string> = {}): Promise<Running> {
  const args = [
    '--enable-source-maps',
    '--max-semi-space-size=8',
    '--max-old-space-size=1024',
    fileURLToPath(new URL('../../dist/server/entry.mjs', import.meta.url)),
  ];
  const env = {
    MALLOC_ARENA_MAX: '2',
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: '',
    ...more,
  };
  return start(args, env);
}

/** The references, in a process of their own. */
export function startReference(folder: string): Promise<Running> {
  return start([fileURLToPath(new URL('reference.ts', import.meta.url)), folder], {});
}

async function start(args: string[], env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const port = await portOf(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    process.off('exit', endWithUs);
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return {
    port,
    pid: child.pid ?? 0,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const [, port] = ADDRESS.exec(chunk.toString()) ?? [];
      if (port) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`ended with code ${code} before it answered`)));
  });
}
