import { crawl } from '#tests/e2e/support/crawl.ts';
import { raiseAppeal, requestsAs, send } from '#tests/e2e/support/forms.ts';
import { requestsOf, roles, villagersPhones } from '#tests/e2e/support/people.ts';
import { expect, test } from '#tests/support/journey.ts';

const VILLAGER = 'guofang/hu-dashu';
const CADRE = 'guofang/miao-chunfen';
const SECRETARY = 'guofang/wen-jingzhe';
const FIRST_GROUP = '510681101214001';

test('guests get no form key and no number of a villager, whoever was there before', {
  tag: '@once',
}, async ({ baseURL }) => {
  for (const role of roles) {
    const person = await requestsOf(role, baseURL);
    await crawl(person, '/', 1);
    await person.dispose();
  }
  const guest = await requestsOf('guest', baseURL);

  const pages = await crawl(guest, '/', 4);

  await guest.dispose();
  // What was sent to telephones stands on the demonstration's own page, with their numbers.
  const shared = pages.filter(({ html, path }) => html !== '' && !path.startsWith('/outbox'));
  const secrets = ['name="key"', ...villagersPhones()];
  const personal = shared.flatMap(({ path, html }) =>
    secrets.filter((secret) => html.includes(secret)).map((secret) => `${path}: ${secret}`),
  );
  expect(shared.length).toBeGreaterThan(50);
  expect(personal).toEqual([]);
});

test('a private matter is read by its author and its handler, and by nobody else', {
  tag: '@once',
}, async ({ baseURL }) => {
  const marker = '半夜漏水的老屋檐';
  const villager = await requestsAs(VILLAGER, baseURL);
  const path = await raiseAppeal(villager, 'guofang', {
    picture: 'care',
    words: `${marker}，想问问能不能补一点。`,
    group: FIRST_GROUP,
    landmark: '老房子后头',
  });
  const cadre = await requestsAs(CADRE, baseURL);
  const guest = await requestsOf('guest', baseURL);
  const stranger = await requestsOf('villager', baseURL);

  expect(await (await villager.get(path)).text()).toContain(marker);
  expect(await (await cadre.get(path)).text()).toContain(marker);
  const search = `/search?q=${encodeURIComponent(marker)}`;
  for (const person of [guest, stranger]) {
    expect((await person.get(path)).status()).toBe(404);
    expect(await (await person.get(search)).text()).not.toContain(path);
    const pages = await crawl(person, '/v/guofang', 3);
    expect(pages.filter(({ html }) => html.includes(marker)).map((page) => page.path)).toEqual([]);
    await person.dispose();
  }
  await villager.dispose();
  await cadre.dispose();
});

test('after a write the next guest reads the new page', { tag: '@once' }, async ({ baseURL }) => {
  const secretary = await requestsAs(SECRETARY, baseURL);
  const guest = await requestsOf('guest', baseURL);
  const read = async (page: string) => (await guest.get(page)).text();
  const list = '/v/guofang/notices';
  await read(list);
  await read('/v/guofang');

  const path = await send(
    secretary,
    { page: `${list}/new`, action: list },
    { title: '步道周五清扫', body: '周五早上八点清扫步道，请把车挪一挪。' },
  );
  const notice = await read(path);
  const inLists = [await read(list), await read('/v/guofang')];
  const comments = /\/posts\/[\da-f-]+\/comments/.exec(await (await secretary.get(path)).text());
  await send(
    secretary,
    { page: path, action: comments?.[0] ?? 'no form' },
    { body: '改到周六了。', kind: 'say' },
  );
  const withComment = await read(path);

  await guest.dispose();
  await secretary.dispose();
  expect(notice).toContain('请把车挪一挪');
  for (const page of inLists) expect(page).toContain('步道周五清扫');
  expect(notice).not.toContain('改到周六了');
  expect(withComment).toContain('改到周六了');
});
