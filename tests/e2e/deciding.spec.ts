import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import {
  chooseAndCast,
  count,
  deskOf,
  find,
  idIn,
  openDesk,
  openMatter,
  openTable,
  openVote,
  record,
  tick,
} from '#tests/e2e/support/deciding-acts.ts';
import {
  before,
  cast,
  inBox,
  type Matters,
  matters,
  options,
  SLUG,
} from '#tests/e2e/support/deciding-matters.ts';
import { demoMember } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';
import { tellerSecretIn } from '#tests/e2e/support/teller-secrets.ts';

const { errors, flash, resolutions, steps, tellers, votes } = wordsFor('zh');

const sum = (numbers: number[]) => numbers.reduce((all, n) => all + n, 0);

type BrowserOf = (key: string) => Promise<Page>;

test('J5: a village decides on a road, listens to everybody, and says what became of it', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  const own = javaScriptEnabled ? matters.withScript : matters.withoutScript;
  const clerk = await browserOf(cast.clerk);
  const guest = await passerBy();

  await expectBothFirstSteps(guest, own);
  await tooFewMembers(clerk, guest, own);
  await enoughMembers(clerk, guest, own);

  const vote = await castOnPhones(browserOf, own);
  await refuseBothWays(browserOf, own, vote);
  await expectVoted(guest, own, vote);

  const counted = await countAndOpen(browserOf, guest, own);
  await decide(clerk, own);
  await expectBoth(guest, own, counted);
  await publish(browserOf, own);
  await expectBoth(guest, own, counted);

  await reportAfterNinetyDays(browserOf, guest, own);
});

/** 提议 and 商议: what both committees said is there to read. */
async function expectBothFirstSteps(page: Page, { early }: Matters) {
  await openMatter(page, early);
  await expect(page.getByRole('main')).toContainText('应到 3 人');
  await page.goto(`${new URL(page.url()).pathname}/steps/s1_propose-1`);
  await expect(page.getByRole('main')).toContainText('两委同意提出来');
}

/** 20 of 31 is not two thirds: the meeting counts for nothing, and another day may be called. */
async function tooFewMembers(clerk: Page, guest: Page, { early }: Matters) {
  await record(clerk, early, { came: 20, minutes: '栽秧，来的人不够，没有表决。' });
  const missed = steps.page.reasons['quorum-missed'](20, 21);
  await expect(clerk.locator('#tally')).toContainText(missed);
  await expect(clerk.locator('#tally')).toContainText(steps.states.failed);

  await clerk.goto(deskOf(clerk));
  await clerk.getByLabel(steps.call.meetOn).fill('2026-11-18');
  await clerk.getByLabel(steps.call.meetTime).fill('14:30');
  await clerk.getByLabel(steps.call.place).fill('村委会大会议室');
  await clerk.getByLabel(steps.call.chair).fill('车小满');
  await clerk.getByRole('button', { name: steps.call.send }).click();
  await expect(clerk.getByRole('main')).toContainText(errors.noticeTooShort);
  await clerk.getByLabel(steps.call.meetOn).fill('2026-11-20');
  await clerk.getByRole('button', { name: steps.call.send }).click();
  await openMatter(guest, early);
  await expect(guest.getByRole('main')).toContainText('11月20日');
}

/** On the second date 21 of 31 came: that is enough. */
async function enoughMembers(clerk: Page, guest: Page, { talked }: Matters) {
  await record(clerk, talked, { came: 21, yes: 19, abstain: 2, minutes: '19 人赞成，2 人弃权。' });
  await expect(clerk.locator('#tally')).toContainText(steps.page.reasons['quorum-met'](21, 21));
  await expect(clerk.locator('#tally')).toContainText(steps.states.passed);
  await openMatter(guest, talked);
  await expect(guest.getByRole('main')).toContainText('应到 31 人，到了 21 人');
}

/** Two vote on their phones; each finds his envelope in the published list. */
async function castOnPhones(browserOf: BrowserOf, { talked, voters }: Matters): Promise<string> {
  let path = '';
  for (const [turn, voter] of voters.slice(0, 2).entries()) {
    const page = await browserOf(`${SLUG}/${voter}`);
    path = await openVote(page, talked);
    await chooseAndCast(page, options[turn] ?? '');
    const hash = (await page.locator('.receipt-no').innerText()).replace(/\s/g, '');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await page.getByRole('link', { name: votes.receipt.list }).click();
    await page.getByLabel(tellers.recount.findLabel).fill(hash.slice(0, 8));
    await page.getByRole('button', { name: tellers.recount.findDo }).click();
    await expect(page.getByRole('status')).toContainText(tellers.recount.found);
    const list = await page.request.get(`${path}/envelopes.txt`);
    expect((await list.text()).split('\n')).toContain(hash);
    await page.context().close();
  }
  return path;
}

/** Who voted by phone gets no paper, and who took paper casts nothing: whoever comes second. */
async function refuseBothWays(
  browserOf: BrowserOf,
  { talked, voters, onPaper }: Matters,
  path: string,
) {
  const table = await openTable(await browserOf(cast.table), talked);
  const [, , third = '', fourth = ''] = voters;

  await find(table, third);
  const late = await browserOf(`${SLUG}/${third}`);
  await late.goto(path);
  await chooseAndCast(late, options[2] ?? '');
  await table.getByRole('button', { name: tellers.table.tick }).click();
  await expect(table.getByRole('main')).toContainText(errors.votedOnline);
  await find(table, third);
  await expect(table.locator('#who')).toContainText(tellers.table.hasVoted);
  await expect(table.getByRole('button', { name: tellers.table.tick })).toHaveCount(0);

  const slow = await browserOf(`${SLUG}/${fourth}`);
  await slow.goto(path);
  await slow.getByRole('radio', { name: options[0] ?? '' }).check();
  await slow.getByRole('button', { name: votes.page.next }).click();
  await tick(table, fourth);
  await slow.getByRole('button', { name: votes.check.cast }).click();
  await expect(slow.getByRole('main')).toContainText(errors.castOnPaper);
  await slow.goto(path);
  await expect(slow.locator('#ballot')).toContainText('纸票');

  for (const member of onPaper.slice(0, 2)) await tick(table, member);
}

/** 88 by phone and 40 on paper now; how they chose is nobody's to read before the count. */
async function expectVoted(page: Page, { talked }: Matters, path: string) {
  expect([sum(before.online) + 3, sum(before.paper) + 3]).toEqual([88, 40]);
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(talked);
  await expect(page.getByRole('main')).toContainText('128');
  for (const file of ['ballots.jsonl', 'result.json']) {
    expect((await page.request.get(`${path}/${file}`)).status()).toBe(404);
  }
}

/** Two tellers count the paper, one of them wrongly at first; then two keys open the box. */
async function countAndOpen(
  browserOf: BrowserOf,
  guest: Page,
  { ready }: Matters,
): Promise<string> {
  const path = await openVote(guest, ready);
  const table = await openTable(await browserOf(cast.table), ready);
  await table.getByRole('button', { name: tellers.table.closeDo }).click();
  const desk = `/desk/votes/${idIn(table.url())}`;
  const seats = await Promise.all(cast.tellers.map((who) => browserOf(who)));
  const [first, second] = seats;
  if (!first || !second) throw new Error('there are two tellers');
  const [a = 0, b = 0, c = 0] = inBox.paper;
  await count(first, desk, [a, b, c]);
  await count(second, desk, [a - 1, b + 1, c]);
  await expect(second.getByRole('status')).toHaveText(flash.paperDiffers);
  await count(first, desk, [a, b, c]);
  await count(second, desk, [a, b, c]);
  for (const [seat, page] of seats.entries()) {
    const secret = await tellerSecretIn(guest, cast.tellers[seat] ?? '', desk);
    await page.goto(`${desk}/open`);
    await page.getByLabel(tellers.box.secret, { exact: true }).fill(secret);
    await page.getByRole('button', { name: tellers.box.open }).click();
  }
  await expect(second.getByRole('status')).toHaveText(flash.boxOpened);
  await expectOpinions(guest, path);
  return path;
}

/** It asked for opinions: 71, 39 and 18, and nowhere does it call itself decided. */
async function expectOpinions(page: Page, path: string) {
  await page.goto(path);
  const main = page.getByRole('main');
  await expect(main).toContainText(votes.result.advisory);
  await expect(main).toContainText(votes.result.channels('88', '40'));
  for (const n of [71, 39, 18]) await expect(main).toContainText(votes.result.votes(n));
  const result = page.locator('#result');
  await expect(result).not.toContainText(/决议|通过/);
  const ballots = await (await page.request.get(`${path}/ballots.jsonl`)).text();
  const lines = ballots.trim().split('\n');
  const tally = [...Map.groupBy(lines, (line) => line).values()].map(({ length }) => length);
  expect(tally.toSorted((one, other) => other - one)).toEqual([71, 39, 18]);
}

/** 38 of 45 came, 29 were for it: entered from the signed minutes. */
async function decide(clerk: Page, { ready }: Matters) {
  await record(clerk, ready, {
    ...{ came: 38, yes: 29, no: 6, abstain: 3, minutes: '29 人赞成先修。' },
    decided: options[0] ?? '',
  });
  await expect(clerk.locator('#tally')).toContainText(steps.states.passed);
}

/** What people said, and what was decided, beside each other. */
async function expectBoth(page: Page, { ready }: Matters, vote: string) {
  await page.goto(vote);
  await expect(page.getByRole('main')).toContainText('29');
  await openMatter(page, ready);
  await page.goto(`${new URL(page.url()).pathname}/steps/s4_resolve-1`);
  const both = page.locator('#both');
  await expect(both).toContainText(steps.advice.said(options[0] ?? '', 71, 128));
  await expect(both).toContainText(steps.advice.counts(45, 38, 29));
  await expect(both).toContainText('网上是听意见');
}

/** The supervision committee looks; then the decision is published, with owner, money and day. */
async function publish(browserOf: BrowserOf, { ready }: Matters) {
  const supervisor = await browserOf(cast.supervisor);
  await openDesk(supervisor, ready);
  await supervisor.getByRole('button', { name: steps.record.checkSend }).click();
  const clerk = await browserOf(cast.clerk);
  await openDesk(clerk, ready);
  await clerk.goto(`${deskOf(clerk)}/publish`);
  const words = resolutions.publish;
  await clerk.getByLabel(words.body).fill('照代表会定的办，先修。');
  await clerk.getByLabel(words.owner).selectOption({ label: demoMember(cast.tellers[0]).name });
  await clerk.getByLabel(words.budget).fill('168000');
  await clerk.getByLabel(words.dueOn).fill('2027-03-31');
  await clerk.getByRole('button', { name: words.send, exact: true }).click();
  await expect(clerk).toHaveURL(new RegExp(`/v/${SLUG}/resolutions/\\d+`));
  const main = clerk.getByRole('main');
  await expect(main).toContainText(demoMember(cast.tellers[0]).name);
  await expect(main).toContainText('168,000');
}

/** After ninety days it says what it cost and why that is more; unexplained it is refused. */
async function reportAfterNinetyDays(browserOf: BrowserOf, guest: Page, { old }: Matters) {
  const clerk = await browserOf(cast.clerk);
  await clerk.goto(`/v/${SLUG}/resolutions`);
  await clerk.getByRole('link', { name: old }).click();
  const path = new URL(clerk.url()).pathname;
  const why = '雨天停工六天，石子涨了价，多花 1,200 元。';
  const words = resolutions.acts;
  await send(clerk, 'report', { body: '满 90 天：补完了，路面压平。', spent: '31200' });
  await expect(clerk.getByRole('main')).toContainText(errors.differenceUnsaid);
  await clerk.locator('#report-difference').fill(why);
  await clerk.locator('#report').getByRole('button', { name: words.send }).click();
  await expect(clerk.getByRole('main')).toContainText('满 90 天');

  await clerk.goto(path);
  await send(clerk, 'result', { body: '14 个坑补完。', spent: '31200', doneOn: '2026-11-15' });
  await expect(clerk.getByRole('main')).toContainText(errors.differenceUnsaid);
  await clerk.locator('#result-difference').fill(why);
  await clerk.getByRole('button', { name: words.resultSend }).click();
  await expect(clerk.getByRole('main')).toContainText(resolutions.page.unsigned);

  const supervisor = await browserOf(cast.supervisor);
  await supervisor.goto(path);
  await supervisor.getByRole('button', { name: words.checkSend }).click();
  await guest.goto(path);
  const main = guest.getByRole('main');
  for (const said of ['30,000', '31,200', why]) await expect(main).toContainText(said);
  await openMatter(guest, old);
  await expect(guest.getByRole('main')).toContainText('6');
}

async function send(page: Page, act: 'report' | 'result', fields: Record<string, string>) {
  const words = resolutions.acts;
  await page.getByText(words[act], { exact: true }).click();
  const form = page.locator(`#${act}`);
  if (act === 'report') await form.getByRole('radio', { name: words.kinds.ninety.label }).check();
  await form.getByRole('radio', { name: words.sameOptions.other }).check();
  for (const [name, value] of Object.entries(fields)) {
    await page.locator(`#${act}-${name}`).fill(value);
  }
  const button = act === 'report' ? words.send : words.resultSend;
  await form.getByRole('button', { name: button }).click();
}
