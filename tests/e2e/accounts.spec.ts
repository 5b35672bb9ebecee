import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { readDemoContent } from '#server/demo/content.ts';
import { qrOf } from '#server/posts/printed-address.ts';
import { parseMoney, plainMoney } from '#server/rules/money.ts';
import { hasIdChecksum, isCardNumber } from '#server/rules/number-checks.ts';
import { countyPerson } from '#tests/e2e/support/people.ts';
import { enter, expect, test } from '#tests/e2e/support/signed-in.ts';
import { xlsx } from '#tests/support/xlsx.ts';

const {
  disclosureCopies,
  disclosureDrafts,
  disclosureDuties,
  disclosureReview,
  disclosures,
  errors,
  lineObjections,
  peopleImport,
} = wordsFor('zh');
const content = readDemoContent(fileURLToPath(new URL('../..', import.meta.url)));

/** Two runs share one county: each fills in the accounts that its own village is late with. */
const casts = { withScript: castOf('songlin'), withoutScript: castOf('huming') };
/** A neighbour that is late all the while. */
const LATE = { name: '国防村', town: '三水镇' };
const PERIOD = '2026-10';
const MONTH = '10月';
const LEDGER = 'finance-lines';

interface Cast {
  slug: string;
  code: string;
  clerk: string;
  secretary: string;
  supervision: [string, string];
  villager: string;
}

function castOf(slug: string): Cast {
  const village = content.villages.find((one) => one.slug === slug);
  if (!village) throw new Error(`the demonstration has no ${slug}`);
  const holding = (post: string) =>
    village.people
      .filter((one) => one.posts.some((held) => held.post === post))
      .map(({ key }) => `${slug}/${key}`);
  const [clerk = ''] = holding('clerk');
  const [secretary = ''] = holding('secretary');
  const [first = '', second = ''] = holding('supervision');
  const villager = `${slug}/${village.households[3]?.members[0]?.key}`;
  return { slug, code: village.code, clerk, secretary, supervision: [first, second], villager };
}

test('J4: a village masks a list, balances its accounts to the 分, is asked and hangs them up', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled, baseURL }) => {
  test.setTimeout(300_000);
  const cast = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const clerk = await browserOf(cast.clerk);
  const guest = await passerBy();

  await maskList(clerk, cast);
  await expectLate(guest, cast);
  const draft = await balance(clerk, cast);
  for (const member of cast.supervision) await sign(await browserOf(member), draft);
  const path = await publish(await browserOf(cast.secretary), draft);

  await askAboutLine(await browserOf(cast.villager), path);
  await expectShown(guest, cast, path);
  await expectNeighbourLate(await passerBy());
  await expectPaper(guest, path, baseURL ?? '');
});

/** A sheet with numbers where none belong: masked at once, and kept back until somebody says so. */
async function maskList(page: Page, cast: Cast) {
  const draft = await beginDraft(page, cast, 'subsidies', '2026-11-16');
  await sendSheet(page, draft, { name: '补贴.xlsx', buffer: xlsx([{ name: '名单', rows: LIST }]) });
  const found = page.getByRole('main');
  for (const kind of ['id', 'phone', 'card']) {
    await expect(found).toContainText(`${disclosureDrafts.gate.kinds[kind]} 1 处，已遮住`);
  }
  await page.getByRole('button', { name: disclosureDrafts.imports.press(LIST.length - 1) }).click();
  await expect(page.getByRole('main')).toContainText(disclosureDrafts.gate.open(3));

  await page.goto(`${draft}/review`);
  for (const secret of SECRETS) await expect(page.getByRole('main')).not.toContainText(secret);
  await page.getByRole('button', { name: disclosureReview.send.button }).click();
  await expect(page.getByRole('main')).toContainText(errors.findingsOpen);
  await page.goto(`${draft}/gate`);
  await page.getByRole('button', { name: disclosureDrafts.gate.acceptAll(3) }).click();
  await page.goto(`${draft}/review`);
  await page.getByRole('button', { name: disclosureReview.send.button }).click();
  await expect(page.getByRole('main')).toContainText(disclosureReview.where.review);
}

async function expectLate(page: Page, { slug }: Cast) {
  await page.goto(`/v/${slug}/open`);
  const late = partOf(page, disclosureDuties.parts.late);
  await expect(late).toContainText(MONTH);
  await expect(late).toContainText(disclosureDuties.states.late(6));
}

/** One 分 off is refused with the line; then with the account; then it comes out. */
async function balance(page: Page, cast: Cast): Promise<string> {
  const draft = await beginDraft(page, cast, LEDGER, PERIOD);
  const { lines, closing } = accountsOf(cast);
  const wrong = lines.map((cells, at) => (at === 4 ? { ...cells, left: cells.left + 1 } : cells));
  await sendSheet(page, draft, sheetOf(wrong));
  await expect(page.getByRole('main')).toContainText(disclosureDrafts.imports.wrongTitle);
  await expect(page.getByRole('main')).toContainText(
    disclosureDrafts.imports.fault.running('0.01'),
  );
  await expect(
    page.getByRole('button', { name: disclosureDrafts.imports.press(lines.length) }),
  ).toHaveCount(0);

  await sendSheet(page, draft, sheetOf(lines));
  await page.getByRole('button', { name: disclosureDrafts.imports.press(lines.length) }).click();
  await page.goto(draft);
  await sayClosing(page, closing + 1);
  await expect(page.locator('#accounts')).toContainText('0.01');
  await page.goto(`${draft}/review`);
  await page.getByRole('button', { name: disclosureReview.send.button }).click();
  await expect(page.getByRole('main')).toContainText(errors.ledgerOff);
  await page.goto(draft);
  await sayClosing(page, closing);
  await expect(page.locator('#accounts')).toContainText(disclosureDrafts.accounts.fine);
  await page.goto(`${draft}/review`);
  await page.getByRole('button', { name: disclosureReview.send.button }).click();
  await expect(page.getByRole('main')).toContainText(disclosureReview.where.review);
  return draft;
}

async function sayClosing(page: Page, fen: number) {
  await page.getByLabel(disclosureDrafts.accounts.closing).fill(plainMoney(fen));
  await page.getByRole('button', { name: disclosureDrafts.accounts.save }).click();
}

async function sign(page: Page, draft: string) {
  await page.goto(`${draft}/review`);
  await page.locator('[name=looked]').check();
  await page.getByRole('button', { name: disclosureReview.sign.button }).click();
  await expect(page.getByRole('button', { name: disclosureReview.sign.button })).toHaveCount(0);
}

async function publish(page: Page, draft: string): Promise<string> {
  await page.goto(`${draft}/review`);
  await page.locator('#present-publish').fill('5');
  await page.locator('#decision-publish').fill('看过了，照这样公开。');
  await page.locator('#lateReason-publish').fill('等一张收据，晚了几天。');
  await page.getByRole('button', { name: disclosureReview.publish.button, exact: true }).click();
  await expect(page).toHaveURL(/\/open\/item\/\d+$/);
  return new URL(page.url()).pathname;
}

/** A villager looks for one line and asks about it; both days are named, ten of them at most. */
async function askAboutLine(page: Page, path: string) {
  await page.goto(path);
  await expect(page.getByRole('main')).toContainText(disclosures.table.side.out);
  await page.getByText(disclosures.filter.title).click();
  await page.getByLabel(disclosures.filter.q).fill('垃圾清运');
  await page.getByRole('button', { name: disclosures.filter.apply }).click();
  const asks = page.locator('main a[href*="/ask?line="]');
  await expect(asks).toHaveCount(1);
  await asks.click();
  await page.getByLabel(lineObjections.ask.question).fill('这个月清运了几趟？一趟多少钱？');
  // Ten natural days after 16 November.
  await expect(page.getByRole('main')).toContainText('11月26日');
  await page.getByRole('button', { name: lineObjections.ask.send }).click();
  await expect(page).toHaveURL(/\/open\/asked\/\d+/);
  await expect(page.getByRole('main')).toContainText(lineObjections.states.asked);
}

async function expectShown(page: Page, { slug }: Cast, path: string) {
  await page.goto(`/v/${slug}/open`);
  const shown = partOf(page, disclosureDuties.parts.shown);
  const own = shown.getByRole('listitem').filter({ has: page.locator(`a[href="${path}"]`) });
  await expect(own).toContainText(disclosureDuties.states.shownLate(6));
}

async function expectNeighbourLate(page: Page) {
  await page.goto('/login/password');
  await enter(page, countyPerson('dispatcher'));
  await page.goto(`/desk/open/board?period=${PERIOD}`);
  await page.getByLabel(disclosureDuties.board.town).selectOption({ label: LATE.town });
  await page.getByRole('button', { name: disclosureDuties.board.show }).click();
  const row = page.getByRole('row').filter({ hasText: LATE.name });
  await expect(row).toContainText(disclosureDuties.board.cells.late(6));
}

/** The sheet for the board is as wide as asked, and its square leads to the page. */
async function expectPaper(page: Page, path: string, origin: string) {
  await page.goto(`${path}/print?paper=a3`);
  await expect(page.locator('.paper__url')).toHaveText(new RegExp(`${path}$`));
  const drawn = await page.locator('.paper__foot svg path').first().getAttribute('d');
  expect(drawn).toMatch(/^M/);
  expect(qrOf(`${origin}${path}`).includes(`d="${drawn}"`)).toBe(true);
  await page.getByRole('link', { name: disclosureCopies.sheet.a4 }).click();
  await expect(page.locator('.paper__url')).toHaveText(new RegExp(`${path}$`));
}

async function beginDraft(page: Page, { code }: Cast, item: string, period: string) {
  await page.goto(`/desk/open/${code}/${item}/${period}`);
  const begin = page.getByRole('button', { name: disclosureDrafts.begin.start });
  if ((await begin.count()) > 0) await begin.click();
  else await page.getByRole('link', { name: disclosureDrafts.begin.open }).click();
  await expect(page).toHaveURL(/\/desk\/open\/draft\//);
  return new URL(page.url()).pathname;
}

async function sendSheet(
  page: Page,
  draft: string,
  { name, buffer }: { name: string; buffer: Buffer<ArrayBuffer> },
) {
  const mimeType = 'application/octet-stream';
  await page.goto(`${draft}/import`);
  await page.getByLabel(peopleImport.file).setInputFiles({ name, mimeType, buffer });
  await page.getByRole('button', { name: disclosureDrafts.imports.send }).click();
  await expect(page).toHaveURL(/\/import\/check$/);
}

interface AccountLine {
  cells: string[];
  /** What is left after it, in 分. */
  left: number;
}

/** The village's October as its bookkeeper has it, line by line, with what is left. */
function accountsOf({ slug }: Cast): { lines: AccountLine[]; closing: number } {
  const told = content.disclosed.villages.find(({ village }) => village === slug);
  let left = parseMoney(told?.accounts[0]?.opening ?? '') ?? 0;
  const lines = (told?.lines ?? []).map((line): AccountLine & { month: string } => {
    const { day = '', voucher = '', item = '', kind = '', handler = '', approver = '' } = line;
    left += (parseMoney(line.in || '0') ?? 0) - (parseMoney(line.out || '0') ?? 0);
    const cells = [day, voucher, item, kind, line.in ?? '', line.out ?? '', handler, approver];
    return { cells, left, month: day.slice(0, 7) };
  });
  return { lines: lines.filter(({ month }) => month === PERIOD), closing: left };
}

const HEADERS = ['日期', '凭证号', '事项', '类别', '收入', '支出', '经手人', '审批人', '余额'];

function sheetOf(lines: AccountLine[]) {
  const rows = lines.map(({ cells, left }) => [...cells, plainMoney(left)]);
  return { name: '账.xlsx', buffer: xlsx([{ name: '账', rows: [HEADERS, ...rows] }]) };
}

const ID = finished('5106811970010112', hasIdChecksum);
const CARD = finished('622202100011122', isCardNumber);
const PHONE = '13800138000';
const SECRETS = [ID, CARD, PHONE];
const LIST = [
  ['户主', '组', '补贴种类', '面积', '标准', '金额'],
  ['任秋霜', '1组', '种粮补贴', '3.2', '60', '192'],
  [`卢大雪 ${ID}`, '2组', '种粮补贴', '4', '60', '240'],
  ['姚小雪', `3组 ${PHONE}`, '种粮补贴', '5.5', '60', '330'],
  ['沈春分', '3组', `种粮补贴 ${CARD}`, '2', '60', '120'],
];

/** A number of nobody, whose last digits are those that make it whole. */
function finished(begun: string, isWhole: (number: string) => boolean): string {
  for (let more = 0; more < 1000; more += 1) {
    const tries = [`${begun}${String(more).padStart(2, '0')}`, `${begun}${more}`];
    const found = tries.find(isWhole);
    if (found) return found;
  }
  throw new Error(`nothing makes ${begun} whole`);
}

function partOf(page: Page, title: string) {
  const heading = page.getByRole('heading', { name: title, exact: true });
  return page.locator('section').filter({ has: heading });
}
