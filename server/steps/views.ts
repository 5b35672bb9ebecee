import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { type StepLine, stepsOf } from '#server/motions/step-lines.ts';
import { sealedPhotosOf } from '#server/photos/sealed.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { type PhotoView, photoViews } from '#server/posts/parts.ts';
import { photosOfSteps } from '#server/posts/step-photos.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { voteCode, voteType } from '#server/rules/vote-book.ts';
import { type MeetingRuleView, meetingRule } from '#server/steps/meeting-rule.ts';
import {
  type AttendanceRow,
  type MotionFacts,
  type StepRow,
  selectMotion,
  selectRoll,
  selectTry,
} from '#server/steps/records.ts';

/** A try at a step as its page is named: '/v/beipo/hall/1203/steps/s4_resolve-1'. */
export interface StepAddress {
  slug: string;
  no: string;
  /** 's4_resolve-1' */
  name: string;
}

/** A meeting, its matter and its village, as this viewer may see them. */
export interface FoundStep {
  village: Village;
  loaded: LoadedPost;
  motion: MotionFacts;
  step: StepRow;
  /** Whether the viewer reads names and minutes that are not for everybody. */
  isServing: boolean;
}

/** One meeting with its numbers, its minutes and its roll. */
export interface StepPage {
  village: Village;
  now: EpochMs;
  motion: { id: string; no: number; title: string; path: string };
  step: StepRow;
  rule: MeetingRuleView | null;
  lines: StepLine[];
  /** Minutes and dissent; null of the Party's own meetings, which only those who serve here read. */
  html: string | null;
  dissent: string;
  photos: PhotoView[];
  /** Ids of the photos of the signed minutes, for those who serve here. */
  signedIds: string[];
  roll: RollView;
  isServing: boolean;
  mayRecord: boolean;
}

/** Part of a meeting's roll; without lines where names are not for this viewer. */
export interface RollView {
  isShown: boolean;
  rows: AttendanceRow[];
  /** The line after which the next part begins; null at the end. */
  next: number | null;
}

/** The electorates whose names everybody may know: they hold an office of the village. */
const OPEN_ROLLS = ['representatives'];

/** One try at a step; null: there is nothing that this viewer may see. */
export async function stepPage(
  ctx: Context,
  address: StepAddress,
  after = 0,
): Promise<StepPage | null> {
  const found = await findStep(ctx, address);
  if (!found) return null;
  const { village, loaded, motion, step, isServing } = found;
  const [lines, photos, signed, roll] = await Promise.all([
    stepsOf(ctx.db.read, motion.id),
    photosOfSteps(ctx, [step.id]),
    isServing ? sealedPhotosOf(ctx, [step.id]) : [],
    rollOfStep(ctx, found, { after, limit: ctx.book.rules.pages.posts * 5 }),
  ]);
  const now = ctx.clock.now();
  if (step.state === 'called') ctx.page.changesAt(begins(step, now));
  return {
    ...{ village, now, step, lines, roll, isServing, ...saidAt(found) },
    motion: { id: motion.id, no: motion.no, title: loaded.post.title, path: loaded.path },
    rule: meetingRule(ctx, motion, step),
    photos: photoViews(ctx, photos, village),
    signedIds: signed.map(({ id }) => id),
    mayRecord: may(ctx.viewer, 'step.record', village.path),
  };
}

/** Minutes and dissent as this viewer may read them: of the Party's own meetings those who serve here. */
function saidAt({ step, isServing }: FoundStep): Pick<StepPage, 'html' | 'dissent'> {
  const isParty = step.voteType === 'party_review' || step.voteType === 'party_committee';
  const { html, dissent } = step;
  return isParty && !isServing ? { html: null, dissent: '' } : { html, dissent };
}

/** The meeting behind an address, loaded through the viewer. */
export async function findStep(
  ctx: Context,
  { slug, no, name }: StepAddress,
): Promise<FoundStep | null> {
  const which = readTry(name);
  const village = which && /^\d{1,9}$/.test(no) ? await villageBySlug(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no: Number(no) }));
  if (!which || !village || !loaded || loaded.post.removedAt !== null) return null;
  const [motion, step] = await Promise.all([
    selectMotion(ctx.db.read, loaded.post.id),
    selectTry(ctx.db.read, { motionId: loaded.post.id, ...which }),
  ]);
  // Publications are read on the page of the resolution.
  if (!motion || !step || step.voteType === '') return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows(`post:${motion.id}`, `village:${village.code}`);
  return { village, loaded, motion, step, isServing: servesHere(ctx, village) };
}

/** Part of the roll as this viewer may read it. */
export async function rollOfStep(
  ctx: Context,
  { step, isServing }: Pick<FoundStep, 'step' | 'isServing'>,
  { after, limit }: { after: number; limit: number },
): Promise<RollView> {
  const isShown = isServing || hasOpenRoll(ctx, step);
  if (!isShown) return { isShown, rows: [], next: null };
  const found = await selectRoll(ctx.db.read, step.id, { after, limit: limit + 1 });
  const rows = found.slice(0, limit);
  return { isShown, rows, next: found.length > limit ? (rows.at(-1)?.no ?? null) : null };
}

/** 's4_resolve-2' → step and try; null for anything else. */
export function readTry(name: string): { step: string; attempt: number } | null {
  const [, step = '', attempt] = /^([a-z]\d_[a-z]+)-(\d{1,3})$/.exec(name) ?? [];
  return attempt ? { step, attempt: Number(attempt) } : null;
}

/** Whether the viewer serves in the village and reads its rolls. */
export function servesHere(ctx: Context, village: Village): boolean {
  return may(ctx.viewer, 'body.read', village.path);
}

function hasOpenRoll({ book }: Context, { voteType: held }: StepRow): boolean {
  const code = voteCode(held);
  return code !== null && OPEN_ROLLS.includes(voteType(book.votes, code).electorate);
}

// At its hour a meeting that was called becomes one that is to be recorded.
function begins(step: StepRow, now: EpochMs): EpochMs | null {
  const at = meetsAt(step);
  return at > now ? at : null;
}
