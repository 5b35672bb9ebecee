import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineOf } from '#db/engine.ts';
import { becomeOnlyServer } from '#db/only-server.ts';
import { closeApp, openApp } from '#server/boot.ts';
import { makeDataFolder } from '#server/data-folder.ts';
import type { App } from '#server/kernel/context.ts';
import type { Env } from '#server/kernel/env.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { checkCounty, checkDemoCounty } from '#server/operator/county.ts';

/** How far the first start of this installation came; kept so that it happens once. */
type Installation = 'loading-demo' | 'demo' | 'empty';

/** Migrates the database, and on the very first start loads the demonstration unless SEED=none. */
export async function prepare(env: Env): Promise<void> {
  await alone(env, () => prepareAlone(env));
}

async function prepareAlone(env: Env) {
  const isBroken = (await withApp(env, installationOf)) === 'loading-demo';
  if (isBroken) throwAwayHalfDemo(env);
  await withApp(env, async (app) => {
    const isNew = (await installationOf(app)) === undefined;
    if (isNew && env.seed === 'none') await mark(app, 'empty');
    if (isNew && env.seed === 'demo') {
      checkDemoCounty(env);
      await loadDemo(app);
    }
    const next = await checkCounty(app);
    if (next !== null) console.log(next);
  });
}

/** Loads the demonstration into an empty database; refuses one that already serves people. */
export async function seedNow(env: Env): Promise<void> {
  await alone(env, () => seedAlone(env));
}

// A server beside us would be serving a database that is just being filled, or thrown away.
async function alone(env: Env, work: () => Promise<void>) {
  makeDataFolder(env.dataDir);
  const leave = await becomeOnlyServer(env.databaseUrl);
  try {
    await work();
  } finally {
    leave();
  }
}

async function seedAlone(env: Env) {
  const before = await withApp(env, installationOf);
  if (before === 'demo') throw new Error('The demonstration is loaded already.');
  if (before === 'loading-demo') throwAwayHalfDemo(env);
  await withApp(env, async (app) => {
    if ((await installationOf(app)) === 'empty') {
      throw new Error('This database is not for a demonstration. Set DATA_DIR to another folder.');
    }
    await loadDemo(app);
  });
}

async function loadDemo(app: App) {
  const { seedDemo } = await import('#server/demo/seed.ts');
  await mark(app, 'loading-demo');
  let lastTenth = -1;
  await seedDemo(app, (share) => {
    const tenth = Math.floor(share * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    console.log(`正在准备演示 ${tenth * 10} %`);
  });
  await mark(app, 'demo');
}

/** A first start that was cut off left invented people only: they go, and it begins again. */
function throwAwayHalfDemo(env: Env) {
  if (engineOf(env.databaseUrl) === 'postgres') {
    throw new Error('The first start was cut off. Empty the database and start again.');
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${env.databaseUrl}${end}`, { force: true });
  for (const name of ['photos', 'recordings']) {
    rmSync(join(env.dataDir, name), { recursive: true, force: true });
  }
}

async function withApp<T>(env: Env, work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp(env);
  try {
    return await work(app);
  } finally {
    await closeApp(app);
  }
}

function installationOf(app: App): Promise<unknown> {
  return readSetting(app.db.read, 'installation');
}

function mark(app: App, installation: Installation): Promise<void> {
  return app.db.write((tx) => writeSetting(tx, 'installation', installation));
}
