import type { Post, Viewer } from '#server/kernel/viewer.ts';
import { placesOf } from '#server/rules/place-codes.ts';

/** Posts that are set over the grid cadres of their place. */
const SENIOR: Post[] = ['secretary', 'village_director', 'town_admin', 'org_dept', 'discipline'];

/**
 * Whether averages of somebody's answers may be read (domain.md, decision 6): those of a part-time
 * grid cadre by himself and by those set over him, those of full-time posts by all.
 */
export function maySeeFigures(
  viewer: Viewer,
  { personId, path, isPartTime }: { personId: string; path: string; isPartTime: boolean },
): boolean {
  if (!isPartTime || viewer.personId === personId) return true;
  const around = placesOf(path);
  return viewer.posts.some((held) => SENIOR.includes(held.post) && around.includes(held.gridCode));
}
