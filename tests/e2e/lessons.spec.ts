import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { axeFaults } from '#tests/e2e/support/axe.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';
import { aWav } from '#tests/support/sounds.ts';

const { lessons, meetings } = wordsFor('zh');

/** Two runs share one county: each teaches in a village of its own. */
const casts = {
  withScript: {
    slug: 'fenghuang',
    secretary: 'fenghuang/wu-liqiu',
    villager: 'fenghuang/lu-mangzhong',
  },
  withoutScript: {
    slug: 'dongchansi',
    secretary: 'dongchansi/che-xiaoman',
    villager: 'dongchansi/yin-liqiu',
  },
};

const TITLE = '开关跳了，先别往上推';
const SAID = '跳闸是它在救你的命，先看哪一路跳了，再推。';
const SECRET = '逐户说了困难，定下谁来帮';

test('a lesson with a voice: refused without its words, heard on a tap, kept for later', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const { slug, secretary } = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const teacher = await browserOf(secretary);
  await teach(teacher, slug);

  const guest = await passerBy();
  const heard: string[] = [];
  guest.on('request', (request) => {
    if (request.url().includes('/recordings/')) heard.push(request.url());
  });
  await guest.goto(`/v/${slug}/lessons`);
  await guest.getByRole('link', { name: TITLE }).click();
  const main = guest.getByRole('main');
  await expect(main).toContainText(SAID);
  await expect(main).toContainText('苗立秋讲，一秒钟');
  expect(heard, 'nothing is loaded before a tap').toEqual([]);
  const source = await main.locator('audio').getAttribute('src');
  expect((await guest.request.get(source ?? '')).headers()['content-type']).toBe('audio/wav');
  await expectNoFault(guest);

  const kept = guest.waitForEvent('download');
  await main.locator('a[download]').click();
  expect((await kept).suggestedFilename()).toMatch(new RegExp(`^${slug}-\\d+\\.html$`));
});

test('minutes for the village alone: recorded, opened, corrected, and closed to guests', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const cast = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const secretary = await browserOf(cast.secretary);
  const guest = await passerBy();
  const villager = await browserOf(cast.villager);
  const path = await record(secretary, cast.slug);

  await guest.goto(path);
  await expect(guest.getByRole('main')).toContainText(meetings.came(14));
  await villager.goto(path);
  for (const closed of [guest, villager]) {
    await expect(closed.getByRole('main')).toContainText(meetings.page.closed);
    await expect(closed.locator('body')).not.toContainText(SECRET);
  }
  await secretary.getByText(meetings.audiences.village).click();
  await secretary.getByRole('button', { name: meetings.page.change }).click();
  await villager.reload();
  await expect(villager.getByRole('main')).toContainText(SECRET);
  await correct(secretary);

  await guest.reload();
  await expect(guest.getByRole('main')).toContainText(meetings.came(15));
  await expect(guest.locator('body')).not.toContainText(SECRET);
  await guest.getByRole('link', { name: meetings.page.history }).click();
  await expect(guest.locator('del')).toContainText('4');
  await expect(guest.locator('body')).not.toContainText(SECRET);
  await villager.goto(path);
  await villager.getByRole('link', { name: meetings.page.history }).click();
  await expect(villager.getByRole('main')).toContainText('签到少数了一个');
  await expectNoFault(villager);
});

/** Fills the form, is asked for the words of what is spoken, and sends it without choosing again. */
async function teach(page: Page, slug: string) {
  await page.goto(`/v/${slug}/lessons`);
  await page.getByRole('link', { name: lessons.shelf.make }).click();
  await page.locator('[name=title]').fill(TITLE);
  await page.locator('[name=series]').fill('平安小课');
  await page.locator('[name=number]').fill('7');
  await page.locator('[name=body]').fill('跳闸了**不要硬推**。');
  await page.locator('[name=featured]').fill('苗立秋');
  await page.locator('[name=consentOn]').fill('2026-11-12');
  await page.locator('[name=consentHow][value=spoken]').check({ force: true });
  await page.locator('[name=voiceCaption]').fill('苗立秋讲，一秒钟');
  const buffer = aWav();
  const file = { name: 'voice.wav', mimeType: 'audio/wav', buffer };
  await page.locator('[name=recording]').setInputFiles(file);
  await page.getByRole('button', { name: lessons.form.send }).click();
  await expect(page.getByRole('main')).toContainText(wordsFor('zh').errors.spokenNeedsWords);
  await expect(page.getByRole('main')).toContainText(lessons.form.keptVoice);
  await expectNoFault(page);
  await page.locator('[name=transcript]').fill(SAID);
  await page.getByRole('button', { name: lessons.form.send }).click();
  await expect(page).toHaveURL(/\/lessons\/\d+$/);
}

/** A meeting for Party members alone; the path of its page. */
async function record(page: Page, slug: string): Promise<string> {
  await page.goto(`/v/${slug}/meetings`);
  await page.getByRole('link', { name: meetings.record }).click();
  await page.locator('[name=kind][value=members]').check({ force: true });
  await page.locator('[name=topic]').fill('学新规定，议过冬的事');
  await page.locator('[name=heldOn]').fill('2026-11-13');
  await page.locator('[name=due]').fill('20');
  await page.locator('[name=present]').fill('12');
  await page.locator('[name=remote]').fill('2');
  await page.locator('#agenda').fill('学第三十五条');
  await page.locator('[name=body]').fill(SECRET);
  await expectNoFault(page);
  await page.getByRole('button', { name: meetings.form.send }).click();
  await expect(page).toHaveURL(/\/meetings\/\d+$/);
  await expect(page.getByRole('main')).toContainText(meetings.page.first);
  return new URL(page.url()).pathname;
}

async function correct(page: Page) {
  await page.getByRole('link', { name: meetings.correct.title }).click();
  await page.locator('[name=present]').fill('13');
  await page.locator('[name=reason]').fill('签到少数了一个');
  await page.getByRole('button', { name: meetings.correct.send }).click();
  await expect(page).toHaveURL(/\/meetings\/\d+$/);
}

async function expectNoFault(page: Page) {
  const { javaScriptEnabled } = test.info().project.use;
  if (!javaScriptEnabled) return;
  expect(await axeFaults(page)).toEqual([]);
}
