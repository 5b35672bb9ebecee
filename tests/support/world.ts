import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#db/open.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import { createHttp } from '#server/http.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { readEnv } from '#server/kernel/env.ts';
import type { RenderPage } from '#server/kernel/http.ts';
import { pageNotes } from '#server/kernel/page-notes.ts';
import { secretsFrom } from '#server/kernel/secrets.ts';
import { visitor } from '#server/kernel/viewer.ts';
import { instantOf } from '#server/rules/dates.ts';
import { layOutCounty } from '#tests/support/county.ts';
import { freshDatabase } from '#tests/support/fresh-database.ts';
import { sharedWorkshop } from '#tests/support/shared-workshop.ts';

/** Monday 16 November 2026, 8:30 in the morning: a working day begins. */
export const MONDAY_MORNING = instantOf('2026-11-16', '08:30');

/** Codes are offered; nothing listens where they would be handed over. */
const noGateway = { SMS_WEBHOOK: 'http://127.0.0.1:9/', SMS_SECRET: 's'.repeat(32) };

/** A fresh county 999999 on this project's engine, with a clock that is moved by hand. */
export async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'cuntou-test-'));
  const base = await freshDatabase(folder);
  const clock = handClock(MONDAY_MORNING);
  const env = {
    ...readEnv({ DATA_DIR: folder, COUNTY: '999999', LOG_LEVEL: 'silent', ...noGateway }),
    databaseUrl: base.url,
  };
  const app: App = {
    env,
    db: await openDatabase(base.url),
    clock,
    book: loadCountyBook(env.root, env.countyCode),
    secrets: secretsFrom(Buffer.alloc(32, 7)),
    workshop: sharedWorkshop(env.root),
    isDemo: false,
  };
  const http = createHttp(app, answerInJson);
  const county = await layOutCounty(app);

  return {
    app,
    clock,
    county,
    people: county.people,
    /** The whole of HTTP, for requests that no browser sends. */
    http,
    /** The context of a visitor, or of the person with this id as he is at this moment. */
    async ctx(personId?: string): Promise<Context> {
      const base: Context = {
        ...app,
        viewer: visitor,
        lang: 'zh',
        page: pageNotes(),
        requestId: 'TEST',
        address: '127.0.0.1',
        host: 'cuntou.test',
        size: 'standard',
        flash: null,
        asked: '/',
      };
      if (personId === undefined) return base;
      return { ...base, viewer: await loadViewer(base, personId) };
    },
    /** A cookie of a signed-in person, for http requests. */
    async cookieOf(personId: string): Promise<string> {
      const { makeSession } = await import('#server/accounts/sessions.ts');
      const token = await makeSession(await this.ctx(), personId);
      return `session=${token}`;
    },
    /** GET as a browser would; the answer's JSON says which page was rendered. */
    async get(path: string, cookie = ''): Promise<Response> {
      return http.request(path, { headers: { cookie } });
    },
    /** POST a form as a browser would. */
    async post(
      path: string,
      fields: Record<string, string> | FormData,
      cookie = '',
    ): Promise<Response> {
      const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
      return http.request(path, {
        method: 'POST',
        body,
        headers: { cookie, origin: 'http://localhost' },
      });
    },
    async close() {
      await app.db.close();
      await base.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Pages are Astro's; a story only asks which page, with what status and what form. */
export const answerInJson: RenderPage = async ({ path, status, form, ctx }) =>
  Response.json({ path, form, tags: [...ctx.page.tags] }, { status });
