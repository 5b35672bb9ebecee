import { adultsOf } from '#server/bodies/adults.ts';
import { agesPage } from '#server/bodies/ages.ts';
import { rollSheet } from '#server/bodies/import-file.ts';
import { rollCheckPage, rollImportPage } from '#server/bodies/import-views.ts';
import { rollOf, sizeOf, standsOn } from '#server/bodies/roll.ts';
import { representativesPage, rollPage, rollsPage, rollVillages } from '#server/bodies/views.ts';
import { keepSheet } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { bodies } from '#server/rules/bodies.ts';

/** Every view of rolls and ages, as the pages and other rooms call it. */
export function bodyReadings(
  ctx: Context,
  { slug, villageCode }: { slug: string; villageCode: string },
): (() => Promise<unknown>)[] {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const none = { faults: [], ignored: [], skipped: [] };
  const line = { sheet: '', row: 2, name: '廖小满', isWoman: true, groupCode: null, idTail: null };
  return [
    () => rollVillages(ctx),
    () => rollsPage(ctx, villageCode),
    ...bodies.flatMap((body) => [
      () => rollPage(ctx, { villageCode, body }, { name: null, after: null }),
      () => rollPage(ctx, { villageCode, body }, { name: '廖', after: '1_a' }),
    ]),
    () => representativesPage(ctx, slug, null),
    () => representativesPage(ctx, slug, '1_a'),
    () => agesPage(ctx, villageCode, null),
    () => agesPage(ctx, villageCode, 'a~廖小满'),
    () => rollOf(read, villageCode, 'representatives', now),
    () => sizeOf(read, villageCode, 'representatives', now),
    () => standsOn(ctx, villageCode, 'representatives'),
    () => adultsOf(read, villageCode, null, '2026-11-16'),
    () => adultsOf(read, villageCode, [`${villageCode}003`], '2026-11-16'),
    () => rollImportPage(ctx, { villageCode, body: 'representatives' }),
    async () => {
      if (ctx.viewer.personId === null) return;
      await keepSheet(ctx, rollSheet(villageCode, 'representatives'), { people: [line], ...none });
      await rollCheckPage(ctx, { villageCode, body: 'representatives' });
    },
  ];
}
