import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type LinkedLesson, lessonsToLink, linkedLessons } from '#server/meetings/linked.ts';
import {
  type MeetingRow,
  type OpenMeeting,
  selectAttendance,
  selectMeetings,
  selectMembers,
  selectOpenMeeting,
  selectOpenWords,
  selectVersions,
  selectWholeMeeting,
} from '#server/meetings/records.ts';
import { wordsOfMeeting } from '#server/meetings/wordings.ts';
import { compareWordings, type Piece } from '#server/posts/word-pages.ts';
import { type EpochMs, isLocalDate } from '#server/rules/dates.ts';

/** The meetings of a village as everybody may know them: day, topic, how many came. */
export interface MeetingListView {
  village: Village;
  meetings: OpenMeeting[];
  older: string | null;
  mayRecord: boolean;
}

/** A page of the meetings, newest first; null where there is no such village. */
export async function meetingList(
  ctx: Context,
  slug: string,
  before: string | null,
): Promise<MeetingListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const limit = ctx.book.rules.pages.posts;
  const found = await selectMeetings(ctx.db.read, {
    villageCode: village.code,
    before: placeOf(before),
    limit: limit + 1,
  });
  const meetings = found.slice(0, limit);
  const last = meetings.at(-1);
  const mayRecord = mayKeep(ctx, village);
  if (mayRecord) ctx.page.keepPrivate();
  ctx.page.shows(`village:${village.code}`);
  const older = last && found.length > limit ? `${last.heldOn}_${last.no}` : null;
  return { village, meetings, older, mayRecord };
}

/** One meeting: what everybody may know, and the rest for its audience. */
export interface MeetingView {
  village: Village;
  open: OpenMeeting;
  /** Null for whoever is not meant: he does not learn who is. */
  whole: MeetingRow | null;
  /** Who took part by name, as far as members ticked it; for members and keepers alone. */
  took: { present: string[]; remote: string[] };
  /** The linked lessons that the viewer may see. */
  lessons: LinkedLesson[];
  mayRecord: boolean;
  /** Whether the viewer covers personal data here. */
  mayCover: boolean;
  key: string;
}

/** A meeting by village and number; null when there is none. */
export async function meetingPage(
  ctx: Context,
  slug: string,
  no: string,
): Promise<MeetingView | null> {
  const found = await foundMeeting(ctx, slug, no);
  if (!found) return null;
  const { village, open, whole } = found;
  const rows = whole ? await selectAttendance(ctx.db.read, ctx.viewer, whole.id) : [];
  const named = (how: string) => rows.filter((row) => row.how === how).map(({ name }) => name);
  const mayRecord = mayKeep(ctx, village);
  return {
    village,
    open,
    whole,
    took: { present: named('present'), remote: named('remote') },
    lessons: whole ? await linkedLessons(ctx, whole.lessonIds) : [],
    mayRecord,
    mayCover: mayRecord && actingPost(ctx.viewer, 'privacy.correct', village.path) !== null,
    // Pages of guests are the same for all of them: only who may send something gets a key.
    key: mayRecord ? newToken() : '',
  };
}

async function foundMeeting(ctx: Context, slug: string, no: string) {
  const village = await villageBySlug(ctx, slug);
  if (!village || !/^\d{1,6}$/.test(no)) return null;
  const which = { villageCode: village.code, no: Number(no) };
  const open = await selectOpenMeeting(ctx.db.read, which.villageCode, which.no);
  if (!open) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows(`village:${village.code}`);
  const whole = await selectWholeMeeting(ctx.db.read, ctx.viewer, which);
  return { village, open, whole };
}

/** One wording of a record, compared with the one before it. */
export interface MeetingWording {
  no: number;
  at: EpochMs;
  /** Why it was replaced; null for the one that stands. */
  reason: string | null;
  pieces: Piece[];
}

/** What a record said, the newest first: all of it, or what everybody may know. */
export interface MeetingHistory {
  village: Village;
  open: OpenMeeting;
  isWhole: boolean;
  wordings: MeetingWording[];
}

/** The history of a corrected record; null where none was. */
export async function meetingHistory(
  ctx: Context,
  slug: string,
  no: string,
): Promise<MeetingHistory | null> {
  const found = await foundMeeting(ctx, slug, no);
  if (!found || found.open.changedAt === null) return null;
  const { village, open, whole } = found;
  const now = whole ?? (await selectOpenWords(ctx.db.read, village.code, open.no));
  if (!now) return null;
  const before = await selectVersions(ctx.db.read, now.id);
  const said = [...before, now].map((one) => wordsOfMeeting(ctx.lang, one, whole !== null));
  const wordings = said.map((text, at) => ({
    no: at + 1,
    at: before[at - 1]?.replacedAt ?? now.createdAt,
    reason: whole === null ? null : (before[at]?.reason ?? null),
    pieces: compareWordings(said[at - 1] ?? null, text),
  }));
  return { village, open, isWhole: whole !== null, wordings: wordings.reverse() };
}

/** The form for the record of a meeting. */
export interface NewMeetingView {
  village: Village;
  lessons: { given: LinkedLesson[]; shelf: LinkedLesson[] };
  members: { personId: string; name: string }[];
  key: string;
}

/** The form; null for whoever keeps no records here. */
export async function newMeeting(ctx: Context, slug: string): Promise<NewMeetingView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayKeep(ctx, village)) return null;
  ctx.page.keepPrivate();
  const [lessons, members] = await Promise.all([
    lessonsToLink(ctx, village),
    selectMembers(ctx.db.read, village.code),
  ]);
  return { village, lessons, members, key: newToken() };
}

/** The form to put a record right, filled in as it stands. */
export interface MeetingCorrection extends NewMeetingView {
  no: number;
  values: FormState['values'];
}

/** The form; null for whoever keeps no records here, or where there is none. */
export async function meetingToCorrect(
  ctx: Context,
  slug: string,
  no: string,
): Promise<MeetingCorrection | null> {
  const [blank, found] = await Promise.all([newMeeting(ctx, slug), foundMeeting(ctx, slug, no)]);
  if (!blank || !found?.whole) return null;
  const { whole } = found;
  const rows = await selectAttendance(ctx.db.read, ctx.viewer, whole.id);
  const idsOf = (how: string) => rows.filter((row) => row.how === how).map((row) => row.personId);
  const { kind, heldOn, topic, place, agenda, body, lessonIds } = whole;
  const heads = {
    due: String(whole.due),
    present: String(whole.present),
    remote: String(whole.remote),
  };
  const values = {
    ...{ kind, heldOn, topic, place, agenda, body, lessonIds, ...heads },
    ...{ here: idsOf('present'), away: idsOf('remote') },
  };
  return { ...blank, no: whole.no, values };
}

/** Who is a member of the Party here. */
export interface MembersView {
  village: Village;
  members: { personId: string; name: string }[];
}

/** The list for whoever keeps it; null for everybody else. */
export async function membersPage(ctx: Context, slug: string): Promise<MembersView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayKeep(ctx, village)) return null;
  ctx.page.keepPrivate();
  return { village, members: await selectMembers(ctx.db.read, village.code) };
}

function mayKeep(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'meeting.record', village.path) !== null;
}

function placeOf(typed: string | null): { heldOn: string; no: number } | null {
  const [, heldOn = '', no] = /^(\d{4}-\d{2}-\d{2})_(\d{1,6})$/.exec(typed ?? '') ?? [];
  return no && isLocalDate(heldOn) ? { heldOn, no: Number(no) } : null;
}
