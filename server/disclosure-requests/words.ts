import type { Tx } from '#db/surface.ts';
import { selectDuties, updateDuties } from '#server/disclosure-duties/records.ts';
import { selectRequest } from '#server/disclosure-requests/records.ts';

/** 隐私更正 where the village's duty repeats what was asked for; how many texts changed. */
export async function coverRequestWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const request = await selectRequest(tx, postId);
  const [duty] = request?.dutyId ? await selectDuties(tx, [request.dutyId]) : [];
  const words = duty && cover(duty.words);
  if (words === undefined || words === duty?.words) return 0;
  await updateDuties(tx, [duty?.id ?? ''], { words });
  return 1;
}
