import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import {
  type MeetingRow,
  type OpenMeeting,
  selectMeetings,
  selectMembers,
  selectOpenMeeting,
  selectWholeMeeting,
} from '#server/meetings/records.ts';
import { type PostRow, postList, postRows } from '#server/posts/views.ts';
import { isLocalDate } from '#server/rules/dates.ts';

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
  /** The linked lessons that the viewer may see. */
  lessons: PostRow[];
  mayRecord: boolean;
}

/** A meeting by village and number; null when there is none. */
export async function meetingPage(
  ctx: Context,
  slug: string,
  no: string,
): Promise<MeetingView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !/^\d{1,6}$/.test(no)) return null;
  const which = { villageCode: village.code, no: Number(no) };
  const open = await selectOpenMeeting(ctx.db.read, which.villageCode, which.no);
  if (!open) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows(`village:${village.code}`);
  const whole = await selectWholeMeeting(ctx.db.read, ctx.viewer, which);
  const lessons = whole ? await postRows(ctx, whole.lessonIds) : [];
  return { village, open, whole, lessons, mayRecord: mayKeep(ctx, village) };
}

/** The form for the record of a meeting. */
export interface NewMeetingView {
  village: Village;
  /** Lessons of the village that may be linked. */
  lessons: { id: string; title: string }[];
  key: string;
}

/** The form; null for whoever keeps no records here. */
export async function newMeeting(ctx: Context, slug: string): Promise<NewMeetingView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !mayKeep(ctx, village)) return null;
  ctx.page.keepPrivate();
  const { rows } = await postList(ctx, { villageCode: village.code, kind: 'lesson', limit: 8 });
  return { village, lessons: rows.map(({ id, title }) => ({ id, title })), key: newToken() };
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
