import type { Tx } from '#db/surface.ts';
import {
  selectAnswered,
  selectProjects,
  updateIdea,
  updateProject,
} from '#server/drives/records.ts';

/** 隐私更正 in the projects of a discussion and in what was answered to its ideas; how many changed. */
export async function coverDriveWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const { id, title, now } of await selectProjects(tx, postId)) {
    const covered = { title: cover(title), now: cover(now) };
    if (covered.title === title && covered.now === now) continue;
    await updateProject(tx, id, covered);
    changed += 1;
  }
  for (const { commentId, answer } of await selectAnswered(tx, postId)) {
    const covered = cover(answer);
    if (covered === answer) continue;
    await updateIdea(tx, commentId, { answer: covered });
    changed += 1;
  }
  return changed;
}
