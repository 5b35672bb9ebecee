import { test as base, expect, type Page } from 'playwright/test';

export { expect };

/**
 * A journey through the site in a real browser. It fails, whatever else it asserts, when a page
 * writes an error to the console, breaks the content policy, or asks another site for anything.
 */
export const test = base.extend<{ quietPage: undefined }>({
  quietPage: [
    async ({ page, baseURL }, use) => {
      const wrong: string[] = [];
      watch(page, baseURL, wrong);
      await use(undefined);
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

/** Writes down what a page does that no page may do. */
export function watch(page: Page, baseURL: string | undefined, wrong: string[]): void {
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself reports answers such as 404 and 410; journeys ask for those on purpose.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) wrong.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(baseURL ?? '') || request.url().startsWith('data:');
    if (!isOurs) wrong.push(`foreign request: ${request.url()}`);
  });
}
