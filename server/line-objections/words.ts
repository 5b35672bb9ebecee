import type { Tx } from '#db/surface.ts';
import {
  rewordObjectionStep,
  selectObjection,
  selectStepTexts,
  updateObjection,
} from '#server/line-objections/records.ts';

/** 隐私更正 in what was answered to an objection and why it went up; how many texts changed. */
export async function coverObjectionWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const { id, body, html } of await selectStepTexts(tx, postId)) {
    const words = { body: cover(body), html: cover(html) };
    if (words.body === body && words.html === html) continue;
    await rewordObjectionStep(tx, id, words);
    changed += 1;
  }
  // The newest answer and the newest reason stand here once more: they are counted as steps.
  const objection = await selectObjection(tx, postId);
  if (changed > 0 && objection) {
    await updateObjection(tx, postId, {
      answer: cover(objection.answer),
      answerHtml: cover(objection.answerHtml),
      raisedWhy: cover(objection.raisedWhy),
    });
  }
  return changed;
}
