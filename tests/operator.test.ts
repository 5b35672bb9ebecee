import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { engine } from '#db/engine.ts';
import { becomeOnlyServer } from '#db/only-server.ts';
import { openDatabase } from '#db/open.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { backUp, restore } from '#server/operator/backup.ts';
import { startProduct } from '#tests/support/start-product.ts';
import { openWorld } from '#tests/support/world.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuntou-operator-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (args: string[], env: Record<string, string> = {}) =>
  startProduct(args, { DATA_DIR: folder, ...env });

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

      const { code } = await start(['--cli', 'outbox']);
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

    test('takes along what lies beside the database, but no key', async () => {
      const world = await openWorld();
      const beside = ['photos/a-320.webp', 'recordings/a.m4a', 'files/a.pdf'];
      for (const name of beside) {
        const path = join(world.app.env.dataDir, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, name);
      }

      await backUp(world.app.env, join(folder, 'backup'));

      for (const name of beside) {
        expect(readFileSync(join(folder, 'backup', name), 'utf8')).toBe(name);
      }
      expect(existsSync(join(folder, 'backup', 'secret.key'))).toBe(false);
      await world.close();
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
