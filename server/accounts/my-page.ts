import { wordsFor } from '#content/messages/words.ts';
import { countUnread, selectMessages } from '#server/accounts/records.ts';
import {
  type RosterRow,
  selectOwnLines,
  selectVillageChoices,
} from '#server/accounts/roster-records.ts';
import { devicesOf } from '#server/accounts/sessions.ts';
import { ownAccountPage } from '#server/accounts/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { nearDayTime } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { villagePath } from '#server/rules/links.ts';

const MESSAGES = 30;

/** A place on a roster as the page shows it. */
export interface MyVillage {
  name: string;
  group: string;
  path: string;
  how: 'roster' | 'attested' | 'paper';
}

/** One's own page; null for visitors. */
export async function myPage(ctx: Context) {
  const account = await ownAccountPage(ctx);
  const { personId } = ctx.viewer;
  if (!account || personId === null) return null;
  const lines = await selectOwnLines(ctx.db.read, personId);
  return {
    ...account,
    villages: lines.map(myVillage),
    unread: await countUnread(ctx.db.read, personId),
  };
}

/** The viewer's messages, the latest first; null for visitors. `before` pages on. */
export async function messagesPage(ctx: Context, before: string | null) {
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  if (personId === null) return null;
  const end =
    before !== null && /^\d{1,15}$/.test(before) ? Number(before) : Number.MAX_SAFE_INTEGER;
  const found = await selectMessages(ctx.db.read, { personId, before: end, limit: MESSAGES + 1 });
  const shown = found.slice(0, MESSAGES);
  const last = shown.at(-1);
  return {
    messages: shown.map(({ id, body, path, createdAt, readAt }) => ({
      id,
      body,
      path,
      at: createdAt,
      when: when(ctx, createdAt),
      isNew: readAt === null,
    })),
    hasUnread: (await countUnread(ctx.db.read, personId)) > 0,
    older: found.length > MESSAGES && last ? String(last.createdAt) : null,
  };
}

/** Where the viewer is signed in; null for visitors. */
export async function devicesPage(ctx: Context) {
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  if (personId === null) return null;
  const devices = await devicesOf(ctx, personId);
  return devices.map((one) => ({
    ...one,
    seenWhen: when(ctx, one.lastSeenAt),
    sinceWhen: when(ctx, one.createdAt),
  }));
}

/** The villages to choose one's own from, by town; null for visitors. */
export async function villageChoicePage(ctx: Context) {
  ctx.page.keepPrivate();
  if (ctx.viewer.personId === null) return null;
  const towns = new Map<string, { code: string; name: string }[]>();
  for (const { code, name, townName } of await selectVillageChoices(ctx.db.read)) {
    towns.set(townName, [...(towns.get(townName) ?? []), { code, name }]);
  }
  return [...towns].map(([town, villages]) => ({ town, villages }));
}

function myVillage(line: RosterRow): MyVillage {
  const how = line.verifiedHow;
  return {
    name: line.villageName,
    group: line.gridName,
    path: villagePath(line.villageSlug ?? line.villageCode),
    how: how === 'attested' || how === 'paper' ? how : 'roster',
  };
}

function when(ctx: Context, at: EpochMs): string {
  return nearDayTime(ctx.lang, at, ctx.clock.now(), wordsFor(ctx.lang).time.day);
}
