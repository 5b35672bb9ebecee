import type { EpochMs } from '#server/rules/dates.ts';

/** Somebody who answers for a post, as a plate shows him. */
export interface DutyPerson extends OfficeHolder {
  /** On leave at this moment; null when he is at work. */
  away: Away | null;
}

/** A leave: the instant at which it is over, and who answers meanwhile, if anybody does. */
export interface Away {
  until: EpochMs;
  standIn: OfficeHolder | null;
}

/** Somebody in office with his post and place. */
export interface OfficeHolder {
  name: string;
  /** 'grid_cadre', or the true title of any other post (党总支书记). */
  post: string;
  /** '3组' when he answers for a group. */
  groupName: string | null;
  /** Village or town: 石梯村, 连山镇. */
  gridName: string;
  /** Five digits, never reused. */
  cadreNo: string | null;
  /** Work phone; null when this viewer may not see it. */
  phone: string | null;
  /** '/v/shiti/people/00012'; null for those whose place is no village. */
  path: string | null;
}

/** People on plates: by person, and by person and place, since one cadre may have several groups. */
export type DutyPeople = Map<string, DutyPerson>;

/** The key of a person as holder of one place. */
export function atPlace(personId: string, gridCode: string | null): string {
  return `${personId}@${gridCode ?? ''}`;
}

/** A person as holder of a place; as he is known elsewhere when that place is not among them. */
export function holderAt(
  people: DutyPeople,
  personId: string | null,
  gridCode: string | null,
): DutyPerson | null {
  if (personId === null) return null;
  return people.get(atPlace(personId, gridCode)) ?? people.get(personId) ?? null;
}
