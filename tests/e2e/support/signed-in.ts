import { expect, type Page } from 'playwright/test';
import { wordsFor } from '#content/messages/words.ts';
import { type DemoPerson, demoPerson } from '#tests/e2e/support/people.ts';
import { test as journey, watch } from '#tests/support/journey.ts';

export { expect };

const { signIn, password } = wordsFor('zh').accounts;

/** Browsers of several people at once, each watched as the journey's own page is. */
export const test = journey.extend<{
  /** Opens somebody's own browser, signed in by password as 'shiti/luo-bailu' of the demonstration. */
  browserOf: (key: string) => Promise<Page>;
  /** Opens the browser of somebody who has not signed in. */
  passerBy: () => Promise<Page>;
}>({
  passerBy: async ({ browser, baseURL }, use) => {
    const wrong: string[] = [];
    await use(async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      watch(page, baseURL, wrong);
      return page;
    });
    expect(wrong).toEqual([]);
  },
  browserOf: async ({ passerBy }, use) => {
    await use(async (key) => {
      const page = await passerBy();
      await page.goto('/login/password');
      await enter(page, demoPerson(key));
      return page;
    });
  },
});

/** Fills the page on which one signs in by password. */
export async function enter(page: Page, person: DemoPerson): Promise<void> {
  await page.getByLabel(signIn.phone).fill(person.phone);
  await page.getByLabel(password.field).fill(person.password);
  await page.getByRole('main').getByRole('button', { name: password.enter }).click();
  await expect(page).not.toHaveURL(/\/login/);
}
