import { fileURLToPath } from 'node:url';
import { wordsFor } from '#content/messages/words.ts';
import { readDemoContent } from '#server/demo/content.ts';
import { enter, expect, test } from '#tests/e2e/support/signed-in.ts';

const { letters, selections } = wordsFor('zh');
const { county } = readDemoContent(fileURLToPath(new URL('../..', import.meta.url)));

/** Two runs share one county: each enters the letter of its own village. */
const casts = {
  withScript: { secretary: 'shiti/zeng-guyu', slug: 'shiti', title: '三件应下的活，十二月看' },
  withoutScript: { secretary: 'guofang/wen-jingzhe', slug: 'guofang', title: '把没办成的也写清楚' },
};

test('a secretary enters a letter of his own will, takes it back, and enters it again', {
  tag: '@journey',
}, async ({ browserOf, passerBy, javaScriptEnabled }) => {
  const { secretary, slug, title } = javaScriptEnabled ? casts.withScript : casts.withoutScript;
  const organizer = await passerBy();
  await organizer.goto('/login/password');
  await enter(organizer, theOrganizer());
  await organizer.goto('/desk/selections');
  const open = organizer.getByRole('button', { name: selections.kinds.letters.name });
  // The other run may have opened the month already: a second opening is none.
  if ((await open.count()) > 0) await open.click();

  const writer = await browserOf(secretary);
  await writer.goto(`/v/${slug}/letters/new`);
  await writer.locator('[name="title"]').fill(title);
  await writer.locator('[name="body"]').fill('办成一件，没办成两件，卡在哪里都写在这里。');
  await writer.locator('[name="what"]').first().fill('修好组道');
  await writer.locator('[name="measure"]').first().fill('2.6 公里走得通');
  await writer.locator('[name="dueOn"]').first().fill('2026-12-30');
  await writer.getByRole('button', { name: letters.form.send }).click();
  await expect(writer).toHaveURL(/\/letters\/\d+/);

  await writer.goto('/desk/selections');
  await writer.locator('main a[href^="/desk/selections/letters-"]').first().click();
  await expect(writer.locator('main')).toContainText(
    selections.kinds.letters.verdicts.promises.met,
  );
  await writer.getByRole('button', { name: `${selections.desk.enter} ${title}` }).click();
  await writer.getByRole('button', { name: selections.desk.takeBack }).click();
  await writer.getByRole('button', { name: `${selections.desk.enter} ${title}` }).click();
  await expect(writer.getByRole('button', { name: selections.desk.takeBack })).toBeVisible();

  const reader = await passerBy();
  await reader.goto('/county');
  await reader.getByRole('link', { name: selections.all }).click();
  await reader.locator('main a[href^="/selections/letters-"]').first().click();
  await expect(reader.getByRole('link', { name: title })).toBeVisible();
  await expect(reader.locator('main')).toContainText(selections.likes);
});

/** Whoever opens the months: the organization department's. */
function theOrganizer() {
  const found = county.staff.find(({ post }) => post === 'org_dept');
  if (!found) throw new Error('the demonstration has no organization department');
  return { name: found.name, phone: found.phone, password: county.password };
}
