import type { Page } from 'playwright/test';
import { crawl } from '#tests/e2e/support/crawl.ts';
import { raiseAppeal, requestsAs, send } from '#tests/e2e/support/forms.ts';
import { requestsOf } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';

/** Each tries to run, to load something from elsewhere, or to break out of where it stands. */
const probes = [
  '<script>window.ran=1</script>',
  '"><img src=x onerror=window.ran=1>',
  "'><svg/onload=window.ran=1>",
  '<a href="javascript:window.ran=1">点这里</a>',
  '[点这里](javascript:window.ran=1)',
  '[点这里](data:text/html,<script>window.ran=1</script>)',
  '![看](https://elsewhere.invalid/x.png?window.ran=1)',
  '![看](x" onerror="window.ran=1)',
  '</textarea></title></style></script><script>window.ran=1</script>',
  '<iframe srcdoc="<script>parent.ran=1</script>window.ran=1"></iframe>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.ran=1>',
  '<!--><img src=x onerror=window.ran=1>-->',
  '&lt;script&gt;window.ran=1&lt;/script&gt;',
  '<details open ontoggle=window.ran=1>',
  '<body onload=window.ran=1><form action=//elsewhere.invalid><input name=key>',
  '<style>*{background:url(//elsewhere.invalid/window.ran=1)}</style>',
];
const EVERY = probes.join('\n\n');
const SHORT = '"><svg onload=window.ran=1>';
const NAME = '<svg onload=ran=1>';
const MARK = 'window.ran';

const VILLAGER = 'huming/fu-qiufen';
const CADRE = 'huming/xian-liqiu';
const SECRETARY = 'huming/qiao-chunfen';
const FIRST_GROUP = '510681114201001';
const WORKS = ['script:not([src])', 'iframe', 'main style', '[onerror]', '[onload]', '[ontoggle]']
  .concat('a[href^="javascript:"]', 'a[href^="data:"]', 'img[src*="elsewhere"]')
  .join();

test('hostile words run nowhere, whichever form they came through', { tag: '@once' }, async ({
  baseURL,
  browserOf,
  passerBy,
}) => {
  test.setTimeout(120_000);
  const starts = await sayEverywhere(baseURL);

  const met: string[] = [];
  for (const key of [null, VILLAGER, CADRE, SECRETARY]) {
    const person = key ? await requestsAs(key, baseURL) : await requestsOf('guest', baseURL);
    const found = await crawl(person, starts, 2);
    await person.dispose();
    const shown = found.filter(({ html }) => html.includes(MARK)).map(({ path }) => path);
    const page = key ? await browserOf(key) : await passerBy();
    for (const path of shown) met.push(...(await runningOn(page, path)));
    expect(shown.length, `pages that show them to ${key}`).toBeGreaterThan(3);
  }

  expect(met).toEqual([]);
});

/** Through every form that takes words; answers where they are shown. */
async function sayEverywhere(baseURL: string | undefined): Promise<string[]> {
  const villager = await requestsAs(VILLAGER, baseURL);
  await send(villager, { page: '/me/name', action: '/me/name' }, { nickname: NAME });
  const appeal = await raiseAppeal(villager, 'huming', {
    picture: 'roads',
    words: EVERY,
    group: FIRST_GROUP,
    landmark: SHORT,
  });
  const talks = '/v/huming/talks';
  const talk = await send(
    villager,
    { page: `${talks}/new`, action: talks },
    { body: EVERY, shownAs: 'nickname' },
  );
  for (const path of [appeal, talk]) {
    const action = await commentsOf(villager, path);
    await send(villager, { page: path, action }, { body: EVERY, kind: 'say' });
    await send(villager, { page: path, action }, { body: EVERY, kind: 'ask', shownAs: 'nickname' });
  }
  await villager.dispose();
  const cadre = await requestsAs(CADRE, baseURL);
  await send(cadre, { page: appeal, action: `${appeal}/answer` }, { words: EVERY });
  await send(
    cadre,
    { page: appeal, action: `${appeal}/plan` },
    { words: EVERY, what: SHORT, dueOn: '2026-12-01' },
  );
  await cadre.dispose();
  const secretary = await requestsAs(SECRETARY, baseURL);
  const notices = '/v/huming/notices';
  const notice = await send(
    secretary,
    { page: `${notices}/new`, action: notices },
    { title: SHORT, body: EVERY },
  );
  await secretary.dispose();
  const asked = `?q=${encodeURIComponent(EVERY)}`;
  const back = `/login?back=${encodeURIComponent(SHORT)}`;
  const lists = ['/v/huming', `${appeal}/receipt`, '/desk', '/desk/reviews', '/me', '/outbox'];
  return [appeal, talk, notice, `/search${asked}`, `/v/huming/search${asked}`, back, ...lists];
}

type Requests = Awaited<ReturnType<typeof requestsAs>>;

async function commentsOf(person: Requests, path: string): Promise<string> {
  const html = await (await person.get(path)).text();
  return /\/posts\/[\da-f-]+\/comments/.exec(html)?.[0] ?? 'no form';
}

/** What came to life on a page; a breach of its policy or a foreign request fails by itself. */
async function runningOn(page: Page, path: string): Promise<string[]> {
  const dialogs: string[] = [];
  page.once('dialog', (dialog) => {
    dialogs.push(`${path}: a dialog`);
    void dialog.dismiss();
  });
  await page.goto(path);
  const alive = await page.evaluate(
    (works) => [
      ...('ran' in window ? ['it ran'] : []),
      ...[...document.querySelectorAll(works)].map((element) => element.outerHTML),
    ],
    WORKS,
  );
  page.removeAllListeners('dialog');
  return [...dialogs, ...alive.map((found) => `${path}: ${found}`)];
}
