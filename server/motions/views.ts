import { projectOfMotion } from '#server/drives/hall.ts';
import { secretaryOf } from '#server/grids/duties.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { isOfVillage } from '#server/motions/act.ts';
import { type ConsensusView, consensusOf, TALKABLE } from '#server/motions/consensus-views.ts';
import { CLOSABLE } from '#server/motions/handling.ts';
import { motionSource } from '#server/motions/inviting.ts';
import { type LoadedMotion, loadMotion, type MotionRef } from '#server/motions/load.ts';
import { hasSigned, type InviteeRecord, selectInvitees } from '#server/motions/records.ts';
import { signerOf } from '#server/motions/signing.ts';
import { type StepLine, stepsOf } from '#server/motions/step-lines.ts';
import {
  type AmendmentView,
  amendmentsOf,
  type SideView,
  sidesOf,
} from '#server/motions/voice-views.ts';
import { clocksOf, type Duty, dutyOf, plainClock } from '#server/posts/duty.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { addDays, type EpochMs, instantOf, type LocalDate } from '#server/rules/dates.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { gatherThroughOf, motionStanding, type ShownState } from '#server/rules/motions.ts';

/** Somebody invited, as everybody reads it: an office by its name, a villager only by why. */
export interface InviteeView {
  office: string | null;
  why: string;
}

/** What a motion's page prints. */
export interface MotionPage {
  village: Village;
  now: EpochMs;
  no: number;
  path: string;
  /** Null when the words were taken down; their author still reads them. */
  title: string | null;
  html: string | null;
  isReworded: boolean;
  state: ShownState;
  raisedBy: string;
  matter: { zh: string; en: string } | null;
  signed: number;
  needed: number;
  outOf: number;
  gatherThrough: LocalDate;
  raisedAt: EpochMs | null;
  logDueAt: EpochMs | null;
  loggedAt: EpochMs | null;
  talkThrough: LocalDate | null;
  closed: { at: EpochMs; reason: string } | null;
  source: { title: string; path: string } | null;
  /** The branch's secretary, who answers for it now. */
  holder: DutyPerson | null;
  /** The plate; null before it counts as raised. */
  duty: Duty | null;
  sides: SideView[];
  amendments: AmendmentView[];
  invitees: InviteeView[];
  consensus: ConsensusView[];
  steps: StepLine[];
  matters: { code: string; zh: string; en: string }[];
  hasSigned: boolean;
  isSigner: boolean;
  may: MotionActs;
  parts: PostParts;
  key: string;
}

/** What this viewer may do now. */
export interface MotionActs {
  sign: boolean;
  unsign: boolean;
  log: boolean;
  speak: boolean;
  decide: boolean;
  invite: boolean;
  record: boolean;
  correct: boolean;
  seeSheets: boolean;
  close: boolean;
}

/** Where the pages of talk, of reasons for and of reasons against begin. */
export interface MotionPlaces {
  talk: string | null;
  for: string | null;
  against: string | null;
}

/** The post that it was made of, or the project of a discussion. */
async function sourceOf(
  ctx: Context,
  { motion, village }: LoadedMotion,
): Promise<MotionPage['source']> {
  const { id: motionId, sourcePostId: driveId } = motion;
  const source = driveId === null ? null : await motionSource(ctx, village, driveId);
  if (!source || driveId === null) return null;
  const project = await projectOfMotion(ctx, { driveId, motionId });
  if (!project) return { title: source.title, path: source.path };
  return { title: project.title, path: `${source.path}/projects/${project.no}` };
}

/** The page of one motion; null when the viewer may not see it. */
export async function motionPage(
  ctx: Context,
  ref: MotionRef,
  places: MotionPlaces = { talk: null, for: null, against: null },
): Promise<MotionPage | null> {
  const loaded = await loadMotion(ctx, ref);
  if (!loaded) return null;
  const { post, village, path } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const [parts, sides, amendments, invitees, consensus, steps, source, signer, signed] =
    await Promise.all([
      partsOf(ctx, loaded, places.talk),
      sidesOf(ctx, loaded, places),
      amendmentsOf(ctx, loaded),
      selectInvitees(ctx.db.read, post.id),
      consensusOf(ctx, loaded),
      stepsOf(ctx.db.read, post.id),
      sourceOf(ctx, loaded),
      signerOf(ctx, loaded),
      isSignedBy(ctx, post.id),
    ]);
  const state = standingOf(ctx, loaded);
  return {
    ...{ village, path, no: post.no, now: ctx.clock.now(), state, parts, sides, amendments, steps },
    ...wordsOf(ctx, loaded),
    ...figuresOf(ctx, loaded),
    ...(await plateOf(ctx, loaded, consensus, steps)),
    ...{ source, consensus, invitees: invitees.map(inviteeOf) },
    matters: ctx.book.fourTwo.matters,
    ...{ hasSigned: signed, isSigner: signer !== null },
    may: actsOf(ctx, loaded, { state, isSigner: signer !== null, signed }),
    key: ctx.viewer.personId === null ? '' : newToken(),
  };
}

/** Its words, which only their author reads once they were taken down. */
function wordsOf({ viewer }: Context, { post }: LoadedMotion) {
  const isHidden = post.removedAt !== null && post.authorId !== viewer.personId;
  return {
    title: isHidden ? null : post.title,
    html: isHidden ? null : post.html,
    isReworded: post.editedAt !== null,
  };
}

/** How a motion stands now; its page is dropped when that changes by itself. */
export function standingOf(ctx: Context, { motion, post }: LoadedMotion): ShownState {
  const facts = { ...motion, createdAt: post.createdAt };
  const { state, changesAt } = motionStanding(facts, ctx.book.motions.gatherDays, ctx.clock.now());
  if (changesAt !== null) ctx.page.changesAt(changesAt);
  return state;
}

async function isSignedBy(ctx: Context, motionId: string): Promise<boolean> {
  const { personId } = ctx.viewer;
  return personId === null ? false : hasSigned(ctx.db.read, { motionId, personId });
}

function figuresOf(ctx: Context, { motion, post }: LoadedMotion) {
  const { raisedBy, signed, needed, outOf, raisedAt, logDueAt, loggedAt, talkThrough } = motion;
  const { closedAt, closedReason } = motion;
  return {
    ...{ raisedBy, signed, needed, outOf, raisedAt, logDueAt, loggedAt, talkThrough },
    gatherThrough: gatherThroughOf(post.createdAt, ctx.book.motions.gatherDays),
    matter: matterOf(ctx.book.fourTwo, motion.matter),
    closed: closedAt === null ? null : { at: closedAt, reason: closedReason ?? '' },
  };
}

function inviteeOf({ villagerId, name, why }: InviteeRecord): InviteeView {
  return { office: villagerId === null ? name : null, why };
}

/** The branch owes two things: to take it up, and to bring the talk to a record. */
async function plateOf(
  ctx: Context,
  { motion, village }: LoadedMotion,
  consensus: ConsensusView[],
  steps: StepLine[],
): Promise<Pick<MotionPage, 'holder' | 'duty'>> {
  const now = ctx.clock.now();
  const secretary = await secretaryOf(ctx.db.read, village.code, now);
  const people = await dutyPeople(ctx, secretary ? [secretary] : []);
  const holder = (secretary && people.get(secretary.personId)) ?? null;
  if (!secretary || motion.raisedAt === null) return { holder, duty: null };
  const { talkThrough } = motion;
  const owed = {
    ...{ holderId: secretary.personId, holderGridCode: secretary.gridCode, firstHolderId: null },
    ...{ createdAt: motion.raisedAt, firstDueAt: motion.logDueAt, firstAnsweredById: null },
    firstAnsweredAt: motion.loggedAt,
    finishDueAt: talkThrough === null ? null : instantOf(addDays(talkThrough, 1)),
    finishedAt: endOf(motion.closedAt, consensus, steps),
  };
  const extras = { ...plainClock, begun: motion.loggedAt !== null };
  const clocks = clocksOf(owed, extras, ctx.book.calendar, now);
  ctx.page.changesAt(clocks.first.changesAt);
  ctx.page.changesAt(clocks.finish.changesAt);
  return { holder, duty: dutyOf(owed, people, clocks) };
}

/** The talk came to its end with a record that does not talk on, with the first meeting, or closed. */
function endOf(
  closedAt: EpochMs | null,
  consensus: ConsensusView[],
  steps: StepLine[],
): EpochMs | null {
  const record = consensus.find(({ next }) => next !== 'talk-on');
  const [meeting] = steps.flatMap(({ tries }) => tries);
  const meets = meeting ? meetsAt(meeting) : null;
  const ends = [record?.at ?? null, meets, closedAt].filter((at) => at !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

function actsOf(
  ctx: Context,
  { motion, post, village }: LoadedMotion,
  { state, isSigner, signed }: { state: ShownState; isSigner: boolean; signed: boolean },
): MotionActs {
  const isOpen = post.removedAt === null && post.withdrawnAt === null;
  const holds = (action: 'motion.log' | 'motion.keep' | 'step.check') =>
    isOpen && actingPost(ctx.viewer, action, village.path) !== null;
  const keeps = holds('motion.keep');
  const gathers = isOpen && isSigner && state === 'gathering';
  const isTalked = TALKABLE.includes(motion.state);
  return {
    sign: gathers && !signed,
    unsign: gathers && signed,
    log: motion.state === 'waiting' && holds('motion.log'),
    speak: isOpen && state === 'talking' && isOfVillage(ctx, village),
    decide: keeps,
    invite: keeps && isTalked,
    record: keeps && isTalked,
    correct: keeps,
    seeSheets: keeps || holds('step.check'),
    close: CLOSABLE.includes(motion.state) && holds('motion.log'),
  };
}
