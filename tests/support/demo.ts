import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#db/open.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import { readBar } from '#server/demo/facts.ts';
import { seedDemo } from '#server/demo/seed.ts';
import { createHttp } from '#server/http.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { readEnv } from '#server/kernel/env.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { visitor } from '#server/kernel/viewer.ts';
import { instantOf } from '#server/rules/dates.ts';
import { freshDatabase } from '#tests/support/fresh-database.ts';
import { sharedWorkshop } from '#tests/support/shared-workshop.ts';
import { answerInJson } from '#tests/support/world.ts';

/** The demonstration with the stories of a few villages, at the moment at which it begins. */
export async function openDemo(only: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'cuntou-demo-'));
  const base = await freshDatabase(folder);
  const env = { ...readEnv({ DATA_DIR: folder, LOG_LEVEL: 'silent' }), databaseUrl: base.url };
  const clock = handClock(instantOf('2026-11-16', '08:30'));
  const app: App = {
    env,
    db: await openDatabase(base.url),
    clock,
    book: loadCountyBook(env.root, env.countyCode),
    secrets: secretsFrom(Buffer.alloc(32, 7)),
    workshop: sharedWorkshop(env.root),
    isDemo: true,
  };
  const progress: number[] = [];
  await seedDemo(app, (share) => progress.push(share), { only });
  const http = createHttp(app, answerInJson);

  return {
    app,
    clock,
    progress,
    /** The context of a visitor, or of somebody in the slim bar. */
    async ctx(key?: string): Promise<Context> {
      const ctx = { ...systemContext(app), viewer: visitor };
      const found = (await readBar(app.db.read)).find((one) => one.key === key);
      return found ? { ...ctx, viewer: await loadViewer(ctx, found.personId) } : ctx;
    },
    post: (path: string, fields: Record<string, string>, cookie = '') =>
      http.request(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie, origin: 'http://localhost' },
      }),
    async close() {
      await app.db.close();
      await base.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Demo = Awaited<ReturnType<typeof openDemo>>;
