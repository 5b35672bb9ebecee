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

/** 议题: one matter of the 议事厅, from who raised it to what became of it. Its words are its post's. */
export const motion = table(
  'motion',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** A code of content/four-two.json's matters. */
    matter: text().notNull(),
    /** 'branch' | 'villagers' | 'representatives' | 'supervision' */
    raisedBy: text().notNull(),
    /** The appeal, suggestion or post that it came from. */
    sourcePostId: text(),
    /** How many names it needs before it counts as raised, of how many, and how many it has. */
    needed: count().notNull(),
    outOf: count().notNull(),
    signed: count().notNull(),
    /** 'gathering' | 'waiting' | 'talking' | 'agreed' | 'deciding' | 'decided' | 'closed' */
    state: text().notNull(),
    /** When enough had signed or who may raise it alone did: the branch logs it within days. */
    raisedAt: instant(),
    logDueAt: instant(),
    loggedAt: instant(),
    loggedById: text(),
    /** The last day of talking, a local date. */
    talkThrough: text(),
    closedAt: instant(),
    closedReason: text(),
  },
  (t) => [
    index('motion_by_village').on(t.villageCode, t.state, t.no),
    index('motion_by_log').on(t.logDueAt),
    index('motion_by_source').on(t.sourcePostId),
  ],
);

/** A name under a motion that villagers or representatives raise. */
export const motionSignature = table(
  'motion_signature',
  {
    motionId: text().notNull(),
    villagerId: text().notNull(),
    personId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.motionId, t.villagerId] }),
    index('motion_signature_by_person').on(t.personId),
  ],
);

/** A comment that speaks for or against, or proposes other words: the words are the comment's. */
export const motionVoice = table(
  'motion_voice',
  {
    commentId: text().primaryKey(),
    motionId: text().notNull(),
    /** 'for' | 'against' | 'amend' */
    side: text().notNull(),
    /** What was done with an amendment: 'open' | 'taken' | 'declined'; null for a reason. */
    state: text(),
    decidedById: text(),
    decidedAt: instant(),
    reason: text(),
  },
  (t) => [index('motion_voice_by_motion').on(t.motionId, t.side, t.commentId)],
);

/** Somebody whom the matter concerns, asked to take part. */
export const motionInvitee = table(
  'motion_invitee',
  {
    id: text().primaryKey(),
    motionId: text().notNull(),
    /** Who it is, on the roster or an office outside. */
    villagerId: text(),
    name: text().notNull(),
    why: text().notNull(),
    invitedById: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('motion_invitee_by_motion').on(t.motionId, t.at),
    index('motion_invitee_by_villager').on(t.villagerId),
  ],
);

/** The record of a talk in person (第三十三条): what was agreed, and what some did not agree to. */
export const consensus = table(
  'consensus',
  {
    id: text().primaryKey(),
    motionId: text().notNull(),
    no: count().notNull(),
    /** 'council' | 'hearing' | 'talk' */
    form: text().notNull(),
    heldOn: text().notNull(),
    place: text().notNull(),
    present: count().notNull(),
    /** 'agreed' | 'partly' | 'none' */
    outcome: text().notNull(),
    body: text().notNull(),
    html: text().notNull(),
    /** What was not agreed, in the words of those who did not; '' where nobody dissented. */
    dissent: text().notNull(),
    /** 'carry-out' | 'assembly' | 'talk-on' */
    next: text().notNull(),
    recordedById: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [uniqueIndex('consensus_by_no').on(t.motionId, t.no)],
);

/** What a record of a talk said before it was put right, and why it was. */
export const consensusVersion = table(
  'consensus_version',
  {
    consensusId: text().notNull(),
    no: count().notNull(),
    form: text().notNull(),
    heldOn: text().notNull(),
    place: text().notNull(),
    present: count().notNull(),
    outcome: text().notNull(),
    body: text().notNull(),
    dissent: text().notNull(),
    next: text().notNull(),
    reason: text().notNull(),
    replacedById: text().notNull(),
    replacedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.consensusId, t.no] })],
);

/** One try at one step of 四议两公开. A failed try stays; the next has the next number. */
export const motionStep = table(
  'motion_step',
  {
    id: text().primaryKey(),
    motionId: text().notNull(),
    villageCode: text().notNull(),
    /** A code of content/four-two.json's steps: 's1_propose' … 'p2_result'. */
    step: text().notNull(),
    attempt: count().notNull(),
    /** The body that meets: a code of `rules/bodies.ts`; '' for the two publications. */
    body: text().notNull(),
    /** The type of content/votes.json by which it decides; '' where nobody votes. */
    voteType: text().notNull(),
    /** Whether this meeting stands for steps 1 and 2 at once (一肩挑). */
    isMerged: flag().notNull(),
    /** 'called' | 'passed' | 'failed' | 'void' */
    state: text().notNull(),
    noticeAt: instant(),
    /** A local date. */
    meetOn: text().notNull(),
    /** A local time 'HH:MM'; null where only the day was said. */
    meetTime: text(),
    place: text().notNull(),
    chair: text().notNull(),
    /** The frozen roll: its hash, how many stand on it, how many of them women. */
    rollHash: text().notNull(),
    entitled: count().notNull(),
    womenEntitled: count().notNull(),
    present: count().notNull(),
    womenPresent: count().notNull(),
    yes: count().notNull(),
    no: count().notNull(),
    abstain: count().notNull(),
    spoiled: count().notNull(),
    /** The minutes, and the text as it left this step. */
    minutes: text().notNull(),
    html: text().notNull(),
    dissent: text().notNull(),
    /** Why it was called off, or sent back by who checked it; null for a try that stands. */
    reason: text(),
    /** What `judgeVote` said: codes with numbers. */
    verdict: json<{ code: string; needed?: number; had?: number; of?: number }[]>().notNull(),
    ruleVersion: count().notNull(),
    /** The advisory vote that stands beside it, and the post by which it was published. */
    voteId: text(),
    /** Which option of that vote was decided here; null for none of them. */
    decidedOption: count(),
    disclosedPostId: text(),
    calledById: text().notNull(),
    recordedById: text(),
    checkedById: text(),
    checkedAt: instant(),
    calledAt: instant().notNull(),
    recordedAt: instant(),
  },
  (t) => [
    uniqueIndex('motion_step_by_try').on(t.motionId, t.step, t.attempt),
    index('motion_step_by_village').on(t.villageCode, t.meetOn, t.id),
    index('motion_step_by_state').on(t.state, t.meetOn, t.id),
    index('motion_step_by_decision').on(t.step, t.state, t.disclosedPostId, t.meetOn, t.id),
  ],
);

/** Who stood on the roll of a meeting, and who came. */
export const stepAttendance = table(
  'step_attendance',
  {
    stepId: text().notNull(),
    no: count().notNull(),
    memberId: text(),
    villagerId: text(),
    name: text().notNull(),
    isWoman: flag().notNull(),
    groupCode: text(),
    /** 'present' | 'remote' | 'absent' | 'excused' */
    how: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.stepId, t.no] }),
    index('step_attendance_by_villager').on(t.villagerId),
  ],
);
