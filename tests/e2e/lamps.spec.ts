import type { Locator, Page } from 'playwright/test';
import sharp from 'sharp';
import { wordsFor } from '#content/messages/words.ts';
import { demoPerson } from '#tests/e2e/support/people.ts';
import { enter, expect, test } from '#tests/e2e/support/signed-in.ts';

const { raising, appeals, desk, flash, accounts, common, moderation } = wordsFor('zh');

interface Cast {
  villager: string;
  neighbours: [string, string];
  cadre: string;
  group: string;
  title: string;
  words: string;
  landmark: string;
  count: string;
  /** Photos that are alike are one file: each run takes its own. */
  colour: string;
  stillWrong: string;
}

/** Two runs share one county: each has its own people, so that neither takes the other's draft. */
const casts: { withScript: Cast; withoutScript: Cast } = {
  withScript: {
    villager: 'shiti/luo-bailu',
    neighbours: ['shiti/wu-lidong', 'shiti/xu-yushui'],
    cadre: 'shiti/liao-xiaoman',
    group: '3组',
    title: '卫生站门口 31 盏路灯全熄了',
    words: '老人半夜去看病，台阶都摸不到，昨天摔了一个。',
    landmark: '卫生站招牌底下',
    count: '31 盏',
    colour: '#20303a',
    stillWrong: '还有 3 盏不亮，都在弯道那边。',
  },
  withoutScript: {
    villager: 'shiti/gao-xiaoxue',
    neighbours: ['shiti/hu-lichun', 'shiti/lin-xiaoshu'],
    cadre: 'shiti/gong-liqiu',
    group: '4组',
    title: '堰塘埂上十二盏灯闪得眼睛花',
    words: '一亮一熄的，骑车子过路不敢睁眼，麻烦换一换。',
    landmark: '堰塘水闸旁',
    count: '12 盏',
    colour: '#3a3020',
    stillWrong: '水闸旁三盏还是闪。',
  },
};
const SECRETARY = 'shiti/zeng-guyu';

test('the lamps: raised, answered, planned, sent back once, and only then solved', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const cast = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const villager = await passerBy();
  const receipt = await raise(villager, cast);
  const path = receipt.path;

  const [first, second] = cast.neighbours;
  await sayTooWhileRaising(await browserOf(first), cast, path);
  await sayToo(await browserOf(second), path);
  await lookAtPhoto(await browserOf(SECRETARY), receipt.photo);
  const guest = await passerBy();
  await guest.goto(path);
  await expect(guest.locator('#cosign')).toContainText(appeals.cosign.count(2));
  await expect(guest.locator(`img[src*="${receipt.photo}"]`).first()).toBeVisible();

  const cadre = await browserOf(cast.cadre);
  await answerTwice(cadre, path, cast);
  await decideAndPlan(cadre, path);
  await propose(cadre, path, cast);

  await villager.goto(path);
  await expect(villager.locator('#answers')).toContainText(appeals.answers.count(cast.count));
  // What was done and the question whether it is stand together, on the small screen of a phone too.
  await expect(villager.locator('#answers + #look')).toBeVisible();
  await sayNotYet(villager, cast);
  await propose(cadre, path, cast);
  await confirm(villager, path);

  await guest.goto(path);
  await expect(guest.locator('.matter__head')).toContainText(appeals.state.solved);
  await expect(guest.locator('.matter__head')).toContainText(appeals.own.reopened(1));
  await trackTheMatter(await passerBy(), receipt, cast);
});

interface Receipt {
  path: string;
  no: string;
  slipCode: string;
  photo: string;
}

/** From the village's page through the sign-in and four screens to the receipt. */
async function raise(page: Page, cast: Cast): Promise<Receipt> {
  await page.goto('/v/shiti');
  await page.getByRole('main').getByRole('link', { name: appeals.raise }).first().click();
  await page.getByRole('link', { name: raising.gate.signIn }).click();
  await page.getByRole('link', { name: accounts.signIn.byPassword }).click();
  await enter(page, demoPerson(cast.villager));
  await chooseLamps(page);
  await page.getByLabel(raising.words.title).fill(`${cast.title}\n${cast.words}`);
  await page.getByLabel(raising.words.photo(1)).setInputFiles(await photoOf(cast));
  await next(page);
  await page.getByLabel(cast.group).check();
  await page.getByLabel(raising.where.landmark).fill(cast.landmark);
  await next(page);
  await expect(page.locator('.check')).toContainText(raising.check.photoCount(1));
  await page.locator('[name=addressee][value=secretary]').check();
  await page.locator('[name=audience][value=public]').check();
  await expect(page.locator('.plate')).toContainText(demoPerson(cast.cadre).name);
  await page.getByRole('button', { name: raising.check.send }).click();
  return readReceipt(page, cast);
}

async function readReceipt(page: Page, cast: Cast): Promise<Receipt> {
  await expect(page).toHaveURL(/\/receipt$/);
  const [no = '', slipCode = ''] = await page.locator('.receipt .number').allInnerTexts();
  const said = page.locator('.receipt');
  await expect(said.locator('svg')).toBeVisible();
  await expect(said).toContainText(/曾谷雨.*最晚.*前回您/);
  await expect(said).toContainText(cast.title);
  await page.getByRole('link', { name: appeals.receipt.open }).click();
  const photo = await ownPhoto(page);
  return { path: new URL(page.url()).pathname, no: no.replace('#', ''), slipCode, photo };
}

/** The hash of the photo on the page; its file tells nothing about where it was taken. */
async function ownPhoto(page: Page): Promise<string> {
  const source = (await page.locator('.photos img').first().getAttribute('src')) ?? '';
  const answer = await page.request.get(source);
  const { format, exif, xmp, iptc } = await sharp(await answer.body()).metadata();
  expect({ format, exif, xmp, iptc }).toEqual({ format: 'webp' });
  return /photos\/([\da-f]+)-/.exec(source)?.[1] ?? 'no photo';
}

async function chooseLamps(page: Page) {
  await page.locator('[name=picture][value=roads]').check();
  await next(page);
}

async function next(page: Page) {
  await page.getByRole('button', { name: common.form.next }).click();
}

/** Whoever begins to say the same is offered to join instead. */
async function sayTooWhileRaising(page: Page, cast: Cast, path: string) {
  await page.goto('/v/shiti/appeals/new');
  await chooseLamps(page);
  await page.getByLabel(raising.words.title).fill(`${cast.title}\n${cast.words}`);
  await next(page);
  const same = page.locator('#same').getByRole('listitem').filter({ hasText: cast.title });
  await same.getByRole('button', { name: `${raising.same.too} ${cast.title}` }).click();
  await expect(page).toHaveURL(new RegExp(`${path}#cosign$`));
  await expect(page.getByRole('status')).toHaveText(flash.cosigned);
}

async function sayToo(page: Page, path: string) {
  await page.goto(path);
  await page.locator('#cosign').getByRole('button', { name: appeals.metoo }).click();
  await expect(page.locator('#cosign')).toContainText(appeals.cosign.yours);
}

/** Somebody looks at every new photo before everybody sees it. */
async function lookAtPhoto(page: Page, hash: string) {
  await page.goto('/desk/reviews');
  const links = await page
    .locator('.post__link')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  for (const link of links) {
    await page.goto(link);
    if ((await page.locator(`img[src*="${hash}"]`).count()) > 0) break;
  }
  await page.getByLabel(moderation.review.keep).check();
  await page.getByRole('button', { name: moderation.review.send }).click();
  await expect(page).toHaveURL(/\/desk\/reviews$/);
}

/** A stock phrase leaves the first clock running; only a real answer stops it. */
async function answerTwice(page: Page, path: string, cast: Cast) {
  await page.goto(path);
  await answer(page, '您好，您反映的问题已收悉，正在办理。');
  await expect(page.getByRole('status')).toHaveText(flash.receiptOnly);
  await expect(firstClock(page)).toHaveClass(/clock--run/);
  await answer(page, `看到了。我今晚 7 点半去${cast.landmark}，一盏一盏数清楚，明早给您回话。`);
  await expect(page.getByRole('status')).toHaveText(flash.answered);
  await expect(firstClock(page)).toHaveClass(/clock--done/);
}

function firstClock(page: Page): Locator {
  return page.locator('.matter__plate .clock').first();
}

async function answer(page: Page, words: string) {
  const form = page.locator('form#answer');
  await form.getByLabel(desk.act.answerWords).fill(words);
  await form.getByRole('button', { name: desk.act.answerSend }).click();
}

/** New lamps are no repair: they take a dated plan, which the page then shows. */
async function decideAndPlan(page: Page, path: string) {
  await page.goto(path);
  const remedy = await unfold(page, desk.act.classify, 'remedy');
  await remedy.getByLabel(desk.act.item).selectOption('0202');
  await remedy.locator('[value=build]').check();
  await remedy.getByLabel(desk.act.reason).fill('灯和线都到年限了，修不住，换新的。');
  await remedy.getByRole('button', { name: desk.act.classifySend }).click();
  await expect(page.getByRole('status')).toHaveText(flash.saved);
  const plan = await unfold(page, desk.act.plan, 'plan');
  await plan.getByLabel(desk.act.planWords).fill('先定钱，再换灯。');
  const steps = [
    ['两委把钱定下来', '2026-11-25'],
    ['灯全部换好', '2026-12-04'],
  ] as const;
  for (const [at, [what, dueOn]] of steps.entries()) {
    await plan.getByLabel(desk.act.stepWhat).nth(at).fill(what);
    await plan.getByLabel(desk.act.stepDue).nth(at).fill(dueOn);
  }
  await plan.getByRole('button', { name: desk.act.planSend }).click();
  await expect(page.locator('#milestones')).toContainText('灯全部换好');
}

/** The forms behind a fold open by a tap, also without script. */
async function unfold(page: Page, title: string, form: string): Promise<Locator> {
  await page.locator('#handle summary').getByText(title, { exact: true }).click();
  return page.locator(`form#${form}`);
}

async function propose(page: Page, path: string, cast: Cast) {
  await page.goto(path);
  const form = await unfold(page, desk.act.propose, 'close');
  await form.getByLabel(desk.act.proposeWords).fill('照计划换好了，天黑以后又走了一遍。');
  await form.getByLabel(desk.act.count).fill(cast.count);
  await form.getByLabel(desk.act.after).setInputFiles(await photoOf(cast));
  await form.getByRole('button', { name: desk.act.proposeSend }).click();
  await expect(page.getByRole('status')).toHaveText(flash.proposed);
  await expect(page.locator('.matter__head')).toContainText(appeals.state.awaiting);
}

async function sayNotYet(page: Page, cast: Cast) {
  await page.locator('#look summary').getByText(appeals.own.notYet, { exact: true }).click();
  await page.getByLabel(appeals.own.notYetWords).fill(cast.stillWrong);
  await page.getByRole('button', { name: appeals.own.notYetSend }).click();
  await expect(page.getByRole('status')).toHaveText(flash.reopened);
  await expect(page.locator('.matter__head')).toContainText(appeals.own.reopened(1));
  await expect(page.locator('#steps')).toContainText(cast.stillWrong);
}

async function confirm(page: Page, path: string) {
  await page.goto(path);
  await page.getByLabel(appeals.own.grades.satisfied, { exact: true }).check();
  await page.getByRole('button', { name: appeals.own.confirm }).click();
  await expect(page.getByRole('status')).toHaveText(flash.confirmed);
  await expect(page.locator('.matter__head')).toContainText(appeals.state.solved);
}

/** Village and number show states and dates to anybody; the words need the code of the receipt. */
async function trackTheMatter(page: Page, { no, slipCode }: Receipt, cast: Cast) {
  await page.goto('/track');
  await page.getByLabel(appeals.track.place).fill('石梯村');
  await page.getByLabel(appeals.track.no).fill(no);
  await page.getByRole('button', { name: appeals.track.find, exact: true }).click();
  await expect(page.locator('#found')).toContainText(appeals.steps.what.confirmed);
  await expect(page.locator('#found')).not.toContainText(cast.words);
  await page.getByLabel(appeals.track.code).fill(slipCode);
  await page.getByRole('button', { name: appeals.track.findSlip }).click();
  await expect(page.locator('#found')).toContainText(cast.words);
}

/** A photo as a phone takes it: it knows when and where. */
async function photoOf({ colour }: Cast) {
  const buffer = await sharp({
    create: { width: 900, height: 600, channels: 3, background: colour },
  })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Telephone', DateTime: '2026:11:15 20:10:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 0/1 0/1', GPSLongitudeRef: 'E' },
    })
    .toBuffer();
  expect((await sharp(buffer).metadata()).exif).toBeDefined();
  return { name: 'lamps.jpg', mimeType: 'image/jpeg', buffer };
}
