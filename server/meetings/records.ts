import { and, asc, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person } from '#db/schema/accounts.ts';
import { meeting, partyMember } from '#db/schema/meetings.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { isInside, pathsOf } from '#server/posts/visible-to.ts';
import type { LocalDate } from '#server/rules/dates.ts';

export type MeetingRow = typeof meeting.$inferSelect;

/** What everybody may know of a meeting (domain: 党务公开 row 3). */
const openColumns = {
  no: meeting.no,
  heldOn: meeting.heldOn,
  topic: meeting.topic,
  present: meeting.present,
  remote: meeting.remote,
};

/** A meeting as everybody may know it. */
export interface OpenMeeting {
  no: number;
  heldOn: LocalDate;
  topic: string;
  present: number;
  remote: number;
}

export async function insertMeeting(tx: Tx, row: MeetingRow): Promise<void> {
  await tx.insert(meeting).values(row);
}

export async function updateAudience(tx: Tx, id: string, audience: string): Promise<void> {
  await tx.update(meeting).set({ audience }).where(eq(meeting.id, id));
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
  const isMember = sql`EXISTS (SELECT 1 FROM ${partyMember}
    WHERE ${partyMember.villageCode} = ${meeting.villageCode}
      AND ${partyMember.personId} = ${viewer.personId})`;
  return or(
    isPublic,
    and(eq(meeting.audience, 'village'), or(lives, isInside(code, places))),
    isMember,
    isInside(code, pathsOf(viewer, 'meeting.record')),
  );
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
