/** Words in both languages. */
interface InBoth {
  zh: string;
  en: string;
}

/**
 * The county's own numbers of the 议事厅. Who may raise a matter, and by when the branch takes it up,
 * stands in content/four-two.json.
 */
export interface MotionBook {
  version: number;
  /** Days on which names may be put under a matter. */
  gatherDays: number;
  /** How many days a talk lasts where nobody says otherwise. */
  talkDays: number;
  /** False where no law or notice names them. */
  confirmed: boolean;
  source: InBoth;
  /** What a talk in person rests on. */
  consensus: { law: string; article: string; source: InBoth };
}
