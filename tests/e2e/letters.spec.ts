import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { axeFaults } from '#tests/e2e/support/axe.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';

const { letters, posts, promises } = wordsFor('zh');

/** Two runs share one county: each writes in a village of its own. */
const casts = {
  withScript: {
    slug: 'gaogongqiao',
    secretary: 'gaogongqiao/hou-hanlu',
    title: '收完谷子，先说三件事',
  },
  withoutScript: {
    slug: 'huming',
    secretary: 'huming/qiao-chunfen',
    title: '入冬前的三件事，写给大家',
  },
};
type Cast = (typeof casts)['withScript'];

const VILLAGER = 'shiti/luo-bailu';
const body = '乡亲们，我先说没办成的：渠没有按日子修通。\n\n挖机在别处耽搁了，是我安排得不好。';
const lines = [
  { what: '装 31 盏路灯', measure: '31 盏都亮', dueOn: '2026-12-20' },
  { what: '清淤 1.8 公里', measure: '水放到最远那块田', dueOn: '2026-12-31' },
  { what: '老年食堂开火', measure: '', dueOn: '' },
];

test('a letter with its promises: begun, previewed in large text, sent, asked about, reworded', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const cast = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const secretary = await browserOf(cast.secretary);
  await write(secretary, cast);
  await expect(secretary.locator('.marks')).toHaveCount(javaScriptEnabled ? 1 : 0);

  await goOnLater(secretary, cast);
  await previewInLargeText(secretary, cast);
  const path = await send(secretary, cast);
  await ask(await browserOf(VILLAGER), path);
  await reword(secretary, path);

  const guest = await passerBy();
  await guest.goto(path);
  await expect(guest.locator('#promises')).toContainText(promises.heading(2));
  await expect(guest.locator('.sent__side')).toContainText(letters.page.asked(1, 0));
  await expect(guest.getByRole('main')).toContainText(posts.likes.note);
  await guest.getByRole('link', { name: letters.page.history }).click();
  await expect(guest.locator('del')).toContainText('不好');
});

/** From the village's list of letters to the form, filled in as far as it goes. */
async function write(page: Page, { slug, title }: Cast) {
  await page.goto(`/v/${slug}/letters`);
  await page.getByRole('link', { name: letters.list.write }).click();
  await page.getByLabel(letters.form.subject, { exact: true }).fill(title);
  await page.getByLabel(letters.form.body, { exact: true }).fill(body);
  for (const [at, line] of lines.entries()) {
    await page.locator(`#what${at + 1}`).fill(line.what);
    await page.locator(`#measure${at + 1}`).fill(line.measure);
    await page.locator(`#dueOn${at + 1}`).fill(line.dueOn);
  }
}

/** Put aside, it lies on the desk, and goes on from there. */
async function goOnLater(page: Page, { title }: Cast) {
  await page.getByRole('button', { name: letters.form.save }).click();
  await expect(page.locator('#what2')).toHaveValue('清淤 1.8 公里');
  await expect(page.locator('[data-line]').nth(2)).toContainText(letters.form.isIntention);
  await expectNoFault(page);
  await page.goto('/desk/letters');
  await expectNoFault(page);
  await page.getByRole('link', { name: title }).click();
}

async function previewInLargeText(page: Page, { title }: Cast) {
  await page.getByRole('button', { name: letters.form.preview }).click();
  await expect(page.locator('.letter__title')).toHaveText(title);
  await page.getByRole('link', { name: letters.preview.large }).click();
  await expect(page.locator('html')).toHaveAttribute('data-size', 'care');
  await expectNoFault(page);
}

async function send(page: Page, { slug, title }: Cast): Promise<string> {
  await page.getByRole('button', { name: letters.form.send }).click();
  await expect(page).toHaveURL(new RegExp(`/v/${slug}/letters/\\d+$`));
  await expect(page.locator('.letter__title')).toHaveText(title);
  await expect(page.locator('html')).not.toHaveAttribute('data-size', 'care');
  return new URL(page.url()).pathname;
}

async function ask(page: Page, path: string) {
  await page.goto(path);
  await page.getByLabel(posts.speak.body, { exact: true }).fill('食堂收不收钱？');
  await page.locator('[name=kind][value=ask]').check();
  await page.locator('#speak').getByRole('button', { name: posts.talk.send }).click();
  await expect(page.locator('.sent__side .plate')).toBeVisible();
  await page.getByRole('button', { name: posts.likes.like }).click();
  await expectNoFault(page);
}

async function reword(page: Page, path: string) {
  await page.goto(path);
  await page.getByRole('link', { name: posts.acts.edit }).click();
  await page.getByLabel(posts.edit.body, { exact: true }).fill(body.replace('不好', '没跟上'));
  await page.getByRole('button', { name: posts.edit.send }).click();
  await expect(page.locator('.letter')).toContainText('没跟上');
}

async function expectNoFault(page: Page) {
  const { javaScriptEnabled } = test.info().project.use;
  if (javaScriptEnabled) expect(await axeFaults(page)).toEqual([]);
}
