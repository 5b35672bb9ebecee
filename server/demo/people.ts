import type { Account, Cast, Casting } from '#server/demo/cast.ts';
import type { DemoContent } from '#server/demo/content.ts';
import { addCountyPeople } from '#server/demo/county-people.ts';
import type { DemoPlaces } from '#server/demo/places.ts';
import { addVillagePeople } from '#server/demo/village-people.ts';
import type { Context } from '#server/kernel/context.ts';

/** Gives every village, town and the county its people, in one write. */
export async function layOutPeople(
  ctx: Context,
  content: DemoContent,
  places: DemoPlaces,
  account: Account,
): Promise<Cast> {
  const cast: Cast = { members: new Map(), roles: new Map(), printed: [] };
  await ctx.db.write(async (tx) => {
    const stage: Casting = { tx, ctx, account, content, places, cast };
    for (const village of content.villages) await addVillagePeople(stage, village);
    await addCountyPeople(stage);
  });
  return cast;
}
