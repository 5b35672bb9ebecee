import type { Viewer } from '#server/kernel/viewer.ts';
import { kindOf } from '#server/posts/kinds.ts';
import type { PostRecord } from '#server/posts/records.ts';
import { pathsOf } from '#server/posts/visible-to.ts';

/** What of a post says whose matter it is. */
export type Parties = Pick<
  PostRecord,
  'kind' | 'audience' | 'groupCode' | 'authorId' | 'enteredById' | 'holderId'
>;

/**
 * Whether the viewer is part of this matter: he raised or wrote it, answers for it, or handles
 * matters there. Parties see a photo before others do: the clocks run from sending, and nobody
 * confirms what he has not seen.
 */
export function isParty(viewer: Viewer, post: Parties, villagePath: string): boolean {
  const { personId } = viewer;
  if (personId === null) return false;
  if ([post.authorId, post.enteredById, post.holderId].includes(personId)) return true;
  const { readHandlers } = kindOf(post.kind);
  if (readHandlers === null || post.audience === 'town') return false;
  const group = post.groupCode === null ? null : `/${post.groupCode}/`;
  return pathsOf(viewer, readHandlers).some(
    (path) => villagePath.startsWith(path) || (group !== null && path.includes(group)),
  );
}
