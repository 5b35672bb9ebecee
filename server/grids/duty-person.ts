/** Somebody who answers for a post, as a plate shows him. */
export interface DutyPerson {
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
