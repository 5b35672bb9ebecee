import { execFileSync } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engine } from '#db/engine.ts';
import { openDatabase } from '#db/open.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
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
