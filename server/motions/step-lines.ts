import type { Reader } from '#db/surface.ts';
import { type StepRecord, selectSteps } from '#server/motions/step-records.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/** The steps that a bar shows, in their order: 四议 and 两公开 (content/four-two.json has those between). */
export const shownSteps = [
  's1_propose',
  's2_consult',
  's3_review',
  's4_resolve',
  'p1_decision',
  'p2_result',
] as const;
export type ShownStep = (typeof shownSteps)[number];

/** One try at a step, as everybody may read it: numbers, no names. */
export interface StepTry {
  id: string;
  attempt: number;
  /** 'called' | 'passed' | 'failed' | 'void' */
  state: string;
  body: string;
  voteType: string;
  isMerged: boolean;
  meetOn: LocalDate;
  /** A local time 'HH:MM'; null where only the day was said. */
  meetTime: string | null;
  place: string;
  entitled: number;
  present: number;
  yes: number;
  no: number;
  abstain: number;
  disclosedPostId: string | null;
}

/** One step on the way of a motion. */
export interface StepLine {
  code: ShownStep;
  /** Passed; where the motion stands; still to come. */
  state: 'done' | 'now' | 'ahead';
  /** Done in one meeting with the step before (一肩挑). */
  isMerged: boolean;
  /** Every try, the first one first; failed ones stay. */
  tries: StepTry[];
}

/** How far a motion has come: all six steps, each with its tries. */
export async function stepsOf(db: Reader, motionId: string): Promise<StepLine[]> {
  return stepLines(await selectSteps(db, motionId));
}

/** The same of rows that are there already. Nobody stands anywhere before the first meeting is called. */
export function stepLines(rows: StepRecord[]): StepLine[] {
  const lines = shownSteps.map((code) => lineOf(code, rows));
  const first = lines.find(({ state }) => state !== 'done');
  if (first && rows.length > 0) first.state = 'now';
  return lines;
}

/** The first step that has not been passed; null once the result is published. */
export function stepAhead(rows: PassableStep[]): ShownStep | null {
  return shownSteps.find((code) => !isPassed(code, rows)) ?? null;
}

type PassableStep = Pick<StepRecord, 'step' | 'state' | 'isMerged'>;

function lineOf(code: ShownStep, rows: StepRecord[]): StepLine {
  const tries = rows.filter(({ step }) => step === code).map(tryOf);
  const isMerged = code === 's2_consult' && rows.some(isMergedPass);
  return { code, state: isPassed(code, rows) ? 'done' : 'ahead', isMerged, tries };
}

function isPassed(code: ShownStep, rows: PassableStep[]): boolean {
  const isMerged = code === 's2_consult' && rows.some(isMergedPass);
  return isMerged || rows.some(({ step, state }) => step === code && state === 'passed');
}

function isMergedPass({ step, state, isMerged }: PassableStep): boolean {
  return step === 's1_propose' && isMerged && state === 'passed';
}

function tryOf(row: StepRecord): StepTry {
  const { id, attempt, state, body, voteType, isMerged, place, disclosedPostId } = row;
  const { meetOn, meetTime, entitled, present, yes, no, abstain } = row;
  const counts = { entitled, present, yes, no, abstain };
  return {
    id,
    attempt,
    state,
    body,
    voteType,
    isMerged,
    meetOn,
    meetTime,
    place,
    disclosedPostId,
    ...counts,
  };
}
