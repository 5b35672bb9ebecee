import type { Reader } from '#db/surface.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import {
  countRoster,
  isHeld,
  type RosterRow,
  selectGroups,
  selectOwnLines,
  selectRoster,
  selectVillager,
} from '#server/accounts/roster-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { may, permissions, type Role } from '#server/kernel/permissions.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';

const GROUP_CODE_LENGTH = 15;
const SERIAL_LENGTH = 3;
const TAIL_LENGTH = 4;

/** A villager as the cadre's list shows him. */
export interface RosterLine {
  id: string;
  name: string;
  village: string;
  villageSlug: string;
  villageCode: string;
  group: string;
  householdId: string;
  /** The villager group's code: that of a micro grid begins with it. */
  groupCode: string;
  household: string;
  phoneTail: string | null;
  isHead: boolean;
  hasAccount: boolean;
}

/** The part of the roster the viewer looks after; null for everybody else. */
export async function rosterPage(
  ctx: Context,
  ask: { name: string; group?: string | null; after: string | null },
) {
  ctx.page.keepPrivate();
  const roles: Role[] = permissions['roster.attest'];
  const paths = ctx.viewer.posts.filter(({ post }) => roles.includes(post)).map(({ path }) => path);
  if (paths.length === 0) return null;
  // The signs that LIKE reads as "anything" are in no name.
  const name = ask.name.normalize('NFKC').replace(/[%_\\\s]/g, '');
  const limit = ctx.book.rules.pages.households;
  const [code, id] = ask.after?.split('~') ?? [];
  const after = code && id ? { code, id } : null;
  const groups = await selectGroups(ctx.db.read, paths);
  const group = groups.find(({ code: one }) => one === ask.group);
  const where = { paths: group ? [group.path] : paths, name, after };
  const found = await selectRoster(ctx.db.read, { ...where, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const more = found.length > limit && last ? `${last.householdCode}~${last.id}` : null;
  const mayImport = paths.some((path) => may(ctx.viewer, 'roster.import', path));
  return { name, group: group?.code ?? '', groups, lines: shown.map(lineOf), more, mayImport };
}

/** One villager of the roster, for the cadre who looks after him; null for everybody else. */
export async function rosterLinePage(ctx: Context, villagerId: string) {
  ctx.page.keepPrivate();
  const row = await selectVillager(ctx.db.read, villagerId);
  if (!row || !may(ctx.viewer, 'roster.attest', row.path)) return null;
  const isSelf = row.personId !== null && row.personId === ctx.viewer.personId;
  // The end of the phone on the village's list: whoever vouches asks for the whole of it.
  const listed = row.phoneSealed === null ? null : ctx.secrets.open('phone', row.phoneSealed);
  const listedTail = listed?.slice(-TAIL_LENGTH) ?? null;
  // Where no code reaches a phone, a slip is also the way back for a forgotten password.
  const mayHaveSlip = !isSelf && (!isHeld(row) || !sendsCodes(ctx));
  const slipDays = ctx.book.rules.roster.paperCodeDays;
  return { ...lineOf(row), isSelf, mayHaveSlip, listedTail, slipDays };
}

/**
 * How many people of a village's roster are eighteen on a day, with those of whom nobody has said it,
 * and how many these are. Who left is not counted.
 */
export function rosterSize(
  db: Reader,
  villageCode: string,
  day: LocalDate,
): Promise<{ size: number; unknown: number }> {
  return countRoster(db, villageCode, day);
}

/** Where a person is at home in a village by its roster: household and path; null when nowhere. */
export async function homeIn(ctx: Context, personId: string, villageCode: string) {
  const lines = await selectOwnLines(ctx.db.read, personId);
  const home = lines.find((line) => line.villageCode === villageCode);
  return home ? { householdId: home.householdId, path: home.path } : null;
}

function lineOf(row: RosterRow): RosterLine {
  return {
    id: row.id,
    name: row.name,
    village: row.villageName,
    villageSlug: row.villageSlug ?? '',
    villageCode: row.villageCode,
    group: row.gridName,
    householdId: row.householdId,
    groupCode: row.gridCode.slice(0, GROUP_CODE_LENGTH),
    household: row.householdNumber ?? row.householdCode.slice(-SERIAL_LENGTH),
    phoneTail: row.phoneTail,
    isHead: row.isHead,
    hasAccount: isHeld(row),
  };
}

/** What a slip says beside its code: where to go, and until when. */
export function slipPage(ctx: Context, expiresAt: EpochMs) {
  ctx.page.keepPrivate();
  const { publicOrigin } = ctx.env;
  return {
    // Without a public address the slip says the way in words.
    address: publicOrigin ? `${publicOrigin.replace(/^https?:\/\//, '')}/login/paper` : null,
    until: plainDay(ctx.lang, expiresAt, ctx.clock.now()),
  };
}
