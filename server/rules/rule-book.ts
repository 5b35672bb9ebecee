import type rulesJson from '#content/rules.json';

/** Units of a limit: natural minutes and hours, natural days that roll, working days. */
export type LimitUnit = 'minutes' | 'hours' | 'days' | 'working-days';

/** A length of time that a rule sets. */
export interface Limit {
  n: number;
  unit: LimitUnit;
}

/** The classes of domain §7.1, from 救命 (E0) to 公开异议 (D). */
export type SlaCode = keyof (typeof rulesJson)['sla'];

/** How something is put right: mended, or newly built. */
export type Remedy = 'repair' | 'build';

/** The limits of a class; `remedies` are those that replace it by another class. */
export interface Sla {
  first: Limit;
  finish: Limit | null;
  extension: Limit | null;
  remedies: Remedy[];
  needsRoster: boolean;
  /** The rule the numbers come from. */
  source: Source;
  confirmed: boolean;
}

/** Where a number comes from, in both languages. */
export interface Source {
  zh: string;
  en: string;
}

/** The five grades of 好差评, best first. */
export type Grade =
  | 'very-satisfied'
  | 'satisfied'
  | 'fairly-satisfied'
  | 'dissatisfied'
  | 'very-dissatisfied';

/** Whether words and photos are shown at once or after a person has looked. */
export type Appearance = 'at-once' | 'after-look';

type Json = typeof rulesJson;

/** content/rules.json with its closed sets narrowed; the numbers a county may change. */
export interface RuleBook
  extends Omit<Json, 'sla' | 'appeals' | 'ratings' | 'questions' | 'moderation'> {
  sla: Record<SlaCode, Sla>;
  appeals: Omit<Json['appeals'], 'defaultSla' | 'emergencySla' | 'repairSla' | 'buildSla'> & {
    defaultSla: SlaCode;
    emergencySla: SlaCode;
    repairSla: SlaCode;
    buildSla: SlaCode;
  };
  ratings: Omit<Json['ratings'], 'grades' | 'satisfiedGrades'> & {
    grades: Grade[];
    satisfiedGrades: Grade[];
  };
  questions: { first: Limit; finish: Limit; confirmed: boolean };
  moderation: Omit<
    Json['moderation'],
    | 'textAppears'
    | 'textAppearsByKind'
    | 'newAccountAppears'
    | 'photosAppear'
    | 'firstPostAppears'
    | 'nightAppears'
  > & {
    textAppears: Appearance;
    /** Kinds of words with a rule of their own: 'talk', 'appeal', 'comment'. */
    textAppearsByKind: Record<string, Appearance>;
    newAccountAppears: Appearance;
    photosAppear: Appearance;
    firstPostAppears: Appearance;
    nightAppears: Appearance;
  };
}

const SLA_CODES = [
  'E0',
  'E1',
  'Q1',
  'N3',
  'N5',
  'C15',
  'P60',
  'X',
  'J',
  'A',
  'D',
] satisfies SlaCode[];
const UNITS = ['minutes', 'hours', 'days', 'working-days'] satisfies LimitUnit[];
const REMEDIES = ['repair', 'build'] satisfies Remedy[];
const APPEARANCES = ['at-once', 'after-look'] satisfies Appearance[];
const GRADES = [
  'very-satisfied',
  'satisfied',
  'fairly-satisfied',
  'dissatisfied',
  'very-dissatisfied',
] satisfies Grade[];

/** Reads content/rules.json; throws with the place of a word outside its closed set. */
export function parseRules(json: Json): RuleBook {
  const { appeals, ratings, questions, moderation } = json;
  return {
    ...json,
    sla: slaTable(json),
    appeals: {
      ...appeals,
      defaultSla: oneOf(SLA_CODES, appeals.defaultSla),
      emergencySla: oneOf(SLA_CODES, appeals.emergencySla),
      repairSla: oneOf(SLA_CODES, appeals.repairSla),
      buildSla: oneOf(SLA_CODES, appeals.buildSla),
    },
    ratings: {
      ...ratings,
      grades: ratings.grades.map((grade) => oneOf(GRADES, grade)),
      satisfiedGrades: ratings.satisfiedGrades.map((grade) => oneOf(GRADES, grade)),
    },
    questions: {
      ...questions,
      first: limitOf(questions.first),
      finish: limitOf(questions.finish),
    },
    moderation: {
      ...moderation,
      textAppears: oneOf(APPEARANCES, moderation.textAppears),
      textAppearsByKind: Object.fromEntries(
        Object.entries<string>(moderation.textAppearsByKind).map(([kind, appears]) => [
          kind,
          oneOf(APPEARANCES, appears),
        ]),
      ),
      newAccountAppears: oneOf(APPEARANCES, moderation.newAccountAppears),
      photosAppear: oneOf(APPEARANCES, moderation.photosAppear),
      firstPostAppears: oneOf(APPEARANCES, moderation.firstPostAppears),
      nightAppears: oneOf(APPEARANCES, moderation.nightAppears),
    },
  };
}

/** Whether a text read from data names a class of the rule book. */
export function isSlaCode(rules: RuleBook, text: string): text is SlaCode {
  return Object.hasOwn(rules.sla, text);
}

function slaTable({ sla }: Json): Record<SlaCode, Sla> {
  return {
    E0: slaOf(sla.E0),
    E1: slaOf(sla.E1),
    Q1: slaOf(sla.Q1),
    N3: slaOf(sla.N3),
    N5: slaOf(sla.N5),
    C15: slaOf(sla.C15),
    P60: slaOf(sla.P60),
    X: slaOf(sla.X),
    J: slaOf(sla.J),
    A: slaOf(sla.A),
    D: slaOf(sla.D),
  };
}

interface RawLimit {
  n: number;
  unit: string;
}

interface RawSla {
  first: RawLimit;
  finish: RawLimit | null;
  extension: RawLimit | null;
  remedies: string[];
  needsRoster: boolean;
  source: Source;
  confirmed: boolean;
}

function slaOf(raw: RawSla): Sla {
  return {
    ...raw,
    first: limitOf(raw.first),
    finish: raw.finish && limitOf(raw.finish),
    extension: raw.extension && limitOf(raw.extension),
    remedies: raw.remedies.map((remedy) => oneOf(REMEDIES, remedy)),
  };
}

function limitOf(raw: RawLimit): Limit {
  const isCount = Number.isInteger(raw.n) && raw.n > 0;
  if (!isCount) throw new Error(`rules.json: ${raw.n} ${raw.unit} is not a limit`);
  return { n: raw.n, unit: oneOf(UNITS, raw.unit) };
}

function oneOf<T extends string>(allowed: T[], text: string): T {
  const found = allowed.find((word) => word === text);
  if (!found) throw new Error(`rules.json: ${text} is not one of ${allowed.join(', ')}`);
  return found;
}
