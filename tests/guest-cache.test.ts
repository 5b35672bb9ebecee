import pg from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { engine } from '#db/engine.ts';
import { openDatabase } from '#db/open.ts';
import { finish } from '#server/finished-answer.ts';
import { createGuestCache, type Rendered } from '#server/guest-cache.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** A cache that hears the world's writes, and the page of one setting. */
async function openCachedWorld() {
  const opened = await openWorld();
  world = opened;
  const cache = createGuestCache(() => opened.clock.now());
  opened.app.db.onTouched((tags) => cache.drop(tags));
  const change = (value: string) =>
    opened.app.db.write(async (tx) => {
      await writeSetting(tx, 'notice', value);
      tx.touch('post:1');
    });
  const renderNotice = async (): Promise<Rendered> => {
    const value = String(await readSetting(opened.app.db.read, 'notice'));
    const answer = finish(200, [['content-type', 'text/html']], Buffer.from(value));
    return { answer, notes: { tags: new Set(['post:1']), staleAt: null, isShared: true } };
  };
  const read = async () => {
    const answer = cache.find('/notice') ?? (await cache.render('/notice', renderNotice));
    return String(answer.forms.get('identity')?.body);
  };
  return { ...opened, cache, change, read, renderNotice };
}

describe('guests after a write', () => {
  test('who is told that it is saved finds the new page at once', async () => {
    const { change, read } = await openCachedWorld();
    await change('before');
    await read();

    await change('after');

    expect(await read()).toBe('after');
  });

  test('the page is dropped before the write is acknowledged', async () => {
    const { app, cache, change, read } = await openCachedWorld();
    await change('before');
    await read();
    const order: string[] = [];
    app.db.onTouched(() => order.push(cache.find('/notice') ? 'still kept' : 'dropped'));

    await change('after').then(() => order.push('acknowledged'));

    expect(order).toEqual(['dropped', 'acknowledged']);
  });

  test('a page read before the write and finished after it is not kept', async () => {
    const { cache, change, read, renderNotice } = await openCachedWorld();
    await change('before');
    let letFinish = () => {};
    const held = new Promise<void>((resolve) => {
      letFinish = resolve;
    });
    const slow = cache.render('/notice', async () => {
      const rendered = await renderNotice();
      await held;
      return rendered;
    });

    await change('after');
    const whileRendering = await read();
    letFinish();
    await slow;

    expect(whileRendering).toBe('after');
    expect(await read()).toBe('after');
  });

  test('a write that fails drops nothing', async () => {
    const { app, cache, change, read } = await openCachedWorld();
    await change('before');
    await read();

    const failing = app.db.write(async (tx) => {
      tx.touch('post:1');
      throw new Error('refused');
    });

    await expect(failing).rejects.toThrow('refused');
    expect(cache.find('/notice')).toBeDefined();
  });
});

// On SQLite one process writes; on PostgreSQL there may be several.
if (engine === 'postgres') {
  test('processes hear of each other what was changed', async () => {
    const { app, cache, change, read } = await openCachedWorld();
    await change('before');
    await read();

    await notify(app.env.databaseUrl, '{"from":"another","tags":["post:1"]}');

    await expect.poll(() => cache.find('/notice')).toBeUndefined();
  });

  test('a write that touches very much drops everything elsewhere', async () => {
    const { app } = await openCachedWorld();
    const heard = vi.fn();
    const elsewhere = await openDatabase(app.env.databaseUrl);
    elsewhere.onTouched(heard);
    const many = Array.from({ length: 2_000 }, (_, no) => `post:${no}`);

    await app.db.write(async (tx) => tx.touch(...many));

    await expect.poll(() => heard.mock.calls.length).toBeGreaterThan(0);
    await elsewhere.close();
  });

  test('a lost connection drops everything and is made again', async () => {
    const { app, cache, change, read } = await openCachedWorld();
    await change('before');
    await read();

    await notify(app.env.databaseUrl, '{}', CUT_LISTENERS);
    await expect.poll(() => cache.find('/notice')).toBeUndefined();
    await read();

    const isHeard = async () => {
      await notify(app.env.databaseUrl, '{"from":"another","tags":["post:1"]}');
      return cache.find('/notice') === undefined;
    };
    await expect.poll(isHeard, { timeout: 5_000 }).toBe(true);
  });
}

const CUT_LISTENERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE query LIKE 'LISTEN%' AND datname = current_database()`;

async function notify(url: string, payload: string, before = 'SELECT 1') {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(before);
  await client.query('SELECT pg_notify($1, $2)', ['cuntou_touched', payload]);
  await client.end();
}
