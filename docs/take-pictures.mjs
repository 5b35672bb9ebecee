// Takes the pictures of the READMEs from a running demonstration: npx node docs/take-pictures.mjs
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright';
import sharp from 'sharp';

const origin = process.env.ORIGIN ?? 'http://localhost:4321';
const GAP = 24;

// A system's own Chromium knows the Chinese fonts of the machine.
const own = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const browser = await chromium.launch({
  executablePath: own ?? (await sparticuz.executablePath()),
  args: own ? ['--no-sandbox'] : sparticuz.args,
});

/** @param {string} path @param {{ size?: string, colorScheme?: 'light' | 'dark' }} look */
async function phone(path, { size, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    colorScheme,
  });
  if (size) await context.addCookies([{ name: 'size', value: size, url: origin }]);
  const page = await context.newPage();
  await page.goto(origin + path);
  const picture = await page.screenshot();
  await context.close();
  return picture;
}

/** @param {string} name @param {Buffer[]} pictures */
async function save(name, pictures) {
  const sizes = await Promise.all(pictures.map((one) => sharp(one).metadata()));
  const width = sizes.reduce((sum, one) => sum + one.width + GAP, -GAP);
  const height = Math.max(...sizes.map((one) => one.height));
  let left = 0;
  const placed = pictures.map((input, at) => {
    const here = { input, left, top: 0 };
    left += (sizes[at]?.width ?? 0) + GAP;
    return here;
  });
  const sheet = sharp({ create: { width, height, channels: 4, background: '#0000' } });
  const file = fileURLToPath(new URL(`${name}.webp`, import.meta.url));
  const { size } = await sheet.composite(placed).webp({ quality: 80 }).toFile(file);
  console.log(`${name}.webp ${Math.round(size / 1024)} KB`);
}

/**
 * The first link of a page that looks so: numbers of a village are given to everything
 * written there.
 * @param {string} path @param {RegExp} pattern
 */
async function linkOn(path, pattern) {
  const found = await fetch(origin + path);
  return pattern.exec(await found.text())?.[0] ?? '';
}

const LAMP = await linkOn(
  `/v/shiti/search?q=${encodeURIComponent('原双堰那条路')}`,
  /\/v\/shiti\/a\/\d+/,
);
const ACCOUNTS = await linkOn('/v/shiti/open', /\/v\/shiti\/open\/item\/\d+/);
const VOTE = await linkOn('/v/shiti/votes', /\/v\/shiti\/votes\/\d+/);

await save('home', [await phone('/v/shiti')]);
await save('appeal', [await phone(LAMP)]);
await save('dark-and-large', [
  await phone(LAMP, { colorScheme: 'dark' }),
  await phone('/v/shiti', { size: 'care' }),
]);
await save('accounts-and-vote', [await phone(ACCOUNTS), await phone(VOTE)]);
await browser.close();
