import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { addDays } from '#server/rules/dates.ts';
import {
  makeDraw,
  nextMonth,
  pass,
  passUntil,
  signInAs,
  today,
} from '#tests/e2e/support/county-clock.ts';
import { reviewers } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';

const { letters, selections, results, objections, badges, reviewing, draws } = wordsFor('zh');
const RUBRIC = ['feasible', 'concerns', 'checkable', 'last-month', 'wording'];

const entrants = [
  { slug: 'songlin', secretary: 'songlin/mu-qingming', town: 'qiu-lidong' },
  { slug: 'fenghuang', secretary: 'fenghuang/wu-liqiu', town: 'shang-qingming' },
];

test('J9: opened, entered, recommended, drawn, read without names, objected to, and final', async ({
  browserOf,
  passerBy,
  javaScriptEnabled,
}) => {
  test.setTimeout(420_000);
  const mark = javaScriptEnabled ? '甲' : '乙';
  const guest = await passerBy();
  const organizer = await signInAs(await passerBy(), 'org_dept');
  const inspector = await signInAs(await passerBy(), 'discipline');
  // A month of its own: what others opened before is over.
  await passUntil(guest, await nextMonth(guest));

  const id = await openRound(organizer, await today(guest));
  for (const { slug, secretary } of entrants) {
    const title = titleOf(slug, mark);
    await writeAndEnter(await browserOf(secretary), { slug, title, id, now: await today(guest) });
  }
  await passUntil(guest, await nextMonth(guest));
  for (const { slug, town } of entrants) {
    await recommend(await signInAs(await passerBy(), town), id, titleOf(slug, mark));
  }
  await passUntil(guest, addDays(await today(guest), 6));
  const drawn = await makeDraw({ guest, organizer, inspector }, 'selection');
  await guest.goto(drawn);
  await expect(guest.getByRole('main')).toContainText(draws.purposes.selection);
  expect(await readAll(browserOf, id)).toBeGreaterThanOrEqual(5);
  await pass(guest, 6);

  await guest.goto(`/selections/${id}`);
  const main = guest.getByRole('main');
  await expect(main).toContainText(selections.phases.objecting);
  await expect(main).toContainText(titleOf('songlin', mark));
  await expect(main).toContainText('写得明白，查得到。');
  await objectToWording(await browserOf('shiti/luo-bailu'), id, titleOf('fenghuang', mark));
  await decide(await signInAs(await passerBy(), 'ji-bailu'), inspector);
  await guest.goto(`/selections/${id}`);
  await expect(main).toContainText(objections.list.versions(2));
  await expect(main).toContainText(objections.verdicts.struck);

  await pass(guest, 7);
  await guest.goto(`/selections/${id}`);
  await expect(main).toContainText(selections.phases.final);
  await guest.goto('/v/songlin/letters');
  await expect(main).toContainText('十佳');
  // A former winner's promise was not kept: the badge is struck, in sight of everybody.
  await guest.goto('/v/fanghu/letters');
  await expect(main).toContainText(badges.lostTag(badges.short('2026-08')));
  await guest.goto('/selections/formula');
  await expect(main).toContainText(results.formula.never);
});

const titleOf = (slug: string, mark: string) =>
  `${slug === 'songlin' ? '路' : '账'}还差一截，信${mark}`;

async function openRound(page: Page, now: string): Promise<string> {
  await page.goto('/desk/selections');
  await page.getByRole('button', { name: selections.kinds.letters.name }).click();
  return `letters-${now.slice(0, 7).replace('-', '')}`;
}

async function writeAndEnter(
  page: Page,
  { slug, title, id, now }: { slug: string; title: string; id: string; now: string },
) {
  await page.goto(`/v/${slug}/letters/new`);
  await page.locator('[name="title"]').fill(title);
  await page.locator('[name="body"]').fill('没办成的一件先说，卡在哪里、哪天再说，都写在这里。');
  await page.locator('#what1').fill('修好机耕道');
  await page.locator('#measure1').fill('三轮车走得通');
  await page.locator('#dueOn1').fill(addDays(now, 200));
  await page.getByRole('button', { name: letters.form.send }).click();
  await expect(page).toHaveURL(/\/letters\/\d+$/);
  await page.goto(`/desk/selections/${id}`);
  await page.getByRole('button', { name: selections.desk.enter }).first().click();
  await expect(page.getByRole('main')).toContainText(selections.desk.isEntered);
}

async function recommend(page: Page, id: string, title: string) {
  await page.goto(`/desk/selections/${id}`);
  const entry = page.getByRole('listitem').filter({ hasText: title });
  await entry.locator('textarea').fill('先说没办成的，日子写得明明白白。');
  await entry.getByRole('button').click();
  await expect(page.getByRole('main')).toContainText(selections.desk.isRecommended);
}

/** Whoever was drawn reads without knowing whose it is, and gives every line points and a reason. */
async function readAll(browserOf: (key: string) => Promise<Page>, id: string): Promise<number> {
  let read = 0;
  for (const who of reviewers()) {
    const page = await browserOf(who);
    const shown = await page.goto(`/desk/selections/${id}/read`);
    if (shown?.status() !== 200) continue;
    const links = page.locator(`main a[href^="/desk/selections/${id}/read/"]`);
    for (const path of await links.evaluateAll((all) =>
      all.map((one) => one.getAttribute('href')),
    )) {
      await page.goto(path ?? '');
      await expect(page.getByRole('main')).not.toContainText(/乔春分|松林村|凤凰村|连山镇/);
      await giveSheet(page);
    }
    read += 1;
    await page.context().close();
  }
  return read;
}

async function giveSheet(page: Page) {
  for (const code of RUBRIC) {
    await page.locator(`[name="points-${code}"]`).fill(code === 'wording' ? '4' : '12');
    await page.locator(`[name="reason-${code}"]`).fill('写得清楚');
  }
  await page.locator('[name="remark"]').fill('写得明白，查得到。');
  await page.getByRole('button', { name: reviewing.sheet.send }).click();
  await expect(page.getByRole('main')).toContainText(/交/);
}

async function objectToWording(page: Page, id: string, title: string) {
  await page.goto(`/selections/${id}`);
  const chosen = page.getByRole('listitem').filter({ hasText: title }).first();
  await chosen.locator(`a[href^="/selections/${id}/"]`).first().click();
  await page.getByRole('link', { name: objections.link }).first().click();
  await page.locator('[name=line][value=wording]').check();
  await page.locator('[name=body]').fill('信里的话是抄来的，表达这一项不该给分。');
  await page.getByRole('button', { name: objections.send }).click();
  await expect(page.getByRole('main')).toContainText(objections.mine);
}

/** Another of the department answers, and somebody of another office looks again. */
async function decide(answerer: Page, second: Page) {
  await answerer.goto('/desk/objections');
  await answerer.locator('[name=verdict][value=struck]').check();
  await answerer.locator('[name=reason]').fill('核过了，那一段是照着别的村写的。');
  await answerer.getByRole('button', { name: objections.desk.send }).click();
  await second.goto('/desk/objections');
  await second.locator('[name=agrees][value=yes]').check();
  await second.getByRole('button', { name: objections.desk.second }).click();
}
