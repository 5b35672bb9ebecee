import type { Page } from 'playwright/test';
import { demoMember } from '#tests/e2e/support/people.ts';

/** Secrets are seven groups of four. */
const SECRET = /(?:[0-9A-Z]{4}[ -]?){7}/;

/** The secret of a teller of a box that the demonstration left closed, from the messages it sent. */
export async function tellerSecretIn(page: Page, who: string, desk: string): Promise<string> {
  const { name } = demoMember(who);
  await page.goto('/outbox');
  for (;;) {
    const line = page
      .getByRole('listitem')
      .filter({ hasText: name })
      .filter({ has: page.locator(`a[href*="${encodeURIComponent(`${desk}/open`)}"]`) });
    const texts = await line.allInnerTexts();
    const found = texts.map((text) => SECRET.exec(text)?.[0]).find((secret) => secret);
    if (found) return found;
    // What happened since stands before it.
    await page.locator('a[href*="/outbox?before="]').click();
  }
}
