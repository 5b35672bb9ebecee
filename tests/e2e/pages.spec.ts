import { wordsFor } from '#content/messages/words.ts';
import { crawl, type FoundPage } from '#tests/e2e/support/crawl.ts';
import { chineseIn, faultsOf } from '#tests/e2e/support/markup.ts';
import { officeTitles, requestsOf, roles } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/support/journey.ts';

for (const role of roles) {
  test(`every link that a ${role} meets leads to a whole page`, { tag: '@once' }, async ({
    baseURL,
  }) => {
    const person = await requestsOf(role, baseURL);

    const pages = await crawl(person, '/');

    await person.dispose();
    expect(pages.length).toBeGreaterThan(30);
    expect(wrongWith(pages)).toEqual([]);
    if (role !== 'guest') expect(storable(pages)).toEqual([]);
  });
}

test('the English site has every page, and no Chinese words of ours', { tag: '@once' }, async ({
  baseURL,
}) => {
  for (const role of ['guest', 'secretary'] as const) {
    const person = await requestsOf(role, baseURL);

    const pages = await crawl(person, '/en/', 2);

    await person.dispose();
    expect(pages.length).toBeGreaterThan(20);
    expect(wrongWith(pages)).toEqual([]);
    expect(pages.flatMap(withUntranslated)).toEqual([]);
  }
});

function wrongWith(pages: FoundPage[]): string[] {
  return pages.flatMap(({ path, from, status, html }) => {
    // A removed post keeps its address and says why.
    if (status !== 200 && status !== 410) return [`${path} (on ${from}): ${status}`];
    return html === '' ? [] : faultsOf(html).map((fault) => `${path}: ${fault}`);
  });
}

function storable(pages: FoundPage[]): string[] {
  const shared = pages.filter(
    ({ html, headers }) => html !== '' && headers['cache-control'] !== 'no-store',
  );
  return shared.map(({ path, headers }) => `${path}: ${headers['cache-control']}`);
}

/** Names and titles of the county stay Chinese; words of our catalogue must not. */
function withUntranslated({ path, html }: FoundPage): string[] {
  return chineseIn(html).flatMap((said) => {
    const own = titles.reduce((rest, title) => rest.replaceAll(title, ''), said);
    const words = catalogue.find((one) => own.includes(one));
    return words === undefined ? [] : [`${path}: ${words} in ${said}`];
  });
}

const LONG_ENOUGH = 4;
const titles = officeTitles();
const catalogue = leaves(wordsFor('zh')).filter(
  (words) => words.length >= LONG_ENOUGH && /\p{Script=Han}/u.test(words),
);

function leaves(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(leaves) : [];
}
