import {
  count,
  flag,
  index,
  instant,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#db/columns.ts';

/** 问卷: questions that decide nothing. Its words are its post's. */
export const survey = table(
  'survey',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** 'draft' | 'open' | 'closed' */
    state: text().notNull(),
    /** The groups that are asked; null for the whole village. */
    groupCodes: json<string[]>(),
    closesAt: instant().notNull(),
    /** Below so many answers nothing is shown. */
    least: count().notNull(),
    answers: count().notNull(),
    openedAt: instant(),
    closedAt: instant(),
    remindedAt: instant(),
    madeById: text().notNull(),
    /** What the village makes of it: said by whom, and when; null before. */
    outcome: text(),
    outcomeHtml: text(),
    outcomeById: text(),
    outcomeAt: instant(),
  },
  (t) => [
    index('survey_by_village').on(t.villageCode, t.state, t.no),
    index('survey_by_closing').on(t.state, t.closesAt),
  ],
);

export const surveyQuestion = table(
  'survey_question',
  {
    surveyId: text().notNull(),
    no: count().notNull(),
    /** 'single' | 'multiple' | 'rating' | 'text' | 'matrix' */
    kind: text().notNull(),
    label: text().notNull(),
    hint: text().notNull(),
    isRequired: flag().notNull(),
    /** What may be chosen, or the columns of a matrix. */
    options: json<string[]>().notNull(),
    /** The rows of a matrix. */
    rows: json<string[]>().notNull(),
    most: count().notNull(),
  },
  (t) => [primaryKey({ columns: [t.surveyId, t.no] })],
);

/** Who answered, with the sealed answer beside him until the survey closes; then only that he did. */
export const surveyAnswerer = table(
  'survey_answerer',
  {
    surveyId: text().notNull(),
    villagerId: text().notNull(),
    sealed: text(),
    /** Who wrote the answer in from paper, for somebody who was there; null for one's own. */
    enteredById: text(),
  },
  (t) => [
    primaryKey({ columns: [t.surveyId, t.villagerId] }),
    index('survey_answerer_by_villager').on(t.villagerId),
  ],
);

/** One answer to one question, nobody knows whose and beside which others, in an order that tells nothing. */
export const surveyAnswer = table(
  'survey_answer',
  {
    surveyId: text().notNull(),
    no: count().notNull(),
    groupCode: text(),
    answers: json<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.surveyId, t.no] })],
);

/**
 * What was written in free words, masked, in an order of its own per question: beside no other
 * answer. The desk reads them; everybody reads those that were published one by one.
 */
export const surveyText = table(
  'survey_text',
  {
    surveyId: text().notNull(),
    questionNo: count().notNull(),
    no: count().notNull(),
    body: text().notNull(),
    publishedById: text(),
    publishedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.surveyId, t.questionNo, t.no] })],
);

/** 评选: families or yards that a village thanks. Its words are its post's. */
export const contest = table(
  'contest',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** 'families' | 'yards' | 'others' */
    about: text().notNull(),
    /** 'nominating' | 'objections' | 'judging' | 'decided' | 'void' */
    state: text().notNull(),
    places: count().notNull(),
    nominateThrough: text().notNull(),
    objectThrough: text().notNull(),
    judgeThrough: text().notNull(),
    /** How many judge, drawn by lot out of those who agreed. */
    jurors: count().notNull(),
    openedById: text().notNull(),
    decidedAt: instant(),
    decidedById: text(),
    /** What is said beside the result, or why there is none. */
    decision: text(),
    /** The draw by which the jury was found. */
    drawId: text(),
  },
  (t) => [
    index('contest_by_village').on(t.villageCode, t.state, t.no),
    index('contest_by_state').on(t.state, t.id),
  ],
);

/** More days for a choice that runs: which last day was put off, with the reason for everybody to read. */
export const contestExtension = table(
  'contest_extension',
  {
    contestId: text().notNull(),
    no: count().notNull(),
    /** 'nominate' | 'object': the last day that was to come; what follows it moves with it. */
    stage: text().notNull(),
    /** Local dates: the last day before, and since. */
    before: text().notNull(),
    through: text().notNull(),
    reason: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.contestId, t.no] })],
);

/** Somebody proposed; nobody reads of it before the family has agreed. */
export const contestNominee = table(
  'contest_nominee',
  {
    id: text().primaryKey(),
    contestId: text().notNull(),
    no: count().notNull(),
    householdId: text().notNull(),
    /** How the family wants to be called. */
    name: text().notNull(),
    why: text().notNull(),
    html: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
    /** 'asked' | 'agreed' | 'refused' | 'out' */
    state: text().notNull(),
    agreedById: text(),
    agreedHow: text(),
    agreedAt: instant(),
    outReason: text(),
    /** The signed sheet of a family that was asked on paper, sealed. */
    photoId: text(),
    likes: count().notNull(),
    points: count(),
    place: count(),
  },
  (t) => [
    uniqueIndex('contest_nominee_by_household').on(t.contestId, t.householdId),
    index('contest_nominee_by_person').on(t.byId),
    index('contest_nominee_of_household').on(t.householdId),
    index('contest_nominee_by_contest').on(t.contestId, t.state, t.no),
  ],
);

/** A villager's vote for a family: shown, and not counted in what the jury decides. */
export const contestLike = table(
  'contest_like',
  {
    contestId: text().notNull(),
    villagerId: text().notNull(),
    nomineeId: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contestId, t.villagerId] }),
    index('contest_like_by_nominee').on(t.nomineeId),
    index('contest_like_by_villager').on(t.villagerId),
  ],
);

/** Said against a nominee during the objection days; read by who decides. */
export const contestObjection = table(
  'contest_objection',
  {
    id: text().primaryKey(),
    contestId: text().notNull(),
    nomineeId: text().notNull(),
    byId: text().notNull(),
    body: text().notNull(),
    at: instant().notNull(),
    /** 'open' | 'upheld' | 'dismissed' */
    state: text().notNull(),
    answer: text().notNull(),
    decidedById: text(),
    decidedAt: instant(),
  },
  (t) => [index('contest_objection_by_contest').on(t.contestId, t.state, t.at)],
);

/** Who agreed to judge, and who was drawn. */
export const contestJuror = table(
  'contest_juror',
  {
    contestId: text().notNull(),
    villagerId: text().notNull(),
    personId: text().notNull(),
    name: text().notNull(),
    /** 'agreed' | 'drawn' | 'excused' */
    state: text().notNull(),
    /** From 1 in the order of the draw: the first ones judge, the others stand in for them. */
    seat: count(),
  },
  (t) => [
    primaryKey({ columns: [t.contestId, t.villagerId] }),
    index('contest_juror_by_villager').on(t.villagerId),
  ],
);

/** One juror's points for one nominee, with a reason. */
export const contestSheet = table(
  'contest_sheet',
  {
    nomineeId: text().notNull(),
    villagerId: text().notNull(),
    points: count().notNull(),
    reason: text().notNull(),
    /** A relative of the family steps back: the points stand for nothing. */
    isKin: flag(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.nomineeId, t.villagerId] })],
);
