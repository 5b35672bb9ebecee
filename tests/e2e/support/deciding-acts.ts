import type { Page } from 'playwright/test';
import sharp from 'sharp';
import { wordsFor } from '#content/messages/words.ts';
import { SLUG } from '#tests/e2e/support/deciding-matters.ts';
import { demoMember } from '#tests/e2e/support/people.ts';
import { expect } from '#tests/e2e/support/signed-in.ts';

const { steps, tellers, votes } = wordsFor('zh');

/** Where a village's matters and votes are listed. */
const HALL = `/v/${SLUG}/hall`;
const VOTES = `/v/${SLUG}/votes`;

/** What a meeting came to. */
export interface Meeting {
  came: number;
  yes?: number;
  no?: number;
  abstain?: number;
  minutes: string;
  /** The option of the vote before it that was decided. */
  decided?: string;
}

/** Enters a meeting from its signed minutes: the roll, the count, the photo. */
export async function record(page: Page, title: string, meeting: Meeting) {
  await openDesk(page, title);
  const here = page.locator('[name=here]');
  for (let at = 0; at < meeting.came; at += 1) await here.nth(at).check();
  for (const name of ['yes', 'no', 'abstain'] as const) {
    if (meeting[name] !== undefined) await page.locator(`[name=${name}]`).fill(`${meeting[name]}`);
  }
  if (meeting.decided) await page.getByRole('radio', { name: meeting.decided }).check();
  await page.getByLabel(steps.record.minutes, { exact: true }).fill(meeting.minutes);
  await page.locator('#signed').setInputFiles(await signedMinutes());
  await page.getByRole('button', { name: steps.record.send, exact: true }).click();
  await expect(page.locator('#tally')).toBeVisible();
}

async function signedMinutes() {
  const buffer = await sharp({
    create: { width: 900, height: 1200, channels: 3, background: '#eee8dd' },
  })
    .jpeg()
    .toBuffer();
  return { name: 'minutes.jpg', mimeType: 'image/jpeg', buffer };
}

/** Opens a matter of the hall by its title. */
export async function openMatter(page: Page, title: string) {
  await page.goto(HALL);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** Opens a vote by its title; gives its path. */
export async function openVote(page: Page, title: string): Promise<string> {
  await page.goto(VOTES);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

/** The meeting of a matter on the desk of whoever records or checks it. */
export async function openDesk(page: Page, title: string) {
  await page.goto('/desk/steps');
  await page.getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(/\/desk\/steps\/[\w-]+\/s\d/);
}

/** Where a matter's meetings are called, from the page of one of them. */
export function deskOf(page: Page): string {
  return new URL(page.url()).pathname.split('/').slice(0, 4).join('/');
}

/** The table of a vote, for who keeps it. */
export async function openTable(page: Page, title: string): Promise<Page> {
  const path = await openVote(page, title);
  expect(path).toMatch(/\/votes\/\d+$/);
  await page.locator('main a[href^="/desk/votes/"]').first().click();
  await page.goto(`/desk/votes/${idIn(page.url())}/tables`);
  await page.locator('main a[href*="/tables/"]').first().click();
  await expect(page).toHaveURL(/\/tables\/[\w-]+$/);
  return page;
}

/** The id in a desk address. */
export function idIn(url: string): string {
  return new URL(url).pathname.split('/')[3] ?? '';
}

/** Chooses on the ballot, looks again, and casts. */
export async function chooseAndCast(page: Page, option: string) {
  await page.getByRole('radio', { name: option }).check();
  await page.getByRole('button', { name: votes.page.next }).click();
  await expect(page.getByRole('main')).toContainText(votes.check.final);
  await page.getByRole('button', { name: votes.check.cast }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(votes.receipt.title);
}

/** Looks somebody up on the roll at a table. */
export async function find(table: Page, key: string) {
  const { name } = demoMember(`${SLUG}/${key}`);
  await table.getByLabel(tellers.table.find, { exact: true }).fill(name);
  await table.getByRole('button', { name: tellers.table.findDo, exact: true }).click();
  await expect(table.locator('#who')).toContainText(name);
}

/** Hands somebody a paper ballot. */
export async function tick(table: Page, key: string) {
  await find(table, key);
  await table.getByRole('button', { name: tellers.table.tick }).click();
  await find(table, key);
  await expect(table.locator('#who')).toContainText(tellers.table.wasHere);
}

/** A teller types what he counted. */
export async function count(page: Page, desk: string, numbers: number[]) {
  await page.goto(`${desk}/count`);
  for (const [at, n] of numbers.entries())
    await page.locator(`[name=option-${at + 1}]`).fill(`${n}`);
  await page.getByRole('button', { name: tellers.count.send }).click();
  await expect(page.getByRole('status')).toBeVisible();
}
