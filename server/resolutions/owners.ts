import { holdersIn, type StaffPerson } from '#server/grids/staff.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Post } from '#server/kernel/viewer.ts';

const OWNING: Post[] = [
  'secretary',
  'village_director',
  'committee_member',
  'clerk',
  'grid_cadre',
  'group_leader',
];

/** Who may be given a resolution to carry out: those in office in the village, each once. */
export async function ownersOf(ctx: Context, { code }: Village): Promise<StaffPerson[]> {
  const people = await holdersIn(ctx, code, OWNING);
  return [...new Map(people.map((person) => [person.personId, person])).values()];
}
