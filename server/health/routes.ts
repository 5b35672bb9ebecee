import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { setting } from '#db/schema/kernel.ts';
import { engineName } from '#server/boot.ts';
import { theBuild } from '#server/health/build.ts';
import type { App } from '#server/kernel/context.ts';

const FRESH = { 'cache-control': 'no-store' };

/** For the machine that watches us: alive, ready, and which version. No session is looked at. */
export function healthRoutes(theApp: () => App): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.text('ok', 200, FRESH));
  routes.get('/readyz', async (c) => {
    const isReady = await databaseAnswers(theApp());
    if (isReady) return c.text('ok', 200, FRESH);
    return c.text('the database does not answer', 503, FRESH);
  });
  routes.get('/version', (c) =>
    c.json({ ...theBuild(), engine: engineName(theApp()) }, 200, FRESH),
  );
  return routes;
}

/** Reads from a table of ours: it answers, and the migrations are there. */
async function databaseAnswers({ db }: App): Promise<boolean> {
  try {
    await db.read.select({ one: sql<number>`1` }).from(setting).limit(1);
    return true;
  } catch {
    // Whoever asks wants a no, not the reason: that stands in the log of the request that failed.
    return false;
  }
}
