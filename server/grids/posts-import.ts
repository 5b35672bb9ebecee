import { lock } from '#db/dialect.ts';
import type { Reader, Tx } from '#db/surface.ts';
import {
  type AccountRefusal,
  accountOfPhone,
  accountsOfPhones,
  type StandingAccount,
} from '#server/accounts/accounts-for-others.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import {
  giveOncePassword,
  makeOncePassword,
  type OncePassword,
} from '#server/accounts/once-password.ts';
import type { FirstPassword } from '#server/grids/first-passwords.ts';
import { fillPost, isTaken, rightToFill } from '#server/grids/granting.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { type ListedPost, postsSheet } from '#server/grids/posts-import-file.ts';
import { selectInPosts } from '#server/grids/posts-import-records.ts';
import { dropSheet } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type EpochMs, instantOf, localDate } from '#server/rules/dates.ts';
import type { FilePost } from '#server/rules/post-rows.ts';

/** Somebody of a list, for a post at a place. */
export type PostLine = FilePost<ListedPost>;

/** Why a line cannot be granted as the county stands. */
export type LineRefusal =
  | AccountRefusal
  | 'postTaken'
  | 'holdsItOtherwise'
  | 'notYoursToFill'
  | 'notYourself';

/** A list beside the posts as they stand. */
export interface PostsPlan {
  ready: PostLine[];
  /** Who of them has no account yet. */
  newcomers: Set<string>;
  /** Who has no password of his own; where no message is sent he is given a first one. */
  withoutPassword: Set<string>;
  /** Holds the post already. */
  same: number;
  /** `name` is who is in the way, or ''. */
  refused: { line: PostLine; code: LineRefusal; name: string }[];
}

/** A village or town for whose posts the viewer may bring a list in; null for anything else. */
export async function postsPlace(ctx: Context, code: string) {
  const place = await selectPlace(ctx.db.read, code);
  if (!place || place.retiredAt !== null) return null;
  return mayImportPosts(ctx, place) ? place : null;
}

/** Whether the viewer may bring in a list of posts here: a village's own, or a town's with all below. */
export function mayImportPosts(ctx: Context, place: { level: string; path: string }): boolean {
  const isRoot = place.level === 'village' || place.level === 'town';
  const mayFill = rightToFill(ctx, place.path) !== null;
  return isRoot && (mayFill || may(ctx.viewer, 'assignment.grant', place.path));
}

/** What a list would do to the posts as they stand. */
export async function compareWithPosts(
  ctx: Context,
  db: Reader,
  posts: PostLine[],
): Promise<PostsPlan> {
  const codes = [...new Set(posts.map(({ gridCode }) => gridCode))];
  const phones = [...new Set(posts.map(({ phone }) => phone))];
  const inPosts = Map.groupBy(
    await selectInPosts(db, codes, earliest(ctx, posts)),
    ({ gridCode, post }) => `${gridCode}/${post}`,
  );
  const accounts = await accountsOfPhones(db, ctx, phones);
  const plan: PostsPlan = {
    ...{ ready: [], same: 0, refused: [] },
    newcomers: new Set(phones.filter((phone) => !accounts.has(phone))),
    withoutPassword: new Set(phones.filter((phone) => !accounts.get(phone)?.hasPassword)),
  };
  for (const line of posts) {
    const since = sinceOf(ctx, line);
    const others = (inPosts.get(`${line.gridCode}/${line.post}`) ?? []).filter(
      ({ until }) => until === null || until > since,
    );
    const found = verdictOn(ctx, line, others, accounts.get(line.phone));
    if (found === 'same') plan.same += 1;
    else if (found === 'ready') plan.ready.push(line);
    else plan.refused.push({ line, ...found });
  }
  return plan;
}

type InPost = Awaited<ReturnType<typeof selectInPosts>>[number];

function verdictOn(
  ctx: Context,
  line: PostLine,
  others: InPost[],
  account: StandingAccount | undefined,
): 'ready' | 'same' | { code: LineRefusal; name: string } {
  const no = (code: LineRefusal, name = '') => ({ code, name });
  if (rightToFill(ctx, line.path) === null) return no('notYoursToFill');
  const wrong = account?.refusalFor(line.name);
  if (wrong) return no(wrong);
  const own = others.find((one) => one.personId === account?.personId);
  if (own) return own.isDeputy === line.isDeputy ? 'same' : no('holdsItOtherwise');
  if (account && account.personId === ctx.viewer.personId) return no('notYourself');
  const head = others.find((one) => !one.isDeputy);
  return isTaken(line, others) ? no('postTaken', head?.name) : 'ready';
}

/** What a list did, in numbers; nobody's name is in it. */
export interface PostsCounts {
  granted: number;
  accounts: number;
}

/** The first passwords of a list, each with the place of its holder. */
export type HandedOver = FirstPassword & { place: string };

interface ByList {
  placeCode: string;
  /** Null when the list is gone: then only the first answer is given again. */
  posts: PostLine[] | null;
  key: string;
}

/**
 * Grants the posts of a list in one write; lines that cannot be granted are left out, and whoever
 * holds his post already keeps it. With the same key the first answer is given again, but passwords
 * are kept nowhere in clear: they come with the first alone.
 */
export async function appointByList(
  ctx: Context,
  { placeCode, posts, key }: ByList,
): Promise<Result<PostsCounts & { first: HandedOver[] }>> {
  if (!(await postsPlace(ctx, placeCode))) return refuse('notFound');
  const made = await passwordsFor(ctx, posts ?? []);
  if (made === null) return refuse('tooBusy');
  const at = ctx.clock.now();
  const actorId = ctx.viewer.personId ?? 'operator';
  let first: HandedOver[] = [];
  const done = await ctx.db.write(async (tx) => {
    first = [];
    await lock(tx, 'grid', 'code', placeCode);
    const form = { actorId, action: 'posts.import', key, at };
    return once(tx, form, async (): Promise<Result<PostsCounts>> => {
      if (posts === null) return refuse('formGone');
      await dropSheet(tx, ctx, postsSheet(placeCode));
      const { ready, newcomers } = await compareWithPosts(ctx, tx, posts);
      const opened = new Set(ready.map(({ phone }) => phone).filter((one) => newcomers.has(one)));
      for (const line of ready) first.push(...(await grantLine(tx, ctx, { line, made, at })));
      return accept({ granted: ready.length, accounts: opened.size });
    });
  });
  return done.ok ? accept({ ...done.value, first }) : done;
}

/**
 * First passwords by phone, made before the write because each takes its time: one after the other,
 * so that somebody who signs in meanwhile does not wait. Null when too many are being worked on.
 */
async function passwordsFor(
  ctx: Context,
  posts: PostLine[],
): Promise<Map<string, OncePassword> | null> {
  const made = new Map<string, OncePassword>();
  if (sendsCodes(ctx) || posts.length === 0) return made;
  const { ready, withoutPassword } = await compareWithPosts(ctx, ctx.db.read, posts);
  for (const { phone } of ready) {
    if (!withoutPassword.has(phone) || made.has(phone)) continue;
    const password = await makeOncePassword();
    if (password === null) return null;
    made.set(phone, password);
  }
  return made;
}

/** Grants one line of a list; gives the first password where the holder needs one. */
async function grantLine(
  tx: Tx,
  ctx: Context,
  { line, made, at }: { line: PostLine; made: Map<string, OncePassword>; at: EpochMs },
): Promise<HandedOver[]> {
  const { name, phone, path, place, gridCode, post, title, isDeputy, workPhone, duty } = line;
  const right = rightToFill(ctx, path);
  const account = await accountOfPhone(tx, ctx, { name, phone, at });
  // Compared a moment ago in this write: a refusal now would be a mistake of ours.
  if (!account.ok || right === null) throw new Error(`line ${line.row} cannot be granted`);
  const { personId, hasPassword } = account.value;
  const since = sinceOf(ctx, line);
  const fields = { personId, gridCode, post, title, isDeputy, workPhone, duty, since };
  const filled = await fillPost(tx, ctx, fields, { right, path, at });
  if (!filled.ok) throw new Error(`line ${line.row} is refused as ${filled.code}`);
  const own = made.get(phone);
  if (!own || hasPassword) return [];
  made.delete(phone);
  const { password, passwordHash } = own;
  const until = await giveOncePassword(tx, ctx, { personId, passwordHash, at });
  return [{ password, name, until, place }];
}

function sinceOf(ctx: Context, { since }: PostLine): EpochMs {
  return since ?? instantOf(localDate(ctx.clock.now()));
}

function earliest(ctx: Context, posts: PostLine[]): EpochMs {
  return Math.min(ctx.clock.now(), ...posts.map((line) => sinceOf(ctx, line)));
}
