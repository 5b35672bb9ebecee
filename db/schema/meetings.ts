import { count, index, instant, json, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** A meeting of 三会一课. Everybody may know its day, its topic and how many came; not more. */
export const meeting = table(
  'meeting',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** 'members' | 'committee' | 'group' | 'lecture' */
    kind: text().notNull(),
    /** A local date. */
    heldOn: text().notNull(),
    topic: text().notNull(),
    place: text().notNull(),
    /** Its items in their order: the first is 一号议题. */
    agenda: json<string[]>().notNull(),
    /** How many should have come, how many sat there, how many took part from afar. */
    due: count().notNull(),
    present: count().notNull(),
    remote: count().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    renderedBy: text().notNull(),
    /** Posts of lessons that were held or given to read. */
    lessonIds: json<string[]>().notNull(),
    /** Who reads more than that: 'members' of the Party here, the 'village', or the 'public'. */
    audience: text().notNull(),
    recordedById: text().notNull(),
    createdAt: instant().notNull(),
    /** When it was last corrected; what stood there before is in its versions. */
    changedAt: instant(),
  },
  (t) => [
    uniqueIndex('meeting_by_no').on(t.villageCode, t.no),
    index('meeting_by_day').on(t.villageCode, t.heldOn, t.no),
  ],
);

/** What a record said before it was corrected, and why it was. */
export const meetingVersion = table(
  'meeting_version',
  {
    meetingId: text().notNull(),
    /** From 1, in the order in which they were replaced. */
    no: count().notNull(),
    kind: text().notNull(),
    heldOn: text().notNull(),
    topic: text().notNull(),
    place: text().notNull(),
    agenda: json<string[]>().notNull(),
    due: count().notNull(),
    present: count().notNull(),
    remote: count().notNull(),
    body: text().notNull(),
    reason: text().notNull(),
    replacedById: text().notNull(),
    replacedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.meetingId, t.no] })],
);

/** Members of the Party who took part, as far as they were ticked off; read by members alone. */
export const meetingAttendance = table(
  'meeting_attendance',
  {
    meetingId: text().notNull(),
    personId: text().notNull(),
    /** 'present' | 'remote' */
    how: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.meetingId, t.personId] }),
    index('meeting_attendance_by_person').on(t.personId, t.meetingId),
  ],
);

/** Who is a member of the Party in a village, as its secretary has said. */
export const partyMember = table(
  'party_member',
  {
    villageCode: text().notNull(),
    personId: text().notNull(),
    markedById: text().notNull(),
    markedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageCode, t.personId] }),
    index('party_member_by_person').on(t.personId, t.villageCode),
  ],
);
