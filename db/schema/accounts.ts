import { count, flag, index, instant, table, text, uniqueIndex } from '#db/columns.ts';

/** A person with an account. The phone is looked up by HMAC and kept sealed. */
export const person = table(
  'person',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    nickname: text(),
    phoneHmac: text(),
    phoneSealed: text(),
    phoneTail: text(),
    /** Typed when an account was opened with a slip of paper, and confirmed by nobody since. */
    phoneUnprovenSince: instant(),
    /** Null after a handed-out password was used: its owner chooses one first. */
    passwordHash: text(),
    /** A password that somebody else handed out works once, until this instant. */
    passwordUntil: instant(),
    villageCode: text(),
    createdAt: instant().notNull(),
    disabledAt: instant(),
  },
  (t) => [
    uniqueIndex('person_by_phone').on(t.phoneHmac),
    index('person_by_village').on(t.villageCode),
    index('person_by_name').on(t.name),
  ],
);

/** Lucia's sessions; the id is stored only as its SHA-256. */
export const session = table(
  'session',
  {
    idHash: text().primaryKey(),
    personId: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endsAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    device: text().notNull(),
  },
  (t) => [
    index('session_by_person').on(t.personId),
    index('session_by_end').on(t.expiresAt),
    index('session_by_last_end').on(t.endsAt),
  ],
);

/** One-time codes for signing in; ten minutes, few tries. */
export const signInCode = table(
  'sign_in_code',
  {
    id: text().primaryKey(),
    phoneHmac: text().notNull(),
    codeHmac: text().notNull(),
    tries: count().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [
    index('sign_in_code_by_phone').on(t.phoneHmac, t.createdAt),
    index('sign_in_code_by_end').on(t.expiresAt),
  ],
);

/** The village roster: who lives in which household. ID numbers only as HMAC of the last digits. */
export const villager = table(
  'villager',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    householdId: text().notNull(),
    name: text().notNull(),
    isHead: flag().notNull().default(false),
    idTailHmac: text(),
    /** As the village's list has it, for the cadre who looks for somebody; never signs anybody in. */
    phoneSealed: text(),
    personId: text(),
    verifiedAt: instant(),
    verifiedById: text(),
    verifiedHow: text(),
    /** The import that brought the line. */
    importId: text(),
    /** The first day on which he is known to be eighteen, a local date; null where nobody has said. */
    adultFrom: text(),
    leftAt: instant(),
  },
  (t) => [
    index('villager_by_household').on(t.householdId),
    index('villager_by_village').on(t.villageCode, t.name, t.id),
    uniqueIndex('villager_by_person').on(t.personId, t.villageCode),
  ],
);

/** A code on paper that a cadre hands to a villager, instead of any message. */
export const paperCode = table(
  'paper_code',
  {
    id: text().primaryKey(),
    villagerId: text().notNull(),
    codeHmac: text().notNull(),
    issuedById: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    tries: count().notNull(),
    usedAt: instant(),
  },
  (t) => [
    index('paper_code_by_villager').on(t.villagerId),
    index('paper_code_by_end').on(t.expiresAt),
    uniqueIndex('paper_code_by_code').on(t.codeHmac),
  ],
);
