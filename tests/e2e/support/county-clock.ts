import type { Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { addDays } from '#server/rules/dates.ts';
import { countyPerson } from '#tests/e2e/support/people.ts';
import { enter, expect } from '#tests/e2e/support/signed-in.ts';

const { demo, draws } = wordsFor('zh');

/** Moves the county's clock on by working days. */
export async function pass(guest: Page, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    await guest.goto('/help');
    await guest.getByRole('button', { name: demo.nextWorkday }).click();
    await expect(guest).toHaveURL(/\/help/);
  }
}

/** Moves it on to the first working day that is not before this one. */
export async function passUntil(guest: Page, date: string): Promise<void> {
  for (let day = 0; day < 60 && (await today(guest)) < date; day += 1) await pass(guest, 1);
}

/** The first day of the month after the county's clock. */
export async function nextMonth(guest: Page): Promise<string> {
  const now = await today(guest);
  return `${addDays(`${now.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

/** The date of the county's clock, as the bar of a demonstration shows it; it begins in November 2026. */
export async function today(guest: Page): Promise<string> {
  await guest.goto('/help');
  const said = await guest.locator('.demo__say').innerText();
  const [, month = '', day = ''] = /(\d+)月(\d+)日/.exec(said) ?? [];
  const year = Number(month) >= 11 ? 2026 : 2027;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Signs somebody of town or county in, by his post or his key. */
export async function signInAs(page: Page, who: string): Promise<Page> {
  await page.goto('/login/password');
  await enter(page, countyPerson(who));
  return page;
}

/** Who makes a draw: one announces it, two type its numbers, anybody looks. */
export interface Drawing {
  guest: Page;
  organizer: Page;
  inspector: Page;
}

/** Announces what is due of a purpose, and draws it three days later; gives the public page's path. */
export async function makeDraw(
  { guest, organizer, inspector }: Drawing,
  purpose: 'promise' | 'selection',
): Promise<string> {
  const now = await today(guest);
  await organizer.goto('/desk/draws');
  const chosen = organizer.locator(`[name=purpose][value=${purpose}]`);
  if ((await chosen.getAttribute('type')) === 'radio') await chosen.check();
  for (const [no, lottery] of [
    [1, 'double-colour'],
    [2, 'super-lotto'],
  ] as const) {
    await organizer.locator(`#lottery${no}`).selectOption(lottery);
    await organizer.locator(`#issue${no}`).fill('演示 9');
    await organizer.locator(`#on${no}`).fill(addDays(now, no));
  }
  await organizer.getByRole('button', { name: draws.desk.announce }).click();
  await expect(organizer).toHaveURL(/\/desk\/draws\/[PS]-/);
  const desk = new URL(organizer.url()).pathname;
  await pass(guest, 3);
  for (const page of [organizer, inspector]) {
    await page.goto(desk);
    await page.locator('#numbers1').fill('3 8 15 21 27 33 9');
    await page.locator('#numbers2').fill('4 11 19 26 35 2 7');
    await page.getByRole('button', { name: draws.desk.send }).click();
  }
  return desk.replace('/desk', '');
}
