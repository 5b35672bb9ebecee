import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import {
  dropNames,
  selectNamesOver,
  selectNoticesOver,
} from '#server/disclosure-review/publicity-records.ts';
import { type DisclosureRecord, insertStep } from '#server/disclosures/records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { localDate } from '#server/rules/dates.ts';
import { reviewPath } from '#server/rules/links.ts';

/** Tells those who decide, once, that the days of a 公示 are over and its result is to be entered. */
export const noticesOver: Job = {
  name: 'notices-over',
  async run(ctx) {
    const over = await selectNoticesOver(ctx.db.read, localDate(ctx.clock.now()));
    for (const one of over) await tellOver(ctx, one);
  },
};

/** After the days of a list of people in need nobody reads full names in it any longer. */
export const namesOver: Job = {
  name: 'names-over',
  async run(ctx) {
    const over = await selectNamesOver(ctx.db.read, localDate(ctx.clock.now()));
    for (const one of over) {
      await ctx.db.write(async (tx) => {
        await lock(tx, 'disclosure', 'id', one.id);
        await dropNames(tx, one);
        tx.touch(`post:${one.postId}`, `village:${one.villageCode}`);
      });
    }
  },
};

async function tellOver(ctx: Context, disclosure: DisclosureRecord): Promise<void> {
  const { id, villageCode, itemCode, period, version } = disclosure;
  const item = await itemOf(ctx, villageCode, itemCode);
  const village = (await villagesByCode(ctx, [villageCode])).get(villageCode);
  if (!item || !village) return;
  const words = wordsFor('zh').disclosureReview.messages;
  const body = words.publicityOver(village.name, disclosureTitle('zh', item, period));
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure', 'id', id);
    const people = await holdersAt(tx, villageCode, ['secretary', 'village_director'], at);
    const message = { template: 'disclosure.notice-over', body, path: reviewPath(id), at };
    await tell(tx, ...people.map((personId) => ({ ...message, personId })));
    const step = { disclosureId: id, version, what: 'over', byId: '', byPost: 'system' };
    await insertStep(tx, { ...step, reason: '', facts: null, at });
  });
}
