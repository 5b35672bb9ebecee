import type { Tx } from '#db/surface.ts';
import {
  endAssignmentRow,
  insertAssignmentRow,
  takeCadreNo,
} from '#server/grids/assignment-records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Post } from '#server/kernel/viewer.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The bodies of a village, a town and a county in which posts are held. */
export type Body = 'party' | 'committee' | 'supervision' | 'grid' | 'town' | 'county';

/** A post from a day on; what is left out is empty. */
export interface NewAssignment {
  personId: string;
  post: Post;
  gridCode: string;
  body?: Body;
  /** The true title: 党总支书记. */
  title?: string;
  duty?: string;
  isDeputy?: boolean;
  workPhone?: string | null;
  officeHours?: string;
  sort?: number;
  since: EpochMs;
  until?: EpochMs | null;
  grantedById?: string | null;
}

const BODY_OF: Record<Post, Body> = {
  grid_cadre: 'grid',
  group_leader: 'grid',
  secretary: 'party',
  village_director: 'committee',
  committee_member: 'committee',
  clerk: 'committee',
  supervision: 'supervision',
  town_admin: 'town',
  bookkeeper: 'town',
  department: 'county',
  dispatcher: 'county',
  org_dept: 'county',
  discipline: 'county',
  sysadmin: 'county',
};

/**
 * Writes that a person holds a post at a place, and gives him his public number if he has none.
 * Whether it may be granted is decided by who calls this. Returns the assignment's id.
 */
export async function insertAssignment(tx: Tx, fields: NewAssignment): Promise<string> {
  const id = newId();
  await insertAssignmentRow(tx, {
    id,
    personId: fields.personId,
    post: fields.post,
    gridCode: fields.gridCode,
    body: fields.body ?? BODY_OF[fields.post],
    title: fields.title ?? '',
    duty: fields.duty ?? '',
    isDeputy: fields.isDeputy ?? false,
    workPhone: fields.workPhone ?? null,
    officeHours: fields.officeHours ?? '',
    sort: fields.sort ?? 0,
    since: fields.since,
    until: fields.until ?? null,
    grantedById: fields.grantedById ?? null,
  });
  // A technician is no cadre: he answers for nothing and is never drawn.
  if (fields.post !== 'sysadmin') await issueCadreNo(tx, fields.personId, fields.since);
  touchPlaces(tx, fields.gridCode, fields.personId);
  return id;
}

/** Ends a post at an instant; false when it was not held any more. */
export async function endAssignment(tx: Tx, assignmentId: string, at: EpochMs): Promise<boolean> {
  const ended = await endAssignmentRow(tx, assignmentId, at);
  if (!ended) return false;
  touchPlaces(tx, ended.gridCode, ended.personId);
  return true;
}

/** The fixed public number of a cadre: the one he has, or the next one; never given twice. */
export function issueCadreNo(tx: Tx, personId: string, at: EpochMs): Promise<number> {
  return takeCadreNo(tx, personId, at);
}
