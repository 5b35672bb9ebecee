import { engineOf } from '#db/engine.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { openDatabase } from '#db/open.ts';
import type { Database } from '#db/surface.ts';
import { makeDataFolder } from '#server/data-folder.ts';
import { followMoves } from '#server/demo/clock.ts';
import { followCalendar, readCalendar, settleCalendar } from '#server/kernel/calendar-in-force.ts';
import { type Clock, shiftedClock, systemClock } from '#server/kernel/clock.ts';
import type { App } from '#server/kernel/context.ts';
import { loadCountyBook, ruleTables } from '#server/kernel/county-book.ts';
import type { Env } from '#server/kernel/env.ts';
import { log } from '#server/kernel/log.ts';
import { recordRules } from '#server/kernel/rule-versions.ts';
import { loadSecrets } from '#server/kernel/secrets.ts';
import { readSetting } from '#server/kernel/settings.ts';
import { openWorkshop } from '#server/workshop/workshop.ts';

/** Opens everything that lives as long as the process; the database is migrated first. */
export async function openApp(env: Env): Promise<App> {
  makeDataFolder(env.dataDir);
  await migrateDatabase(env.databaseUrl, env.root);
  const db = await openDatabase(env.databaseUrl);
  const demoShift = await readSetting(db.read, 'demo.shift');
  const isDemo = typeof demoShift === 'number';
  const clock = isDemo ? demoClock(db, demoShift) : systemClock;
  const book = loadCountyBook(env.root, env.countyCode);
  await recordRules(db, ruleTables(env.root), clock.now());
  await settleCalendar(db, env.root, clock.now());
  await readCalendar(db, book, env.root);
  const onError = (error: unknown) => log.error({ error }, 'the calendar could not be read again');
  followCalendar(db, book, { root: env.root, onError });
  return {
    env,
    db,
    clock,
    book,
    secrets: loadSecrets(env.dataDir, env.secretKey),
    workshop: openWorkshop({ root: env.root, limits: book.rules.photos }),
    isDemo,
  };
}

/** Heard before anything else hears of a move: what is dropped or done then already has the new time. */
function demoClock(db: Database, shift: number): Clock {
  const clock = shiftedClock(shift);
  followMoves(db, clock);
  return clock;
}

/** Closes what `openApp` opened; writes under way are finished first. */
export async function closeApp(app: App): Promise<void> {
  await app.workshop.close();
  await app.db.close();
}

/** Which engine this app runs on, for logs and the version page. */
export function engineName(app: App): string {
  return engineOf(app.env.databaseUrl);
}
