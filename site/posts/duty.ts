import type { ClockFace } from '#server/rules/clock-face.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Somebody on a plate. */
export interface DutyPerson {
  name: string;
  /** A post of the catalogue ('grid_cadre'), or a true title as it is (党总支书记). */
  post: string;
  /** 3组 */
  groupName: string | null;
  gridName: string;
  cadreNo: string | null;
  /** Work phone; null when this viewer may not see it. */
  phone: string | null;
  path: string | null;
}

/** Who answers for a post, and its two clocks. */
export interface Duty {
  holder: DutyPerson;
  since: EpochMs | null;
  /** The first person asked, when it is somebody else now. */
  firstHolder: DutyPerson | null;
  /** Who answered in the holder's place. */
  answeredBy: DutyPerson | null;
  first: ClockFace;
  finish: ClockFace | null;
}
