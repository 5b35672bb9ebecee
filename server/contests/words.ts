import type { Tx } from '#db/surface.ts';
import { selectSheets, setReason } from '#server/contests/jury-records.ts';
import { selectNominees, updateNominee } from '#server/contests/nominee-records.ts';
import { selectContest, updateContest } from '#server/contests/records.ts';

/** 隐私更正 in what is said of families, in the jury's reasons and beside the result. */
export async function coverContestWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const nominees = [
    ...(await selectNominees(tx, postId, 'agreed')),
    ...(await selectNominees(tx, postId, 'asked')),
  ];
  const said = nominees.filter((one) => cover(one.why) !== one.why || cover(one.name) !== one.name);
  for (const { id, name, why, html } of said) {
    await updateNominee(tx, id, { name: cover(name), why: cover(why), html: cover(html) });
  }
  const sheets = await selectSheets(
    tx,
    nominees.map(({ id }) => id),
  );
  const reasons = sheets.filter(({ reason }) => cover(reason) !== reason);
  for (const sheet of reasons) await setReason(tx, sheet, cover(sheet.reason));
  return said.length + reasons.length + (await coverDecision(tx, postId, cover));
}

async function coverDecision(tx: Tx, id: string, cover: (text: string) => string): Promise<number> {
  const decision = (await selectContest(tx, id))?.decision ?? null;
  if (decision === null || cover(decision) === decision) return 0;
  await updateContest(tx, id, { decision: cover(decision) });
  return 1;
}
