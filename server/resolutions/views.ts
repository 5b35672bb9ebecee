import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { postById } from '#server/posts/load.ts';
import { type PhotoView, type PostParts, partsOf, photoViews } from '#server/posts/parts.ts';
import { photosOfSteps } from '#server/posts/step-photos.ts';
import { findResolution, type ResolutionRef } from '#server/resolutions/act.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import {
  type DecidingStep,
  type ReportRow,
  type ResolutionRow,
  selectDecision,
  selectOfMotion,
  selectReports,
  selectResolutions,
  selectYears,
} from '#server/resolutions/records.ts';
import {
  addDays,
  type EpochMs,
  isLocalDate,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import { type Lateness, latenessOf } from '#server/rules/resolutions.ts';
import { findMotion } from '#server/steps/act.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';

/** A resolution in a list. */
export interface ResolutionLine {
  no: number;
  title: string;
  passedOn: LocalDate;
  dueOn: LocalDate;
  state: string;
  late: Lateness;
}

/** A village's resolutions of a year, the newest first. */
export interface ResolutionList {
  village: Village;
  now: EpochMs;
  year: string;
  /** The years in which anything was decided, the newest first. */
  years: string[];
  rows: ResolutionLine[];
  older: string | null;
}

/** A page of the list; without a year the last in which anything was decided. */
export async function resolutionList(
  ctx: Context,
  slug: string,
  asked: { year: string | null; before: string | null },
): Promise<ResolutionList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const now = ctx.clock.now();
  ctx.page.changesAt(nextMidnight(now));
  const span = await selectYears(ctx.db.read, village.code);
  const years = yearsOf(span);
  const thisYear = localDate(now).slice(0, 4);
  const year = years.find((one) => one === asked.year) ?? years[0] ?? thisYear;
  const limit = ctx.book.rules.pages.posts;
  const found = await selectResolutions(ctx.db.read, ctx.viewer, {
    ...{ villageCode: village.code, from: `${year}-01-01`, through: `${year}-12-31` },
    ...{ before: placeOf(asked.before), limit: limit + 1 },
  });
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1)?.row : undefined;
  return {
    village,
    now,
    year,
    years,
    rows: shown.map(({ row, title, publishedAt }) => ({
      ...{ no: row.no, title, passedOn: row.passedOn, dueOn: row.dueOn, state: row.state },
      late: lateness(ctx, row, { publishedAt, resultOn: row.state === 'done' ? row.doneOn : null }),
    })),
    older: last ? `${last.passedOn}_${last.id}` : null,
  };
}

/** One report with who gave it. */
export interface ReportView {
  no: number;
  kind: string;
  html: string;
  spentFen: number | null;
  doneOn: LocalDate | null;
  /** Whether what was done is what was decided. */
  isSame: boolean;
  difference: string;
  at: EpochMs;
  by: DutyPerson | null;
  checkedAt: EpochMs | null;
  photos: PhotoView[];
}

/** Everything the page of a resolution prints. */
export interface ResolutionPage {
  village: Village;
  now: EpochMs;
  no: number;
  title: string;
  html: string;
  row: ResolutionRow;
  motion: { title: string; path: string; id: string } | null;
  /** The meeting that decided: its name, numbers and its own page's name. */
  decision: (DecidingStep & { meeting: string }) | null;
  owner: DutyPerson | null;
  publishedOn: LocalDate;
  resultDueOn: LocalDate | null;
  late: Lateness;
  reports: ReportView[];
  /** The report at ninety days, and the signed result; null while there is none. */
  ninety: ReportView | null;
  end: ReportView | null;
  /** A result was written and waits for a signature. */
  isUnsigned: boolean;
  may: { report: boolean; check: boolean };
  isOwnWork: boolean;
  /** Photos that came with a form that is shown again. */
  keptPhotos: Record<'report' | 'result', DraftPhoto[]>;
  parts: PostParts;
  key: string;
}

/** The page of one resolution; null when the viewer may not see it. */
export async function resolutionPage(
  ctx: Context,
  ref: ResolutionRef,
  { commentsAfter, form }: { commentsAfter: string | null; form: FormState | null } = nothing,
): Promise<ResolutionPage | null> {
  const found = await findResolution(ctx, ref);
  if (!found) return null;
  const { loaded, resolution } = found;
  const { post, village } = loaded;
  const now = ctx.clock.now();
  ctx.page.shows(`post:${post.id}`, `post:${resolution.motionId}`, `village:${village.code}`);
  ctx.page.changesAt(nextMidnight(now));
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const [rows, decision, motion, parts] = await Promise.all([
    selectReports(ctx.db.read, resolution.id),
    selectDecision(ctx.db.read, resolution.stepId),
    findMotion(ctx, resolution.motionId),
    partsOf(ctx, loaded, commentsAfter),
  ]);
  const reports = await reportViews(ctx, village, rows, resolution.ownerId);
  const may = mayDo(ctx, village, resolution);
  const ends = reports.list.filter(({ kind }) => kind === 'end');
  const end = ends.find(({ checkedAt }) => checkedAt !== null) ?? null;
  const { doneOn } = resolution;
  return {
    ...{ village, now, no: post.no, title: post.title, html: post.html, row: resolution },
    motion: motion && {
      ...{ title: motion.loaded.post.title, path: motion.loaded.path, id: motion.motion.id },
    },
    decision: decision && { ...decision, meeting: meetingName(ctx, decision.voteType) },
    owner: reports.owner,
    publishedOn: localDate(post.createdAt),
    resultDueOn: doneOn && addDays(doneOn, resolutionDays(ctx).resultDays),
    late: lateness(ctx, resolution, {
      ...{ publishedAt: post.createdAt, resultOn: dayOf(end?.checkedAt ?? null) },
    }),
    // What nobody has signed is not the result yet: only those who work on it read it.
    reports: reports.list.filter(
      (one) => one.kind !== 'end' || may.report || may.check || one === end,
    ),
    ninety: reports.list.findLast(({ kind }) => kind === 'ninety') ?? null,
    end,
    isUnsigned: end === null && ends.length > 0,
    may: { ...may, check: may.check && end === null && ends.length > 0 },
    isOwnWork: [rows.findLast(({ kind }) => kind === 'end')?.byId, resolution.ownerId].includes(
      ctx.viewer.personId ?? '',
    ),
    keptPhotos: await keptFor(ctx, form),
    parts,
    key: may.report || may.check ? newToken() : '',
  };
}

/** Where a motion's decision and what came of it are read; null while nothing is published. */
export async function resolutionOf(ctx: Context, motionId: string): Promise<string | null> {
  const row = await selectOfMotion(ctx.db.read, motionId);
  const loaded = row && (await postById(ctx, row.id));
  return loaded?.path ?? null;
}

const nothing = { commentsAfter: null, form: null };

async function keptFor(
  ctx: Context,
  form: FormState | null,
): Promise<ResolutionPage['keptPhotos']> {
  const kept = await draftPhotos(ctx, idsIn(form?.values.photoIds));
  const act = form?.values.act;
  return { report: act === 'report' ? kept : [], result: act === 'result' ? kept : [] };
}

function mayDo(ctx: Context, village: Village, { state }: ResolutionRow) {
  const isOpen = state === 'carrying-out';
  return {
    report: isOpen && actingPost(ctx.viewer, 'resolution.report', village.path) !== null,
    check: isOpen && actingPost(ctx.viewer, 'resolution.check', village.path) !== null,
  };
}

async function reportViews(ctx: Context, village: Village, rows: ReportRow[], ownerId: string) {
  const ids = [...new Set([...rows.map(({ byId }) => byId), ownerId])];
  const [people, photos] = await Promise.all([
    dutyPeople(
      ctx,
      ids.map((personId) => ({ personId, gridCode: village.code })),
    ),
    photosOfSteps(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]);
  const list = rows.map((row): ReportView => {
    const { no, kind, html, spentFen, doneOn, difference, at, checkedAt } = row;
    const isSame = row.isSame !== false;
    const own = photos.filter(({ subjectId }) => subjectId === row.id);
    const said = { no, kind, html, spentFen, doneOn, isSame, difference, at, checkedAt };
    return { ...said, by: people.get(row.byId) ?? null, photos: photoViews(ctx, own, village) };
  });
  return { list, owner: people.get(ownerId) ?? null };
}

/** How late everything about it is today. */
function lateness(
  ctx: Context,
  row: ResolutionRow,
  { publishedAt, resultOn }: { publishedAt: EpochMs; resultOn: LocalDate | null },
): Lateness {
  const today = localDate(ctx.clock.now());
  const dates = {
    ...{ passedOn: row.passedOn, publishedOn: localDate(publishedAt), dueOn: row.dueOn },
    ...{ reportDueOn: row.reportDueOn, doneOn: row.doneOn, resultOn },
    reportedOn: dayOf(row.reportedAt),
  };
  return latenessOf(dates, resolutionDays(ctx), today);
}

function dayOf(at: EpochMs | null): LocalDate | null {
  return at === null ? null : localDate(at);
}

function yearsOf(span: { first: string; last: string } | null): string[] {
  if (!span) return [];
  const [first, last] = [Number(span.first), Number(span.last)];
  return Array.from({ length: last - first + 1 }, (_, at) => String(last - at));
}

function placeOf(typed: string | null): { passedOn: LocalDate; id: string } | null {
  const [, passedOn = '', id] = /^(\d{4}-\d{2}-\d{2})_([\da-f-]{36})$/.exec(typed ?? '') ?? [];
  return id && isLocalDate(passedOn) ? { passedOn, id } : null;
}
