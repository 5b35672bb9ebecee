import type { Page } from 'playwright/test';
import { axeFaults, bringAxe } from '#tests/e2e/support/axe.ts';
import { crawl } from '#tests/e2e/support/crawl.ts';
import { type Role, requestsOf } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/support/journey.ts';

const WCAG = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
};
/** What a change of colours or of sizes alone can break. */
const COLOURS = { type: 'rule' as const, values: ['color-contrast'] };
const SIZES = {
  type: 'rule' as const,
  values: ['color-contrast', 'target-size', 'scrollable-region-focusable'],
};
const PHONE = { width: 360, height: 740 };
const NARROWEST = { width: 320, height: 640 };

/** 连山镇, which the town of the demonstration looks after. */
const TOWN = '510681102';

const post = '/v/:name/(a|talks|notices|diary|stories)/:no$';
/** Whose pages are looked at, which of them, and how many that are made alike. */
const lookers: { role: Role; which: RegExp; each: number; also?: string[] }[] = [
  { role: 'guest', which: /./, each: 1 },
  {
    role: 'villager',
    which: new RegExp(`^/(me|posts|comments|reviews|photos)|/new|receipt|print|${post}`),
    each: 1,
    also: ['photo', 'where', 'check'].map((step) => `/v/shiti/appeals/new/${step}`),
  },
  { role: 'cadre', which: new RegExp(`^/desk|${post}`), each: 2 },
  {
    role: 'secretary',
    which: new RegExp(
      `^/(desk|posts)|(notices|diary|lessons|meetings)/new|meetings/(members|:no)|${post}`,
    ),
    each: 1,
  },
  {
    role: 'town',
    which: /^\/desk\/(grid|posts|roster)|^\/lessons\/new/,
    each: 1,
    also: ['', '/check'].map((page) => `/desk/posts/${TOWN}/import${page}`),
  },
  { role: 'county', which: /^\/desk/, each: 1 },
];

for (const { role, which, each, also = [] } of lookers) {
  test(`every page of a ${role} can be read, by day and by night, small and large`, {
    tag: '@once',
  }, async ({ page, baseURL }) => {
    test.setTimeout(180_000);
    const person = await requestsOf(role, baseURL);
    const pages = await crawl(person, '/', each);
    await person.dispose();
    const paths = pages
      .filter(({ pattern, html }) => html !== '' && which.test(pattern))
      .map(({ path }) => path);
    await bringAxe(page);
    await become(page, role);

    const faults: string[] = [];
    for (const path of [...paths, ...also]) faults.push(...(await faultsOf(page, path)));

    expect(faults).toEqual([]);
  });
}

async function become(page: Page, role: Role) {
  if (role === 'guest') return;
  await page.goto('/');
  await page.locator(`.demo button[value=${role}]`).click();
}

/** Loads a page once and turns it into each of its modes, as its style sheet does. */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  // A colour on its way from one scheme to the other is nobody's colour.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(PHONE);
  await page.goto(path);
  const light = await axeFaults(page, WCAG);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axeFaults(page, COLOURS);
  await doubleText(page);
  const doubled = await sideways(page);
  await enlarge(page);
  await page.setViewportSize(NARROWEST);
  const large = [...(await axeFaults(page, SIZES)), ...(await sideways(page))];
  return [
    ...light.map((fault) => `${path}: ${fault}`),
    ...dark.map((fault) => `${path} in dark: ${fault}`),
    ...doubled.map((fault) => `${path} at 200 %: ${fault}`),
    ...large.map((fault) => `${path} in 大字版: ${fault}`),
  ];
}

async function doubleText(page: Page) {
  await page.evaluate(() => {
    const { fontSize } = getComputedStyle(document.documentElement);
    document.documentElement.style.fontSize = `${Number.parseFloat(fontSize) * 2}px`;
  });
}

async function enlarge(page: Page) {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
    document.documentElement.dataset.size = 'care';
  });
}

/** What sticks out, when the page can be pushed sideways. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const outside = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth,
    );
    const [last] = outside.slice(-1);
    return [`${scrollWidth} px wide: ${last?.tagName} ${last?.className} ${last?.textContent}`];
  });
}
