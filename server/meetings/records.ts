import { and, asc, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { meeting, meetingAttendance, meetingVersion, partyMember } from '#db/schema/meetings.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { isInside, pathsOf } from '#server/posts/visible-to.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';

export type MeetingRow = typeof meeting.$inferSelect;
export type MeetingVersion = typeof meetingVersion.$inferSelect;

/** What everybody may know of a meeting (domain: 党务公开 row 3). */
const openColumns = {
  no: meeting.no,
  heldOn: meeting.heldOn,
  topic: meeting.topic,
  present: meeting.present,
  remote: meeting.remote,
  changedAt: meeting.changedAt,
};

/** A meeting as everybody may know it. */
export interface OpenMeeting {
  no: number;
  heldOn: LocalDate;
  topic: string;
  present: number;
  remote: number;
  /** When it was last corrected; null for never. */
  changedAt: EpochMs | null;
}

export async function insertMeeting(tx: Tx, row: MeetingRow): Promise<void> {
  await tx.insert(meeting).values(row);
}

export async function updateMeeting(
  tx: Tx,
  id: string,
  changes: Partial<MeetingRow>,
): Promise<void> {
  await tx.update(meeting).set(changes).where(eq(meeting.id, id));
}

/** A record inside a write, whoever asks. */
export async function meetingInTx(tx: Tx, id: string): Promise<MeetingRow | null> {
  const [row] = await tx.select().from(meeting).where(eq(meeting.id, id)).limit(1);
  return row ?? null;
}

/** What a record said before, oldest first. Whoever asks has read the record through the viewer. */
export function selectVersions(db: Reader, meetingId: string): Promise<MeetingVersion[]> {
  return db
    .select()
    .from(meetingVersion)
    .where(eq(meetingVersion.meetingId, meetingId))
    .orderBy(asc(meetingVersion.no))
    .limit(100);
}

export async function insertVersion(tx: Tx, row: MeetingVersion): Promise<void> {
  await tx.insert(meetingVersion).values(row);
}

export async function updateVersion(
  tx: Tx,
  { meetingId, no }: Pick<MeetingVersion, 'meetingId' | 'no'>,
  changes: Partial<MeetingVersion>,
): Promise<void> {
  await tx
    .update(meetingVersion)
    .set(changes)
    .where(and(eq(meetingVersion.meetingId, meetingId), eq(meetingVersion.no, no)));
}

/** Puts down who took part, in place of what was put down before. */
export async function replaceAttendance(
  tx: Tx,
  meetingId: string,
  rows: { personId: string; how: string }[],
): Promise<void> {
  await tx.delete(meetingAttendance).where(eq(meetingAttendance.meetingId, meetingId));
  if (rows.length === 0) return;
  await tx.insert(meetingAttendance).values(rows.map((row) => ({ ...row, meetingId })));
}

/** Who took part by name, if this viewer keeps the records or is a member himself. */
export function selectAttendance(
  db: Reader,
  viewer: Viewer,
  meetingId: string,
): Promise<{ personId: string; name: string; how: string }[]> {
  if (viewer.personId === null) return Promise.resolve([]);
  return db
    .select({ personId: person.id, name: person.name, how: meetingAttendance.how })
    .from(meetingAttendance)
    .innerJoin(meeting, eq(meeting.id, meetingAttendance.meetingId))
    .innerJoin(person, eq(person.id, meetingAttendance.personId))
    .where(and(eq(meetingAttendance.meetingId, meetingId), isClose(viewer)))
    .orderBy(asc(meetingAttendance.personId))
    .limit(500);
}

/** The meetings of a village, newest first, before this place. */
export function selectMeetings(
  db: Reader,
  {
    villageCode,
    before,
    limit,
  }: { villageCode: string; before: { heldOn: LocalDate; no: number } | null; limit: number },
): Promise<OpenMeeting[]> {
  const isOlder =
    before && sql`(${meeting.heldOn}, ${meeting.no}) < (${before.heldOn}, ${before.no})`;
  return db
    .select(openColumns)
    .from(meeting)
    .where(and(eq(meeting.villageCode, villageCode), isOlder ?? undefined))
    .orderBy(desc(meeting.heldOn), desc(meeting.no))
    .limit(limit);
}

/** A meeting as everybody may know it; null when there is none. */
export async function selectOpenMeeting(
  db: Reader,
  villageCode: string,
  no: number,
): Promise<OpenMeeting | null> {
  const [row] = await db.select(openColumns).from(meeting).where(at(villageCode, no)).limit(1);
  return row ?? null;
}

/** What a record says now, for what everybody may know of its history. */
export async function selectOpenWords(
  db: Reader,
  villageCode: string,
  no: number,
): Promise<MeetingRow | null> {
  const [row] = await db.select().from(meeting).where(at(villageCode, no)).limit(1);
  return row ?? null;
}

/** The whole of a meeting, if its audience includes this viewer; null otherwise. */
export async function selectWholeMeeting(
  db: Reader,
  viewer: Viewer,
  { villageCode, no }: { villageCode: string; no: number },
): Promise<MeetingRow | null> {
  const [row] = await db
    .select()
    .from(meeting)
    .where(and(at(villageCode, no), readBy(viewer)))
    .limit(1);
  return row ?? null;
}

/** The one condition on `meeting` for who reads more than day, topic and number. */
function readBy(viewer: Viewer): SQL | undefined {
  const isPublic = eq(meeting.audience, 'public');
  if (viewer.personId === null) return isPublic;
  const homes = viewer.memberships.map(({ villageCode }) => villageCode);
  const places = viewer.posts.filter(({ post }) => post !== 'sysadmin').map(({ path }) => path);
  const code = sql`${meeting.villageCode}`;
  const lives = homes.length > 0 ? among(meeting.villageCode, homes) : undefined;
  return or(
    isPublic,
    and(eq(meeting.audience, 'village'), or(lives, isInside(code, places))),
    isClose(viewer),
  );
}

/** That the viewer is a member of the Party in the meeting's village, or keeps its records. */
function isClose(viewer: Viewer): SQL | undefined {
  const isMember = sql`EXISTS (SELECT 1 FROM ${partyMember}
    WHERE ${partyMember.villageCode} = ${meeting.villageCode}
      AND ${partyMember.personId} = ${viewer.personId})`;
  const code = sql`${meeting.villageCode}`;
  return or(isMember, isInside(code, pathsOf(viewer, 'meeting.record')));
}

function at(villageCode: string, no: number) {
  return and(eq(meeting.villageCode, villageCode), eq(meeting.no, no));
}

/** Members of the Party in a village, by name. */
export function selectMembers(db: Reader, villageCode: string) {
  return db
    .select({ personId: person.id, name: person.name })
    .from(partyMember)
    .innerJoin(person, eq(person.id, partyMember.personId))
    .where(eq(partyMember.villageCode, villageCode))
    .orderBy(asc(partyMember.personId))
    .limit(500);
}

export async function insertMember(tx: Tx, row: typeof partyMember.$inferSelect): Promise<void> {
  await tx.insert(partyMember).values(row).onConflictDoNothing();
}

/** Whether there was such a mark to take away. */
export async function deleteMember(
  tx: Tx,
  villageCode: string,
  personId: string,
): Promise<boolean> {
  const gone = await tx
    .delete(partyMember)
    .where(and(eq(partyMember.villageCode, villageCode), eq(partyMember.personId, personId)))
    .returning({ personId: partyMember.personId });
  return gone.length > 0;
}
