import type { Part } from '#server/rules/disclosure-requests.ts';

/** A number with where it comes from; `confirmed` is false where no law or notice names it. */
interface Sourced {
  confirmed: boolean;
  source: { zh: string; en: string };
}

/** The county's numbers of the 议事厅: who may raise a matter, and by when it is taken up. */
export interface MotionBook {
  version: number;
  /** The version of 村民委员会组织法 that its articles are of. */
  law: string;
  villagers: Part & Sourced;
  representatives: Part & Sourced;
  /** Days on which names may be put under a matter. */
  gatherDays: number;
  /** Days within which the branch takes it up. */
  log: { days: number } & Sourced;
  /** How many days a talk lasts where nobody says otherwise. */
  talkDays: number;
  consensus: { source: { zh: string; en: string } };
}
