import { type AppealRef, findAppeal } from '#server/appeals/act.ts';
import { type AppealRow, selectById, selectSteps } from '#server/appeals/records.ts';
import { captioned, namesSomebody } from '#server/appeals/step-views.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import { evidenceOf } from '#server/posts/step-photos.ts';
import { daysBetween, type EpochMs } from '#server/rules/dates.ts';
import { appealPath } from '#server/rules/links.ts';

/** Something an office said or did for a matter, in plain words. */
export interface MatterAct {
  at: EpochMs;
  by: DutyPerson | null;
  words: string;
}

/** A matter that everybody may read and whose appellant said it is solved. */
export interface SolvedMatter {
  postId: string;
  village: Village;
  no: number;
  path: string;
  title: string;
  html: string;
  authorId: string;
  createdAt: EpochMs;
  finishedAt: EpochMs;
  /** Natural days from raising to the appellant's word. */
  days: number;
  /** How often he sent it back. */
  reopened: number;
  cosigns: number;
  /** What was said and done for it, oldest first. */
  acts: MatterAct[];
  /** Everybody of an office who had a part in it. */
  handlerIds: string[];
  /** Its photos, oldest first. */
  photos: PhotoView[];
}

const LONGEST_WORDS = 400;

/** The matter with this number, as somebody else may tell it again; null for any other. */
export async function matterToTell(ctx: Context, ref: AppealRef): Promise<SolvedMatter | null> {
  const seen = await findAppeal(ctx, ref);
  return seen && matterOf(ctx, seen.row, seen.village);
}

/** The matter that a post tells again; null when it is not for everybody to read any more. */
export async function toldMatter(ctx: Context, postId: string): Promise<SolvedMatter | null> {
  const row = await selectById(ctx.db.read, postId);
  const village = row && (await villageByCode(ctx, row.post.villageCode));
  ctx.page.shows(`post:${postId}`);
  return row && village && matterOf(ctx, row, village);
}

async function matterOf(
  ctx: Context,
  { post, appeal }: AppealRow,
  village: Village,
): Promise<SolvedMatter | null> {
  const isOpenToAll = post.audience === 'public' && post.releasedAt !== null;
  const isStanding = post.withdrawnAt === null && post.removedAt === null;
  const { id: postId, no, title, html, authorId, createdAt, finishedAt, cosigns } = post;
  const isSolved = post.state === 'solved';
  if (!isOpenToAll || !isStanding || !isSolved || finishedAt === null) return null;
  const [steps, photos] = await Promise.all([
    selectSteps(ctx.db.read, postId),
    evidenceOf(ctx, postId),
  ]);
  const official = steps.filter(namesSomebody);
  const ids = [...new Set([post.holderId, ...official.map(({ byId }) => byId)])];
  const handlerIds = ids.filter((id) => id !== null);
  const holders = handlerIds.map((personId) => ({ personId, gridCode: post.holderGridCode }));
  const people = await dutyPeople(ctx, holders);
  return {
    ...{ postId, village, no, path: appealPath(village.slug, no) },
    ...{ title, html, authorId, createdAt, finishedAt, cosigns },
    days: daysBetween(createdAt, finishedAt),
    reopened: appeal.reopened,
    acts: official.flatMap(({ at, byId, html: said }) => {
      const words = plainText(said, LONGEST_WORDS);
      return words === '' ? [] : [{ at, by: people.get(byId ?? '') ?? null, words }];
    }),
    handlerIds,
    photos: captioned(ctx, village, photos).filter(({ isHeld }) => !isHeld),
  };
}
