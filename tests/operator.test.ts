import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { engine } from '#db/engine.ts';
import { becomeOnlyServer } from '#db/only-server.ts';
import { openDatabase } from '#db/open.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { backUp, restore } from '#server/operator/backup.ts';
import { startSentence } from '#server/start-failures.ts';
import { openWorld } from '#tests/support/world.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuntou-operator-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the product's entrance as a person would; resolves with what it said and its exit code. */
function start(args: string[], env: Record<string, string>) {
  return new Promise<{ code: number; said: string }>((resolve) => {
    const options = { env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', ...env } };
    const command = ['server/start.mjs', ...args];
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}`.trim() });
    });
  });
}

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
    const { code, said } = await start(['--cli', ...args], {});

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
    const again = await start(['--cli', 'people'], {});
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

    const again = await start(['--cli', 'people'], {});
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

if (engine === 'postgres') {
  describe('a PostgreSQL that cannot hold a county', () => {
    const named = (name: string) => {
      const url = new URL(inject('postgresBase'));
      url.pathname = `/${name}`;
      return { DATABASE_URL: url.href };
    };

    test('has no such database', async () => {
      const { code, said } = await start(['--cli', 'migrate'], named('nowhere'));

      expect(said).toMatch(/^The database of DATABASE_URL does not exist\..*$/);
      expect(code).toBe(1);
    });

    test('was not made for Chinese', async () => {
      const admin = new pg.Client({ connectionString: inject('postgresBase') });
      await admin.connect();
      await admin.query("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");

      const { code, said } = await start(['--cli', 'migrate'], named('ascii'));
      await admin.query('DROP DATABASE ascii WITH (FORCE)');
      await admin.end();

      expect(said).toMatch(/^The database of DATABASE_URL is not in UTF8\..*$/);
      expect(code).toBe(1);
    });
  });
}

if (engine === 'sqlite') {
  describe('one server on a data folder', () => {
    const url = () => join(folder, 'cuntou.db');

    test('keeps a second one out until it leaves', async () => {
      const leave = await becomeOnlyServer(url());

      const second = await start(['--cli', 'prepare'], { SEED: 'none' });
      leave();
      const next = await becomeOnlyServer(url());

      expect(second).toEqual({
        code: 1,
        said: 'Another 村头 runs on this data folder. Stop it, or set DATA_DIR.',
      });
      next();
    });

    test('lets the next one in while it finishes its last requests', async () => {
      const leave = await becomeOnlyServer(url());
      setTimeout(leave, 300);

      const next = await becomeOnlyServer(url());

      next();
    });

    test('does not keep the command line out', async () => {
      const leave = await becomeOnlyServer(url());

      const { code } = await start(['--cli', 'outbox'], {});
      leave();

      expect(code).toBe(0);
    });
  });

  describe('a backup', () => {
    test('taken while people write holds every write acknowledged before', async () => {
      const world = await openWorld();
      const write = (no: number) => world.app.db.write((tx) => writeSetting(tx, `n${no}`, no));
      for (let no = 0; no < 20; no += 1) await write(no);
      const others = Promise.all(Array.from({ length: 50 }, (_, no) => write(100 + no)));

      await backUp(world.app.env, join(folder, 'backup'));
      await others;
      const target = { ...world.app.env, dataDir: join(folder, 'new') };
      const restored = { ...target, databaseUrl: join(target.dataDir, 'cuntou.db') };
      await restore(restored, join(folder, 'backup'));

      const db = await openDatabase(restored.databaseUrl);
      const found = await Promise.all(
        Array.from({ length: 20 }, (_, no) => readSetting(db.read, `n${no}`)),
      );
      await db.close();
      await world.close();
      expect(found).toEqual(Array.from({ length: 20 }, (_, no) => no));
    });

    test('never overwrites a database or another backup', async () => {
      const world = await openWorld();
      await backUp(world.app.env, join(folder, 'backup'));

      const again = backUp(world.app.env, join(folder, 'backup'));
      const over = restore(world.app.env, join(folder, 'backup'));

      await expect(again).rejects.toThrow('exists already');
      await expect(over).rejects.toThrow('holds a database already');
      await world.close();
    });

    test('says when the key to its sealed phones is missing', async () => {
      const world = await openWorld();
      await backUp(world.app.env, join(folder, 'backup'));
      const dataDir = join(folder, 'new');
      const env = { ...world.app.env, dataDir, databaseUrl: join(dataDir, 'cuntou.db') };

      const { hasKey } = await restore(env, join(folder, 'backup'));

      expect(hasKey).toBe(false);
      await world.close();
    });
  });
}
