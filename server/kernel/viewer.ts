/** Posts that people hold (domain: roles and scopes); some carry rights, see permissions.ts. */
export type Post =
  | 'grid_cadre'
  | 'group_leader'
  | 'secretary'
  | 'village_director'
  | 'committee_member'
  | 'clerk'
  | 'supervision'
  | 'town_admin'
  | 'bookkeeper'
  | 'department'
  | 'dispatcher'
  | 'org_dept'
  | 'discipline'
  | 'sysadmin';

/** A post held now, with the path of the place it covers. */
export interface HeldPost {
  post: Post;
  gridCode: string;
  path: string;
  isDeputy: boolean;
  title: string;
}

/** Where the viewer is on a village's roster. */
export interface Membership {
  villageCode: string;
  villagerId: string;
  householdId: string;
}

/** Who is looking: a visitor, a person with a phone, a villager on the roster, somebody in office. */
export interface Viewer {
  personId: string | null;
  name: string;
  posts: HeldPost[];
  memberships: Membership[];
  homeVillageCode: string | null;
  sessionHash: string | null;
  /** Let in with a password that somebody handed over: one's own comes first. */
  owesPassword: boolean;
  isSystem: boolean;
}

/** Somebody who has not signed in. */
export const visitor: Viewer = {
  personId: null,
  name: '',
  posts: [],
  memberships: [],
  homeVillageCode: null,
  sessionHash: null,
  owesPassword: false,
  isSystem: false,
};

/** The product itself: the worker's acts. */
export const systemViewer: Viewer = { ...visitor, isSystem: true };
