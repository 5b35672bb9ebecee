import { wordsFor } from '#content/messages/words.ts';
import { axeFaults } from '#tests/e2e/support/axe.ts';
import { expect, test } from '#tests/e2e/support/signed-in.ts';

const { draws, verdicts } = wordsFor('zh');

test('a verdict leads to its draw, which anybody computes again where the browser can', {
  tag: '@journey',
}, async ({ passerBy, javaScriptEnabled }) => {
  const guest = await passerBy();

  await guest.goto('/draws/P-202606-01');
  await guest.getByRole('link', { name: '桃子冷库' }).click();
  await expect(guest.locator('#verdict')).toContainText(verdicts.result.counts(3, 1, 1));
  await guest.locator('#verdict').getByRole('link', { name: verdicts.result.draw }).click();

  const button = guest.getByRole('button', { name: draws.replay.button });
  if (javaScriptEnabled) {
    await button.click();
    await expect(guest.locator('[data-replay]')).toContainText(draws.replay.agrees);
  } else {
    await expect(button).toBeHidden();
  }
  await expect(guest.getByRole('link', { name: draws.replay.download })).toBeVisible();
  if (javaScriptEnabled) expect(await axeFaults(guest)).toEqual([]);
});
