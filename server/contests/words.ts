import type { Tx } from '#db/surface.ts';
import { selectExtensions, setExtensionReason } from '#server/contests/extension-records.ts';
import { selectSheets, setReason } from '#server/contests/jury-records.ts';
import {
  selectNominees,
  selectObjections,
  updateNominee,
  updateObjection,
} from '#server/contests/nominee-records.ts';
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
    ...(await selectNominees(tx, postId, 'out')),
  ];
  const isSame = (text: string | null) => text === null || cover(text) === text;
  const said = nominees.filter(({ why, name, outReason }) => ![why, name, outReason].every(isSame));
  for (const { id, name, why, html, outReason } of said) {
    const words = { name: cover(name), why: cover(why), html: cover(html) };
    await updateNominee(tx, id, { ...words, outReason: outReason && cover(outReason) });
  }
  const sheets = await selectSheets(
    tx,
    nominees.map(({ id }) => id),
  );
  const reasons = sheets.filter(({ reason }) => cover(reason) !== reason);
  for (const sheet of reasons) await setReason(tx, sheet, cover(sheet.reason));
  const against = await coverObjections(tx, postId, cover);
  const days = await coverExtensions(tx, postId, cover);
  return said.length + reasons.length + against + days + (await coverDecision(tx, postId, cover));
}

/** What was said against families, and why that was upheld or not, is read by those who decide. */
async function coverObjections(
  tx: Tx,
  contestId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const { id, body, answer } of await selectObjections(tx, contestId)) {
    const after = { body: cover(body), answer: cover(answer) };
    if (after.body === body && after.answer === answer) continue;
    await updateObjection(tx, id, after);
    changed += 1;
  }
  return changed;
}

async function coverExtensions(
  tx: Tx,
  contestId: string,
  cover: (text: string) => string,
): Promise<number> {
  const rows = await selectExtensions(tx, contestId);
  const changed = rows.filter(({ reason }) => cover(reason) !== reason);
  for (const row of changed) await setExtensionReason(tx, row, cover(row.reason));
  return changed.length;
}

async function coverDecision(tx: Tx, id: string, cover: (text: string) => string): Promise<number> {
  const decision = (await selectContest(tx, id))?.decision ?? null;
  if (decision === null || cover(decision) === decision) return 0;
  await updateContest(tx, id, { decision: cover(decision) });
  return 1;
}
