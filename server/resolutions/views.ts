import type { DutyPerson } from '#server/grids/duty-person.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { idsIn } from '#server/photos/kept-photos.ts';
import { postById } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { findResolution, type ResolutionRef } from '#server/resolutions/act.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import {
  type DropView,
  dropView,
  endedBy,
  enderChoices,
  type NamedResolution,
  type ResolutionChoice,
} from '#server/resolutions/drop-views.ts';
import { dayOf, lateness } from '#server/resolutions/lateness.ts';
import {
  type DecidingStep,
  type ResolutionRow,
  selectDecision,
  selectOfMotion,
  selectReports,
} from '#server/resolutions/records.ts';
import { type ReportView, reportViews } from '#server/resolutions/report-views.ts';
import {
  addDays,
  type EpochMs,
  type LocalDate,
  localDate,
  nextMidnight,
} from '#server/rules/dates.ts';
import type { Lateness } from '#server/rules/resolutions.ts';
import { findMotion } from '#server/steps/act.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';

/** Everything the page of a resolution prints. */
export interface ResolutionPage extends Told, Origin, Ending {
  village: Village;
  now: EpochMs;
  no: number;
  title: string;
  html: string;
  row: ResolutionRow;
  publishedOn: LocalDate;
  resultDueOn: LocalDate | null;
  late: Lateness;
  may: May;
  /** Photos that came with a form that is shown again. */
  keptPhotos: Record<'report' | 'result', DraftPhoto[]>;
  parts: PostParts;
  key: string;
}

/** Who carries it out, and what was told of it. */
interface Told {
  owner: DutyPerson | null;
  reports: ReportView[];
  /** The report at ninety days, and the signed result; null while there is none. */
  ninety: ReportView | null;
  end: ReportView | null;
  /** A result was written and waits for a signature. */
  isUnsigned: boolean;
  isOwnWork: boolean;
}

/** Where it comes from. */
interface Origin {
  motion: { title: string; path: string; id: string } | null;
  /** The meeting that decided: its name, numbers and its own page's name. */
  decision: (DecidingStep & { meeting: string }) | null;
}

/** How it ends by a later one, and what it ended itself. */
interface Ending {
  drop: DropView | null;
  ended: NamedResolution[];
  /** The later ones by which the viewer may have it ended. */
  enders: ResolutionChoice[];
}

/** What the viewer may do; reporting and signing go on while it is carried out. */
interface May {
  report: boolean;
  check: boolean;
}

/** The page of one resolution; null when the viewer may not see it. */
export async function resolutionPage(
  ctx: Context,
  ref: ResolutionRef,
  { commentsAfter, form }: { commentsAfter: string | null; form: FormState | null } = nothing,
): Promise<ResolutionPage | null> {
  const found = await findResolution(ctx, ref);
  if (!found) return null;
  const { loaded, resolution: row } = found;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`, `post:${row.motionId}`, `village:${village.code}`);
  ctx.page.changesAt(nextMidnight(ctx.clock.now()));
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const may = mayDo(ctx, village, row);
  const [told, origin, ending, parts] = await Promise.all([
    toldOf(ctx, village, row, may),
    originOf(ctx, row),
    endingOf(ctx, village, row, may),
    partsOf(ctx, loaded, commentsAfter),
  ]);
  const resultOn = dayOf(told.end?.checkedAt ?? null);
  return {
    ...{ village, now: ctx.clock.now(), no: post.no, title: post.title, html: post.html, row },
    ...{ ...told, ...origin, ...ending, parts, may },
    publishedOn: localDate(post.createdAt),
    resultDueOn: row.doneOn && addDays(row.doneOn, resolutionDays(ctx).resultDays),
    late: lateness(ctx, row, { publishedAt: post.createdAt, resultOn }),
    keptPhotos: await keptFor(ctx, form),
    key: may.report || may.check ? newToken() : '',
  };
}

async function toldOf(
  ctx: Context,
  village: Village,
  { id, ownerId }: ResolutionRow,
  may: May,
): Promise<Told> {
  const rows = await selectReports(ctx.db.read, id);
  const { list, owner } = await reportViews(ctx, village, rows, ownerId);
  const ends = list.filter(({ kind }) => kind === 'end');
  const end = ends.find(({ checkedAt }) => checkedAt !== null) ?? null;
  const lastEnd = rows.findLast(({ kind }) => kind === 'end');
  return {
    owner,
    // What nobody has signed is not the result yet: only those who work on it read it.
    reports: list.filter((one) => one.kind !== 'end' || may.report || may.check || one === end),
    ninety: list.findLast(({ kind }) => kind === 'ninety') ?? null,
    end,
    isUnsigned: end === null && ends.length > 0,
    isOwnWork: [lastEnd?.byId, ownerId].includes(ctx.viewer.personId ?? ''),
  };
}

async function originOf(ctx: Context, { stepId, motionId }: ResolutionRow): Promise<Origin> {
  const [step, found] = await Promise.all([
    selectDecision(ctx.db.read, stepId),
    findMotion(ctx, motionId),
  ]);
  return {
    motion: found && {
      ...{ title: found.loaded.post.title, path: found.loaded.path, id: found.motion.id },
    },
    decision: step && { ...step, meeting: meetingName(ctx, step.voteType) },
  };
}

async function endingOf(
  ctx: Context,
  village: Village,
  row: ResolutionRow,
  may: May,
): Promise<Ending> {
  const [drop, ended, enders] = await Promise.all([
    dropView(ctx, row, { hasPart: may.report || may.check }),
    endedBy(ctx, village, row),
    may.report ? enderChoices(ctx, row) : [],
  ]);
  return { drop, ended, enders };
}

/** A motion's decision, as the motion's page leads there. */
export interface DecisionLink {
  path: string;
  /** When a later decision ended it; null for none. */
  droppedAt: EpochMs | null;
}

/** Where a motion's decision and what came of it are read; null while nothing is published. */
export async function resolutionOf(ctx: Context, motionId: string): Promise<DecisionLink | null> {
  const row = await selectOfMotion(ctx.db.read, motionId);
  const loaded = row && (await postById(ctx, row.id));
  return loaded && { path: loaded.path, droppedAt: row.droppedAt };
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

function mayDo(ctx: Context, village: Village, { state }: ResolutionRow): May {
  const isOpen = state === 'carrying-out';
  return {
    report: isOpen && actingPost(ctx.viewer, 'resolution.report', village.path) !== null,
    check: isOpen && actingPost(ctx.viewer, 'resolution.check', village.path) !== null,
  };
}
