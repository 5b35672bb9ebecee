import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSentence } from '#server/start-failures.ts';
import { startProduct } from '#tests/support/start-product.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuntou-starting-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** With nothing but this story's folder. */
const start = (args: string[], env: Record<string, string> = {}) =>
  startProduct(args, { DATA_DIR: folder, ...env });

describe('whoever starts it wrongly is told in one sentence', () => {
  test.each([
    ['a port that is no number', { PORT: 'many' }, 'PORT must be a whole number from 0 to 65535'],
    ['another database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://'],
    [
      'a gateway that numbers would reach in clear',
      { SMS_WEBHOOK: 'http://sms.example/send' },
      'SMS_WEBHOOK must be https://…, or http:// on this machine',
    ],
    ['a gateway without a secret', { SMS_WEBHOOK: 'https://sms.example/' }, 'needs SMS_SECRET'],
    ['a short key', { SECRET_KEY: 'abc' }, 'SECRET_KEY must be 64 hexadecimal digits'],
    ['an address of another machine', { HOST: '192.0.2.1' }, 'HOST is no address of this machine'],
  ])('%s', async (_what, env, sentence) => {
    const { code, said } = await start([], env);

    expect(said).toContain(sentence);
    expect(said.split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('a data folder that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');

    const { code, said } = await start([], { DATA_DIR: file });

    expect(said).toMatch(/^DATA_DIR names something that is no folder\..*$/);
    expect(code).toBe(1);
  });

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    const { code, said } = await start([], { PORT: String(port), HOST: '127.0.0.1' });
    other.close();

    expect(said).toMatch(/^The port is in use\..*$/);
    expect(code).toBe(1);
  });

  const belowProc = test.skipIf(process.platform !== 'linux');
  belowProc('a data folder that can never be made', async () => {
    const { code, said } = await start(['--cli', 'migrate'], { DATA_DIR: '/proc/cuntou/data' });

    expect(said).toBe('DATA_DIR is no folder that can be made and written. Set it to another one.');
    expect(code).toBe(1);
  });

  test('a database that does not answer', async () => {
    const { code, said } = await start(['--cli', 'outbox'], {
      DATABASE_URL: 'postgres://nobody:none@127.0.0.1:1/none',
    });

    expect(said).toMatch(/^PostgreSQL does not answer at DATABASE_URL\..*$/);
    expect(code).toBe(1);
  });

  test.each([
    ['a command that does not exist', ['fly'], 'There is no command fly.'],
    ['the first word of two', ['admin'], 'Usage: npm run cuntou -- admin create <name> <phone>'],
    [
      'a folder for a file',
      ['import-divisions', 'content/divisions'],
      'content/divisions is a folder. Name the file in it.',
    ],
    ['a command without its folder', ['backup'], 'Usage: npm run cuntou -- backup <new folder>'],
    ['the people of a real installation', ['people'], 'Only a demonstration has people'],
  ])('%s', async (_what, args, sentence) => {
    const { code, said } = await start(['--cli', ...args]);

    expect(said).toContain(sentence);
    expect(said.split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe('whoever stops the first start half way', () => {
  test('is left with nothing that serves, and the next start begins again', async () => {
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', PORT: '0', SEED: 'demo' };
    const child = spawn(process.execPath, ['server/start.mjs', '--dev'], { env });
    let said = '';
    child.stdout.on('data', (words) => {
      said += words;
      if (said.includes('正在准备演示')) child.kill('SIGTERM');
    });

    const [code] = await once(child, 'close');

    expect(code).toBe(143);
    expect(said).toMatch(/^(正在准备演示 \d+ %\n)+$/);
    const again = await start(['--cli', 'people']);
    expect(again.said).toContain('Only a demonstration has people');
  }, 60_000);
});

describe('whoever stops npm, of which only its shell hears', () => {
  test('is left with nothing that runs either', async () => {
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', PORT: '0', SEED: 'demo' };
    const asNpm = { ...env, npm_lifecycle_event: 'start' };
    const shell = `"${process.execPath}" server/start.mjs --dev; true`;
    const child = spawn('sh', ['-c', shell], { env: asNpm });
    child.stdout.on('data', () => child.kill('SIGTERM'));

    // Only when the last one that could say anything is gone.
    await once(child, 'close');

    const again = await start(['--cli', 'people']);
    expect(again.said).toContain('Only a demonstration has people');
  }, 60_000);
});

describe('a failure names what failed', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const unknown = Object.assign(new Error('no'), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: 'nowhere',
  });
  const onPostgres = { DATABASE_URL: 'postgres://db/cuntou' };

  test.each<[string, unknown, NodeJS.ProcessEnv, RegExp]>([
    ['a refused PostgreSQL', refused, onPostgres, /^PostgreSQL does not answer/],
    ['every address of it refused', new AggregateError([refused]), onPostgres, /^PostgreSQL does/],
    ['one that keeps silent', new Error('timeout expired'), onPostgres, /^PostgreSQL does not/],
    ['one with an unknown name', unknown, onPostgres, /^PostgreSQL does not answer/],
    ['our own HOST', unknown, { ...onPostgres, HOST: 'nowhere' }, /^HOST is no address/],
    ['a refusal that is not PostgreSQL’s', refused, {}, /^no$/],
    ['the cause of a failed query', new Error('query', { cause: { code: 1 } }), {}, /^query$/],
    [
      'a full disk',
      new Error('x', { cause: Object.assign(new Error(), { code: 'ENOSPC' }) }),
      {},
      /^The disk is full/,
    ],
    [
      'a kind of failed reading',
      Object.assign(new Error(), { code: 'SQLITE_IOERR_READ' }),
      {},
      /^The disk of/,
    ],
  ])('%s', (_what, error, env, sentence) => {
    expect(startSentence(error, env)).toMatch(sentence);
  });
});
