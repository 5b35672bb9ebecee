import { execFileSync } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine } from '#db/engine.ts';
import { openDatabase } from '#db/open.ts';
import { openPostgres } from '#db/postgres.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { openGate } from '#tests/long/support/cluster.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('what another process writes drops the finished pages of this one', async () => {
  const heard: string[] = [];
  const stop = world.app.db.onTouched((tags) => heard.push(...tags));

  await writeElsewhere();

  // SQLite cannot say what was written, so everything is dropped; PostgreSQL names the tags.
  await expect.poll(() => heard, { timeout: 5000 }).toContain(engine === 'sqlite' ? '*' : 'county');
  stop();
});

if (engine === 'postgres') {
  test('a connection lost at work refuses that write and no other', async () => {
    const { db } = world.app;
    const lost = db.write(async (tx) => {
      await writeSetting(tx, 'lost', 1);
      const [row] = await tx.rows<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      await db.read.rows(sql`SELECT pg_terminate_backend(${row?.pid})`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });

    await expect(lost).rejects.toThrow();
    await db.write((tx) => writeSetting(tx, 'kept', 1));

    expect(await readSetting(db.read, 'lost')).toBeUndefined();
    expect(await readSetting(db.read, 'kept')).toBe(1);
  });

  describe('a server that falls silent without a word', () => {
    const pace = { everyMs: 100, answerMs: 300, silentMs: 600 };

    /** A database behind a gate, as the machine's other side of a cable. */
    async function behindGate() {
      const url = new URL(world.app.env.databaseUrl);
      const gate = await openGate(Number(url.port));
      url.port = String(gate.port);
      return { gate, db: await openPostgres(url.href, pace) };
    }

    test('is noticed by whoever listens, who then drops every page and listens again', async () => {
      const { gate, db } = await behindGate();
      const heard: string[] = [];
      db.onTouched((tags) => heard.push(...tags));

      gate.hush();
      await expect.poll(() => heard, { timeout: 3000 }).toContain('*');
      const isHeardAgain = async () => {
        await writeElsewhere();
        return heard;
      };

      await expect.poll(isHeardAgain, { timeout: 5000 }).toContain('county');
      await db.close();
      gate.close();
    });

    test('keeps neither a write nor a read waiting, and the next ones go on', async () => {
      const { gate, db } = await behindGate();
      const write = () => db.write((tx) => writeSetting(tx, 'silent', 1));
      const read = () => readSetting(db.read, 'silent');
      await write();
      const underway = db.write(async (tx) => {
        gate.hush();
        await writeSetting(tx, 'silent', 2);
      });
      const began = performance.now();

      await expect(underway).rejects.toThrow();
      const tookMs = performance.now() - began;

      expect(tookMs).toBeLessThan(2 * pace.silentMs);
      await write();
      expect(await read()).toBe(1);
      await db.close();
      gate.close();
    });

    test('takes the worker’s lock with it, and the one who worked begins nothing more', async () => {
      const { gate, db } = await behindGate();
      const work = async (isHeld: () => boolean) => {
        const before = isHeld();
        gate.hush();
        await expect.poll(isHeld, { timeout: 3000 }).toBe(false);
        return before;
      };

      const heldBefore = await db.withLock('worker', work);

      expect(heldBefore).toBe(true);
      expect(await readSetting(db.read, 'nothing')).toBeUndefined();
      await db.close();
      gate.close();
    });

    test('every connection is watched from the other side too', async () => {
      const [row] = await world.app.db.read.rows<{ idle: string; user: string; long: string }>(
        sql`SELECT current_setting('tcp_keepalives_idle') AS idle,
          current_setting('tcp_user_timeout') AS "user", current_setting('statement_timeout') AS long`,
      );

      expect(row).toEqual({ idle: '20', user: '40000', long: '30s' });
    });
  });
}

async function writeElsewhere(): Promise<void> {
  const url = world.app.env.databaseUrl;
  if (engine === 'sqlite') {
    const write = `import D from 'better-sqlite3'; new D(${JSON.stringify(url)}).exec("INSERT INTO setting VALUES ('other', '1')")`;
    execFileSync(process.execPath, ['--input-type=module', '-e', write]);
    return;
  }
  const other = await openDatabase(url);
  await other.write(async (tx) => {
    await writeSetting(tx, 'other', 1);
    tx.touch('county');
  });
  await other.close();
}
