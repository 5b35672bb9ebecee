import type selectionsJson from '#content/selections.json';

type Json = typeof selectionsJson;

/** What is chosen among: letters, governance cases, lessons. */
export type RoundKindCode = keyof Json['kinds'];

/** One line of a rubric as people read it, with the most points it gives. */
export interface RubricLine {
  code: string;
  most: number;
  zh: string;
  en: string;
  zhHint: string;
  enHint: string;
}

/** The numbers of one kind of round that a county may set; days are natural unless they say WorkDays. */
export interface KindNumbers {
  perTown: number;
  townDays: number;
  reasonLength: number;
  places: number;
  /** How many read, and how many more are drawn to stand in where too few may. */
  reviewers: number;
  standIns: number;
  leastSheets: number;
  readAtMost: number;
  reviewWorkDays: number;
  /** So many working days before their last one, reviewers are told what they have not sent. */
  remindWorkDays: number;
  objectionWorkDays: number;
  /** The longest reason for one line of a sheet, in characters. */
  lineLength: number;
  /** The most points for what was kept or done in time; 0 where nothing of the kind is counted. */
  fulfilment: number;
  rubric: RubricLine[];
}

/** content/selections.json: the numbers of the month's selections that a county may set. */
export interface SelectionBook extends Omit<Json, 'kinds'> {
  kinds: Record<RoundKindCode, KindNumbers> & { letters: KindNumbers & { leastPromises: number } };
}

/** The most points an entry can have: its rubric, and what was kept. */
export function mostPoints({ rubric, fulfilment }: KindNumbers): number {
  return rubric.reduce((sum, { most }) => sum + most, fulfilment);
}
