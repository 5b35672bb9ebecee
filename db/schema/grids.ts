import { count, flag, index, instant, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** The county's grid levels, lowest first: three to six rows. */
export const gridLevel = table('grid_level', {
  no: count().primaryKey(),
  code: text().notNull(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
});

/**
 * One tree of places: county, town, (area,) village, villager group, (micro grid). `path` holds the
 * codes from the county down, each ended by '/', so that one prefix tells what covers what, areas
 * between village and town included.
 */
export const grid = table(
  'grid',
  {
    code: text().primaryKey(),
    level: text().notNull(),
    parentCode: text(),
    path: text().notNull(),
    name: text().notNull(),
    shortName: text().notNull(),
    kind: text().notNull(),
    slug: text(),
    sort: count().notNull(),
    retiredAt: instant(),
  },
  (t) => [
    uniqueIndex('grid_by_slug').on(t.slug),
    index('grid_by_path').on(t.path),
    index('grid_by_parent').on(t.parentCode, t.sort),
    index('grid_by_name').on(t.shortName),
  ],
);

/** What a village's own pages say about it. */
export const villageProfile = table('village_profile', {
  villageCode: text().primaryKey(),
  about: text().notNull(),
  officeHours: text().notNull(),
  helpName: text().notNull(),
  helpPhone: text().notNull(),
  address: text().notNull(),
});

/** Old villages and where they went: old names stay findable for ever. */
export const divisionSuccession = table('division_succession', {
  oldSlug: text().primaryKey(),
  oldCode: text(),
  oldName: text().notNull(),
  newCode: text().notNull(),
  since: text().notNull(),
  note: text().notNull(),
});

export const household = table(
  'household',
  {
    id: text().primaryKey(),
    code: text().notNull(),
    gridCode: text().notNull(),
    /** The village's own number where it is longer than three digits. */
    number: text(),
    /** The import that brought the household. */
    importId: text(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('household_by_code').on(t.code), index('household_by_grid').on(t.gridCode)],
);

/** A file of people that was brought into a village. */
export const rosterImport = table(
  'roster_import',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    byId: text(),
    at: instant().notNull(),
    added: count().notNull(),
    changed: count().notNull(),
    undoneAt: instant(),
  },
  (t) => [index('roster_import_by_village').on(t.villageCode, t.at)],
);

/** Pairing of one household with one cadre (Yishui's preset); it outranks the grid's own cadre. */
export const pairing = table(
  'pairing',
  {
    id: text().primaryKey(),
    householdId: text().notNull(),
    personId: text().notNull(),
    since: instant().notNull(),
    until: instant(),
  },
  (t) => [
    index('pairing_by_household').on(t.householdId),
    index('pairing_by_person').on(t.personId),
  ],
);

/** A post held from one day to another: cadre, deputy, secretary, committee member, town staff. */
export const assignment = table(
  'assignment',
  {
    id: text().primaryKey(),
    personId: text().notNull(),
    post: text().notNull(),
    gridCode: text().notNull(),
    body: text().notNull(),
    title: text().notNull(),
    duty: text().notNull(),
    isDeputy: flag().notNull(),
    workPhone: text(),
    officeHours: text().notNull(),
    sort: count().notNull(),
    since: instant().notNull(),
    until: instant(),
    grantedById: text(),
  },
  (t) => [
    index('assignment_by_person').on(t.personId, t.until),
    index('assignment_by_grid').on(t.gridCode, t.post, t.until),
  ],
);

/** The fixed public number of a cadre; never reused. */
export const cadre = table(
  'cadre',
  {
    no: count().primaryKey(),
    personId: text().notNull(),
    issuedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('cadre_by_person').on(t.personId)],
);

/** Days on which somebody's deputy answers. */
export const leave = table(
  'leave',
  {
    id: text().primaryKey(),
    personId: text().notNull(),
    fromAt: instant().notNull(),
    untilAt: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index('leave_by_person').on(t.personId, t.untilAt), index('leave_by_end').on(t.untilAt)],
);

/** Who is on duty out of hours; without a row the 15-minute and 2-hour clocks do not run. */
export const dutyShift = table(
  'duty_shift',
  {
    id: text().primaryKey(),
    gridCode: text().notNull(),
    personId: text().notNull(),
    fromAt: instant().notNull(),
    untilAt: instant().notNull(),
  },
  (t) => [
    index('duty_shift_by_grid').on(t.gridCode, t.untilAt),
    index('duty_shift_by_end').on(t.untilAt),
  ],
);

/** Counters per village, so that no page counts rows. */
export const villageTally = table(
  'village_tally',
  {
    villageCode: text().notNull(),
    kind: text().notNull(),
    state: text().notNull(),
    month: text().notNull(),
    n: count().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageCode, t.kind, t.state, t.month] }),
    index('village_tally_by_month').on(t.kind, t.month, t.villageCode),
  ],
);

/** The next free number of each village's posts, and of what each town alone reads. */
export const villageCounter = table('village_counter', {
  villageCode: text().primaryKey(),
  nextNo: count().notNull(),
});
