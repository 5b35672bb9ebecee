import { itemOf } from '#server/disclosure-catalogue/items.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import {
  findObjection,
  type LoadedObjection,
  type ObjectionRef,
} from '#server/line-objections/act.ts';
import { answeringRole } from '#server/line-objections/holder.ts';
import { type LineView, lineView } from '#server/line-objections/line.ts';
import { selectLineOf } from '#server/line-objections/line-records.ts';
import { type ObjectionStep, selectObjectionSteps } from '#server/line-objections/records.ts';
import { postById } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { clockExtrasOf, type Duty, dutyFor, peopleOf } from '#server/posts/views.ts';
import { daysBetween, type EpochMs, nextMidnight } from '#server/rules/dates.ts';
import {
  type ObjectionLevel,
  objectionLevel,
  type Raise,
  raiseOf,
} from '#server/rules/line-objections.ts';
import { disclosurePath, draftPath } from '#server/rules/links.ts';

/** One thing done to an objection. */
export interface ObjectionStepView {
  id: string;
  what: string;
  level: ObjectionLevel;
  outcome: string | null;
  at: EpochMs;
  /** The office holder who did it; null for its asker. */
  by: DutyPerson | null;
  html: string;
  /** Why it went up; null for whom this is none of his business. */
  why: string | null;
}

/** Everything the page of one objection prints. */
export interface ObjectionPage {
  village: Village;
  now: EpochMs;
  no: number;
  /** Null when the words were taken down; their author still reads them. */
  title: string | null;
  html: string | null;
  /** The question says more than its title, which is its first sentence. */
  saysMore: boolean;
  state: string;
  audience: string;
  level: ObjectionLevel;
  outcome: string | null;
  line: LineView | null;
  /** Where all versions of the table stand. */
  versionsPath: string | null;
  duty: Duty | null;
  /** Natural days since it was asked, to its end or to now; and with the level that has it now. */
  days: number;
  stageDays: number | null;
  isFinished: boolean;
  /** Oldest first. */
  steps: ObjectionStepView[];
  isAuthor: boolean;
  mayAnswer: boolean;
  /** Where the table is corrected, for who may draft it. */
  correctPath: string | null;
  raise: Raise | null;
  parts: PostParts;
  key: string;
}

/** The page of one objection; null when the viewer may not see it. */
export async function objectionPage(
  ctx: Context,
  ref: ObjectionRef,
  commentsAfter: string | null = null,
): Promise<ObjectionPage | null> {
  const seen = await findObjection(ctx, ref);
  if (!seen) return null;
  const { loaded, objection } = seen;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null || post.audience !== 'public') ctx.page.keepPrivate();
  const [steps, duty, table, parts] = await Promise.all([
    stepsOf(ctx, seen),
    plateOf(ctx, seen),
    tableOf(ctx, seen),
    partsOf(ctx, loaded, commentsAfter),
  ]);
  const now = ctx.clock.now();
  // The page counts its days.
  if (post.finishedAt === null) ctx.page.changesAt(nextMidnight(now));
  const isAuthor = post.authorId === ctx.viewer.personId;
  const isGone = post.removedAt !== null && !isAuthor;
  const { outcome, raisedAt } = objection;
  const level = objectionLevel(objection.level);
  const role = post.removedAt === null ? answeringRole(ctx, { post, ...seen }, village.path) : null;
  const mayAnswer = role !== null && outcome === null;
  const end = post.finishedAt ?? now;
  return {
    village,
    now,
    no: post.no,
    title: isGone ? null : post.title,
    html: isGone ? null : post.html,
    saysMore: post.title !== post.body.trim(),
    state: post.state,
    audience: post.audience,
    level,
    outcome,
    ...table,
    duty,
    days: daysBetween(post.createdAt, end),
    stageDays: raisedAt === null ? null : daysBetween(raisedAt, end),
    isFinished: post.finishedAt !== null,
    steps: isGone ? [] : steps,
    isAuthor,
    mayAnswer,
    correctPath: mayAnswer ? correctPathFor(ctx, seen) : null,
    raise: isAuthor && post.removedAt === null ? raiseFor(ctx, seen) : null,
    parts,
    key: parts.key,
  };
}

/** The plate of an objection, with somebody of the committee standing in where it is private. */
async function plateOf(ctx: Context, { loaded, objection }: LoadedObjection): Promise<Duty | null> {
  const { post } = loaded;
  const [people, extras] = await Promise.all([peopleOf(ctx, [post]), clockExtrasOf(ctx, [post])]);
  const plate = dutyFor(ctx, post, people, extras);
  // Who was asked first and answered then stood in for nobody.
  const isOwnAnswer = post.firstAnsweredById === post.firstHolderId;
  const duty = plate && isOwnAnswer ? { ...plate, answeredBy: null } : plate;
  if (!duty?.holder.away || !objection.isPrivate) return duty;
  // The office that stands in elsewhere may not read this: any member of the committee answers.
  return { ...duty, holder: { ...duty.holder, away: { ...duty.holder.away, standIn: null } } };
}

async function tableOf(
  ctx: Context,
  { loaded, objection }: LoadedObjection,
): Promise<Pick<ObjectionPage, 'line' | 'versionsPath'>> {
  const none = { line: null, versionsPath: null };
  const row = await selectLineOf(ctx.db.read, objection.rowId);
  const table = row?.disclosurePostId ? await postById(ctx, row.disclosurePostId) : null;
  const item = row && (await itemOf(ctx, row.villageCode, row.itemCode));
  // A table that was taken down takes its line with it; the question stays.
  if (!row || !item || !table || table.post.removedAt !== null) return none;
  const { slug } = loaded.village;
  const { no } = table.post;
  const line = lineView(ctx, { slug, no }, item, row);
  return { line, versionsPath: row.version > 1 ? `${disclosurePath(slug, no)}/versions` : null };
}

function correctPathFor(
  { viewer }: Context,
  { loaded, objection }: LoadedObjection,
): string | null {
  const drafts = actingPost(viewer, 'disclosure.draft', loaded.village.path) !== null;
  return drafts ? `${draftPath(objection.disclosureId)}/review` : null;
}

function raiseFor(ctx: Context, { loaded, objection }: LoadedObjection): Raise | null {
  const { outcome, answeredAt } = objection;
  const level = objectionLevel(objection.level);
  const stands = { level, outcome, answeredAt, finishDueAt: loaded.post.finishDueAt };
  return raiseOf(ctx.book.disclosures.objection, stands, ctx.clock.now());
}

async function stepsOf(ctx: Context, seen: LoadedObjection): Promise<ObjectionStepView[]> {
  const { post, village } = seen.loaded;
  const rows = await selectObjectionSteps(ctx.db.read, post.id);
  const official = rows.filter(({ byId }) => byId !== post.authorId);
  const people = await dutyPeople(
    ctx,
    official.map(({ byId }) => ({ personId: byId, gridCode: null })),
  );
  const isAuthor = post.authorId === ctx.viewer.personId;
  const seesWhy = isAuthor || answeringRole(ctx, { post, ...seen }, village.path) !== null;
  return rows.map((row) => stepView(row, people, seesWhy));
}

function stepView(
  { id, what, level, outcome, at, byId, html, body }: ObjectionStep,
  people: Map<string, DutyPerson>,
  seesWhy: boolean,
): ObjectionStepView {
  const isRaise = what === 'raised';
  const by = people.get(byId) ?? null;
  const said = { html: isRaise ? '' : html, why: isRaise && seesWhy ? body : null };
  return { id, what, level: objectionLevel(level), outcome, at, by, ...said };
}
