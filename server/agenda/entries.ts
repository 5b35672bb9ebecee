import { wordsFor } from '#content/messages/words.ts';
import {
  type DatedPost,
  selectDatedContests,
  selectDatedDrives,
  selectDatedMeetings,
  selectDatedMotions,
  selectDatedPromises,
  selectDatedResolutions,
  selectDatedSurveys,
  selectDatedVotes,
} from '#server/agenda/records.ts';
import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type BodyCode, isBody } from '#server/rules/bodies.ts';
import {
  type EpochMs,
  instantOf,
  type LocalDate,
  localDate,
  MINUTE_MS,
} from '#server/rules/dates.ts';
import {
  contestsPath,
  drivesPath,
  hallPath,
  letterPath,
  promiseOfLetter,
  resolutionsPath,
  stepPath,
  surveysPath,
  votesPath,
} from '#server/rules/links.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';
import { typeView } from '#server/votes/type-view.ts';

/** Something that stands on a day of a village: public, and about nobody by name. */
export interface DayEntry {
  /** The same for ever inside its village: 'votes-12-closes'. */
  key: string;
  path: string;
  /** What it is, with the title of the matter. */
  title: string;
  day: LocalDate;
  /** At what instant; null for the whole day. */
  at: EpochMs | null;
  /** Who may come or take part; null for nobody in particular. */
  who: string | null;
  /** '' for nowhere said. */
  place: string;
  isOff: boolean;
  /** Grows with each change. */
  sequence: number;
  changedAt: EpochMs;
}

/** The days of a village from one on, in their order; each source gives a limited number. */
export async function dayEntries(
  ctx: Context,
  village: Village,
  from: LocalDate,
): Promise<DayEntry[]> {
  ctx.page.shows(`village:${village.code}`);
  const { read } = ctx.db;
  const { code } = village;
  const [votes, meetings, surveys, motions, drives, contests, promises, resolutions, groups] =
    await Promise.all([
      selectDatedVotes(read, code),
      selectDatedMeetings(read, code, from),
      selectDatedSurveys(read, code),
      selectDatedMotions(read, code),
      selectDatedDrives(read, code),
      selectDatedContests(read, code),
      selectDatedPromises(read, code, instantOf(from)),
      selectDatedResolutions(read, code),
      groupsOf(ctx, code),
    ]);
  const groupNames = new Map(groups.map((group) => [group.code, group.name]));
  const all = [
    ...votes.flatMap((row) => voteEntries(ctx, village, row)),
    ...meetings.map((row) => meetingEntry(ctx, village, row)),
    ...surveys.map((row) => surveyEntry(ctx, village, row, groupNames)),
    ...motions.flatMap((row) => talkEntry(ctx, village, row)),
    ...drives.map((row) => driveEntry(ctx, village, row)),
    ...contests.flatMap((row) => contestEntries(ctx, village, row)),
    ...promises.flatMap((row) => promiseEntry(ctx, village, row)),
    ...resolutions.map((row) => resolutionEntry(ctx, village, row)),
  ];
  return all.filter(({ day }) => day >= from).toSorted(inOrder);
}

function inOrder(a: DayEntry, b: DayEntry): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return (a.at ?? 0) - (b.at ?? 0) || (a.key < b.key ? -1 : 1);
}

type Row<Select extends (...args: never[]) => Promise<unknown[]>> = Awaited<
  ReturnType<Select>
>[number];

/** What all entries of a post share; what was called off counts as one change more. */
function entryOf(row: DatedPost, isOff = false): Omit<DayEntry, 'key' | 'path' | 'title' | 'day'> {
  const minutes = Math.floor((row.changedAt - row.createdAt) / MINUTE_MS);
  return {
    ...{ at: null, who: null, place: '', isOff, changedAt: row.changedAt },
    sequence: Math.max(0, minutes) + (isOff ? 1 : 0),
  };
}

function voteEntries(ctx: Context, { slug }: Village, row: Row<typeof selectDatedVotes>) {
  const { entries: words, who } = wordsFor(ctx.lang).agenda;
  const { no, title, opensAt, closesAt } = row;
  const path = votesPath(slug, no);
  const shared = { ...entryOf(row, row.state === 'void'), path, who: who.roll };
  const on = (at: EpochMs) => ({ ...shared, day: localDate(at), at });
  // What the law has people decide in a room is only announced here: it opens when they meet.
  if (!typeView(ctx.book.votes, row.type).isCast) {
    return [{ ...on(opensAt), key: `votes-${no}-held`, title: words.held(title) }];
  }
  return [
    { ...on(opensAt), key: `votes-${no}-opens`, title: words.opens(title) },
    { ...on(closesAt), key: `votes-${no}-closes`, title: words.closes(title) },
  ];
}

function meetingEntry(
  ctx: Context,
  village: Village,
  row: Row<typeof selectDatedMeetings>,
): DayEntry {
  const { entries: words, who } = wordsFor(ctx.lang).agenda;
  const { no, title, step, attempt, state, place } = row;
  const isOff = state === 'void';
  const name = meetingName(ctx, row.voteType);
  const body = bodyOf(ctx, village, row.body);
  return {
    ...entryOf(row, isOff),
    // A meeting keeps its day: another day is another try, with a number of its own.
    ...{ sequence: isOff ? 1 : 0, changedAt: row.calledAt, place },
    ...{ day: row.meetOn, at: row.meetTime === null ? null : meetsAt(row) },
    key: `hall-${no}-${step}-${attempt}`,
    path: stepPath(village.slug, no, { step, attempt }),
    title: words.meeting(name, title),
    who: body === null ? null : who.meeting(body),
  };
}

/** Who meets: those on its roll, or the meeting that has none. */
function bodyOf({ book, lang }: Context, { kind }: Village, word: string): string | null {
  const { names, community } = wordsFor(lang).bodies;
  if (!isBody(word)) return book.votes.bodies.find(({ code }) => code === word)?.[lang] ?? null;
  const own: Partial<Record<BodyCode, string>> = kind === 'community' ? community : {};
  return own[word] ?? names[word];
}

function surveyEntry(
  ctx: Context,
  { slug }: Village,
  row: Row<typeof selectDatedSurveys>,
  groupNames: Map<string, string>,
): DayEntry {
  const { entries: words, who, and } = wordsFor(ctx.lang).agenda;
  const names = (row.groupCodes ?? []).flatMap((code) => groupNames.get(code) ?? []);
  return {
    ...entryOf(row),
    key: `surveys-${row.no}`,
    path: surveysPath(slug, row.no),
    title: words.survey(row.title),
    // It closes at the midnight after its last day.
    day: localDate(row.closesAt - 1),
    who: names.length === 0 ? who.villagers : who.groups(names.join(and)),
  };
}

function talkEntry(
  ctx: Context,
  { slug }: Village,
  row: Row<typeof selectDatedMotions>,
): DayEntry[] {
  const { entries: words, who } = wordsFor(ctx.lang).agenda;
  const { no, title, talkThrough: day } = row;
  if (day === null) return [];
  const shared = { ...entryOf(row, endedBefore(row.closedAt, day)), who: who.villagers };
  return [
    { ...shared, key: `hall-${no}`, path: hallPath(slug, no), title: words.talk(title), day },
  ];
}

function driveEntry(ctx: Context, { slug }: Village, row: Row<typeof selectDatedDrives>): DayEntry {
  const { entries: words, who } = wordsFor(ctx.lang).agenda;
  const { no, title, tellThrough: day } = row;
  const shared = { ...entryOf(row, endedBefore(row.closedAt, day)), who: who.villagers };
  return {
    ...shared,
    key: `drives-${no}`,
    path: drivesPath(slug, no),
    title: words.drive(title),
    day,
  };
}

/** Closed on a day before its last one: nobody can take part on that any more. */
function endedBefore(closedAt: EpochMs | null, lastDay: LocalDate): boolean {
  return closedAt !== null && localDate(closedAt) < lastDay;
}

function contestEntries(ctx: Context, { slug }: Village, row: Row<typeof selectDatedContests>) {
  const { entries: words, who } = wordsFor(ctx.lang).agenda;
  const { no, title } = row;
  const shared = { ...entryOf(row, row.state === 'void'), path: contestsPath(slug, no) };
  const days = [
    { end: 'nominate', title: words.nominate(title), day: row.nominateThrough, who: who.villagers },
    { end: 'object', title: words.object(title), day: row.objectThrough, who: who.villagers },
    { end: 'judge', title: words.judge(title), day: row.judgeThrough, who: who.judges },
  ];
  return days.map(({ end, ...one }) => ({ ...shared, ...one, key: `contests-${no}-${end}` }));
}

function promiseEntry(
  ctx: Context,
  { slug }: Village,
  row: Row<typeof selectDatedPromises>,
): DayEntry[] {
  const { entries: words } = wordsFor(ctx.lang).agenda;
  const { no, promiseNo, what, dueOn: day, versions } = row;
  if (day === null) return [];
  const path = promiseOfLetter(letterPath(slug, no), promiseNo);
  const key = `letters-${no}-promise-${promiseNo}`;
  const shared = { ...entryOf(row), sequence: versions - 1 };
  return [{ ...shared, key, path, title: words.promise(what), day }];
}

function resolutionEntry(
  ctx: Context,
  { slug }: Village,
  row: Row<typeof selectDatedResolutions>,
): DayEntry {
  const { entries: words } = wordsFor(ctx.lang).agenda;
  const { no, title, dueOn: day } = row;
  return {
    ...entryOf(row, row.state === 'dropped'),
    ...{ key: `resolutions-${no}`, path: resolutionsPath(slug, no), day },
    title: words.resolution(title),
  };
}
