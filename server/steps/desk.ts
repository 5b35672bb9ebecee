import { sizeOf } from '#server/bodies/roll.ts';
import { groupsOf, type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import type { Article } from '#server/rules/articles.ts';
import { type EpochMs, isLocalDate, type LocalDate, localDate } from '#server/rules/dates.ts';
import { earliestMeeting, type NextStep, nextSteps } from '#server/rules/four-two.ts';
import { fourTwoStep, matterOf } from '#server/rules/four-two-book.ts';
import { stepDeskPath } from '#server/rules/links.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { whoDecides } from '#server/rules/right-body.ts';
import { type VoteCode, voteType } from '#server/rules/vote-book.ts';
import { daysLate } from '#server/rules/vote-times.ts';
import { findMotion } from '#server/steps/act.ts';
import { factsOf, isDualHead } from '#server/steps/facts.ts';
import { type MatterChoice, matterChoices } from '#server/steps/matter-choices.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';
import {
  type ListedStep,
  type MotionFacts,
  type StepPlace,
  type StepRow,
  selectCalled,
  selectTries,
  selectUnpublished,
} from '#server/steps/records.ts';
import { noticeDaysOf, rulesOf } from '#server/steps/rule.ts';
import { stepDueOn } from '#server/steps/waiting.ts';

/** A meeting that may be held for a step, and the first day on which it may. */
export interface MeetingChoice {
  code: VoteCode;
  name: string;
  noticeDays: number;
  from: LocalDate;
}

/** What may be called next, or why nothing can be. */
export interface NextCall {
  step: string;
  name: string;
  by: string;
  isRepeat: boolean;
  mayMerge: boolean;
  meetings: MeetingChoice[];
  /** The earliest day where both steps are held in one. */
  mergedFrom: LocalDate | null;
}

/** The desk of one matter in the procedure. */
export interface MotionDesk {
  village: Village;
  now: EpochMs;
  motion: { id: string; no: number; title: string; path: string; matter: string };
  tries: StepRow[];
  next: NextCall[];
  isLogged: boolean;
  /** To be chosen from, while nobody has said what kind of matter it is. */
  matters: MatterChoice[];
  /** Who decides such a matter, by which articles. */
  decidedBy: string[];
  basis: Article[];
  groups: { code: string; name: string }[];
  /** The meeting that decided, once somebody checked it and before it is published. */
  isReadyToPublish: boolean;
  mayCall: boolean;
  key: string;
}

/** The desk page of one matter; null for whoever neither calls, records nor checks here. */
export async function motionDesk(ctx: Context, motionId: string): Promise<MotionDesk | null> {
  ctx.page.keepPrivate();
  const found = await findMotion(ctx, motionId);
  if (!found) return null;
  const { loaded, motion } = found;
  const { village } = loaded;
  const mayCall = may(ctx.viewer, 'step.call', village.path);
  if (!mayCall && !may(ctx.viewer, 'step.check', village.path)) return null;
  const [tries, isDual, groups, collective] = await Promise.all([
    selectTries(ctx.db.read, motionId),
    isDualHead(ctx, village.code),
    groupsOf(ctx, village.code),
    sizeOf(ctx.db.read, village.code, 'collective_members', ctx.clock.now()),
  ]);
  const hasCollective = collective.size > 0;
  const { deciders, matter, ...decided } = sortOf(ctx, motion, { hasCollective });
  const facts = factsOf(ctx, motion, { tries, isDualHead: isDual });
  const steps = nextSteps(ctx.book.fourTwo, facts).filter(({ step }) => step.startsWith('s'));
  const { title } = loaded.post;
  return {
    ...{ village, now: ctx.clock.now(), tries, groups, mayCall, key: newToken() },
    motion: { id: motionId, no: motion.no, title, path: loaded.path, matter },
    next: steps.map((step) => nextCall(ctx, { motion, step, deciders, tries })),
    isLogged: facts.isLogged,
    ...decided,
    isReadyToPublish: isReadyToPublish(tries),
  };
}

/** What kind of matter it is and who decides it, or the kinds to choose from. */
function sortOf(ctx: Context, motion: MotionFacts, has: { hasCollective: boolean }) {
  const matter = matterOf(ctx.book.fourTwo, motion.matter);
  const deciders = matter ? whoDecides(matter, has) : [];
  return {
    deciders,
    matter: matter?.[ctx.lang] ?? '',
    matters: matter ? [] : matterChoices(ctx, has),
    decidedBy: deciders.map((code) => voteType(ctx.book.votes, code)[ctx.lang]),
    basis: matter?.basis ?? [],
  };
}

function isReadyToPublish(tries: StepRow[]): boolean {
  const decided = tries.findLast(({ step, state }) => step === 's4_resolve' && state === 'passed');
  return decided?.checkedAt != null && decided.disclosedPostId === null;
}

/** Where the viewer calls, records or checks meetings about a motion; null for whoever does not. */
export function motionDeskPath(ctx: Context, village: Village, motionId: string): string | null {
  const isMine = (['step.call', 'step.check'] as const).some((action) =>
    may(ctx.viewer, action, village.path),
  );
  return isMine ? stepDeskPath(motionId) : null;
}

function nextCall(
  ctx: Context,
  of: { motion: MotionFacts; step: NextStep; deciders: VoteCode[]; tries: StepRow[] },
): NextCall {
  const { step: next, deciders } = of;
  const { step, isRepeat, mayMerge } = next;
  const { voteTypes, mergesWith, by, ...named } = fourTwoStep(ctx.book.fourTwo, step);
  const codes = step === 's4_resolve' ? deciders : voteTypes;
  const merged = mergesWith && fourTwoStep(ctx.book.fourTwo, mergesWith).voteTypes.at(-1);
  return {
    ...{ step, name: named[ctx.lang], by: by[ctx.lang], isRepeat, mayMerge },
    meetings: codes.map((code) => meetingChoice(ctx, of, code, false)),
    mergedFrom: mayMerge && merged ? meetingChoice(ctx, of, merged, true).from : null,
  };
}

function meetingChoice(
  ctx: Context,
  { motion, step: { step }, tries }: { motion: MotionFacts; step: NextStep; tries: StepRow[] },
  code: VoteCode,
  isMerged: boolean,
): MeetingChoice {
  const noticeDays = noticeDaysOf(rulesOf(ctx, motion, { step, voteType: code, isMerged }));
  const notice = { on: localDate(ctx.clock.now()), days: noticeDays };
  const facts = factsOf(ctx, motion, { tries, isDualHead: isMerged });
  return {
    code,
    name: voteType(ctx.book.votes, code)[ctx.lang],
    noticeDays,
    from: earliestMeeting(ctx.book.fourTwo, step, facts, notice),
  };
}

/** What waits for this viewer's posts. */
export interface OwedStep {
  title: string;
  village: string;
  meeting: string;
  meetOn: LocalDate;
  meetTime: string | null;
  /** 'to-come' | 'to-record' | 'to-check' | 'to-publish' */
  waits: 'to-come' | 'to-record' | 'to-check' | 'to-publish';
  /** Days over the day by which; 0 in time. */
  lateDays: number;
  path: string;
}

/** The desk of the procedure: meetings and decisions that wait for somebody, by day. */
export interface StepDesk {
  now: EpochMs;
  rows: OwedStep[];
  next: string | null;
}

/** What is due at the viewer's places; null for whoever neither calls nor checks anywhere. */
export async function stepDesk(ctx: Context, after: string | null): Promise<StepDesk | null> {
  ctx.page.keepPrivate();
  const paths = [...pathsOf(ctx.viewer, 'step.call'), ...pathsOf(ctx.viewer, 'step.check')];
  if (paths.length === 0) return null;
  const limit = ctx.book.rules.pages.desk;
  const page = { after: placeOf(after), limit: limit + 1 };
  const [called, unpublished] = await Promise.all([
    selectCalled(ctx.db.read, paths, page),
    selectUnpublished(ctx.db.read, paths, page),
  ]);
  const found = [...called, ...unpublished].toSorted(byDay);
  const shown = found.slice(0, limit);
  const villages = await villagesByCode(ctx, [
    ...new Set(shown.map(({ step }) => step.villageCode)),
  ]);
  const last = found.length > limit ? shown.at(-1)?.step : undefined;
  const today = localDate(ctx.clock.now());
  return {
    now: ctx.clock.now(),
    rows: shown.map(({ step, title }) => ({
      title,
      village: villages.get(step.villageCode)?.name ?? '',
      meeting: meetingName(ctx, step.voteType),
      ...{ meetOn: step.meetOn, meetTime: step.meetTime },
      waits: waitsFor(step, ctx.clock.now()),
      lateDays: daysLate(stepDueOn(ctx, step), today),
      path: stepDeskPath(step.motionId, step),
    })),
    next: last ? `${last.meetOn}_${last.id}` : null,
  };
}

function byDay({ step: a }: ListedStep, { step: b }: ListedStep): number {
  const [first, second] = [`${a.meetOn} ${a.id}`, `${b.meetOn} ${b.id}`];
  return first < second ? -1 : 1;
}

function waitsFor(step: StepRow, now: EpochMs): OwedStep['waits'] {
  if (step.state === 'called') return meetsAt(step) > now ? 'to-come' : 'to-record';
  return step.checkedAt === null ? 'to-check' : 'to-publish';
}

function placeOf(typed: string | null): StepPlace | null {
  const [, meetOn = '', id] = /^(\d{4}-\d{2}-\d{2})_([\da-f-]{36})$/.exec(typed ?? '') ?? [];
  return id && isLocalDate(meetOn) ? { meetOn, id } : null;
}
