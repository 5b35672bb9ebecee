import { expect, test } from '#tests/support/journey.ts';

test('a guest opens the front page and is heard to be at home', { tag: '@journey' }, async ({
  page,
}) => {
  await page.goto('/');

  await expect(page).toHaveTitle(/村头/);
  await expect(page.getByRole('main')).toBeVisible();
});

test('an address that leads nowhere says so in plain words', async ({ page }) => {
  const answer = await page.goto('/nowhere/at/all');

  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a page that has not changed is not sent again', async ({ request }) => {
  const first = await request.get('/');
  const etag = first.headers().etag ?? '';

  const again = await request.get('/', { headers: { 'if-none-match': etag } });

  expect(etag).not.toBe('');
  expect(again.status()).toBe(304);
});

test('whoever watches the machine is told that it is ready, and which version', async ({
  request,
}) => {
  const ready = await request.get('/readyz');
  const version = await request.get('/version');

  expect(ready.status()).toBe(200);
  expect(await version.json()).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test('what was just done is said once', async ({ request }) => {
  const answer = await request.get('/help', { headers: { cookie: 'flash=saved' } });

  expect(await answer.text()).toContain('role="status"');
  expect(answer.headers()['set-cookie']).toMatch(/^flash=;/);
});
