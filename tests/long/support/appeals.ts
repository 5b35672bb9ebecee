import { and, eq } from 'drizzle-orm';
import { grid } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import { proposeClose } from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { closeApp, openApp } from '#server/boot.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { envOf, type LongCounty, VILLAGE } from '#tests/long/support/county.ts';

/** So many matters that are proposed as done and that nobody has looked at yet; their ids. */
export async function silentAppeals(county: LongCounty, count: number): Promise<string[]> {
  const app = await openApp(envOf(county));
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await raised(await contextOf(app, county.people[n]?.id ?? ''), n);
    const [row] = await app.db.read.select().from(post).where(eq(post.id, id));
    const holder = await contextOf(app, row?.holderId ?? '');
    const done = { key: newToken(), words: '两盏灯都换好了，线路也查了一遍', photoIds: [] };
    const closed = await proposeClose(
      holder,
      { slug: VILLAGE, no: row?.no ?? 0 },
      { ...done, count: '2' },
    );
    if (!closed.ok) throw new Error(`not proposed: ${closed.code}`);
    ids.push(id);
  }
  await closeApp(app);
  return ids;
}

async function raised(ctx: Context, n: number): Promise<string> {
  const result = await raiseAppeal(ctx, VILLAGE, {
    ...{ key: newToken(), picture: null, photoIds: [], landmark: '', forPersonId: null },
    ...{ groupCode: await groupOf(ctx), latitude: null, longitude: null },
    ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident', notAccusation: false },
    words: `${n} 号电杆上的灯不亮了`,
  });
  if (!result.ok) throw new Error(`not raised: ${result.code}`);
  const [row] = await ctx.db.read
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.slipCode, result.value.slipCode)));
  return row?.id ?? '';
}

async function groupOf(ctx: Context): Promise<string> {
  const [village] = await ctx.db.read.select().from(grid).where(eq(grid.slug, VILLAGE));
  const groups = await ctx.db.read
    .select()
    .from(grid)
    .where(eq(grid.parentCode, village?.code ?? ''));
  return groups.toSorted((a, b) => a.sort - b.sort)[0]?.code ?? '';
}

async function contextOf(app: Parameters<typeof systemContext>[0], personId: string) {
  const ctx = systemContext(app);
  return { ...ctx, viewer: await loadViewer(ctx, personId) };
}
