import { expect, test } from 'playwright/test';
import { aMatter, crawl } from '#tests/e2e/support/crawl.ts';
import { sheetsOf } from '#tests/e2e/support/markup.ts';
import { newerScript, newerStyles } from '#tests/support/chrome-86.ts';

test('what the build made runs in a WeChat of Chrome 86', async ({ request }) => {
  const matter = await aMatter(request);
  const pages = (await crawl(request, ['/', `${matter}/poster`, `${matter}/share`], 2)).filter(
    ({ html }) => html !== '',
  );
  const named = (pattern: RegExp) =>
    new Set(pages.flatMap(({ html }) => [...html.matchAll(pattern)].map(([, path = '']) => path)));
  const textOf = async (path: string) => (await request.get(path)).text();

  const scripts = [...named(/<script[^>]* src="([^"]+)"/g)];
  const sheets = [...named(/<link rel="stylesheet" href="([^"]+)"/g)];
  const inlined = new Set(pages.flatMap(({ html }) => sheetsOf(html)));
  const newer: string[] = [];
  for (const path of scripts) {
    const found = newerScript.exec(await textOf(path));
    if (found) newer.push(`${path}: ${found[0]}`);
  }
  for (const sheet of [...inlined, ...(await Promise.all(sheets.map(textOf)))]) {
    const found = newerStyles.exec(sheet);
    if (found) newer.push(`a sheet: ${found[0]}`);
  }

  expect(scripts.length).toBeGreaterThan(1);
  expect(sheets.length).toBeGreaterThan(0);
  expect(inlined.size).toBe(1);
  expect(newer).toEqual([]);
});
