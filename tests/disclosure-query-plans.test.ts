import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { draftPage } from '#server/disclosure-drafts/views.ts';
import { beginCorrection, dropCorrection, keepLine } from '#server/disclosure-review/correcting.ts';
import { endPublicity } from '#server/disclosure-review/publicity.ts';
import { namesOver, noticesOver } from '#server/disclosure-review/publicity-job.ts';
import { versionsPage } from '#server/disclosure-review/versions.ts';
import { reviewPage } from '#server/disclosure-review/views.ts';
import { disclosedMonth } from '#server/disclosures/month-views.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { disclosedYear } from '#server/disclosures/year-views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  disclosurePeople,
  ledgerLine,
  must,
  OCTOBER,
  publishedAccounts,
  publishedDraft,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { alsoGrowing, collectStatements, costsOf } from '#tests/support/query-plans.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let collected: ReturnType<typeof collectStatements>;
let world: World;

beforeAll(async () => {
  // First: a connection keeps what it prepared, and prepares it only once.
  collected = collectStatements();
  world = await openWorld();
});

afterAll(async () => {
  collected.stop();
  await world.close();
});

/** What a county gathers by publishing, month after month. */
const DISCLOSED = [
  ...['disclosure', 'disclosure_row', 'disclosure_version', 'disclosure_step'],
  ...['disclosure_finding', 'disclosure_sum', 'account_balance'],
];

/** A month and a list go their whole way, are read on the way, corrected, decided and covered. */
async function wholeLife() {
  const people = await disclosurePeople(world);
  await startDisclosure(world);
  const clerk = await world.ctx(people.clerk);
  const { id, no, postId } = await publishedAccounts(world, people, {
    lines: [...OCTOBER, ledgerLine('out', '2026-10-29', '水泵 13800138000', 'works', 9_000)],
  });
  must(await beginCorrection(clerk, id, '记重了'));
  must(await dropRow(clerk, id, { no: 3 }));
  must(await keepLine(clerk, id, 3));
  must(await dropCorrection(clerk, id));
  must(await beginCorrection(clerk, id, '少写了凭证号'));
  await publishedDraft(world, people, id);
  const lines = ['方谷雨', '唐小满'].map((name) => subsistenceLine(name, 2, 132_000));
  const list = await publishedTable(world, people, {
    ...{ itemCode: 'subsistence', period: '2026-Q3', lines },
  });
  world.clock.set(instantOf('2026-11-24', '09:00'));
  await noticesOver.run(systemContext(world.app));
  const secretary = await world.ctx(people.secretary);
  const withdrawn = { outcome: 'withdrawn' as const, rowNos: [2], reason: '搬走了' };
  must(await endPublicity(secretary, list.id, withdrawn));
  must(await correctPrivacy(clerk, postId, { datum: '13800138000', key: newToken() }));
  for (const viewer of [await world.ctx(), clerk]) {
    const query = new URLSearchParams();
    await disclosurePage(viewer, { slug: 'beipo', no: String(no), query });
    await versionsPage(viewer, 'beipo', String(no));
    await disclosedYear(viewer, { slug: 'beipo', year: '2026' });
    await disclosedMonth(viewer, { slug: 'beipo', year: '2026', month: '10' });
  }
  await reviewPage(clerk, id, '1');
  await draftPage(clerk, id, null);
  world.clock.set(instantOf('2027-01-10', '09:00'));
  await namesOver.run(systemContext(world.app));
}

test('no step of a disclosure reads a whole table that grows, or sorts its rows by hand', async () => {
  alsoGrowing(DISCLOSED);
  await wholeLife();
  for (const text of preparedTexts(world.app.db.read)) collected.statements.add(text);

  const connection = new BetterSqlite3(world.app.env.databaseUrl, { readonly: true });
  const costly = [...collected.statements].flatMap((statement) => {
    const costs = costsOf(connection, statement);
    return costs.length > 0 ? [{ statement, costs }] : [];
  });
  connection.close();

  expect(costly).toEqual([]);
  expect(collected.statements.size).toBeGreaterThan(100);
});
