import type { Reader, Tx } from '#db/surface.ts';
import {
  rewordLandmark,
  rewordMilestone,
  rewordStep,
  selectLandmarks,
  selectMilestoneWords,
  selectStepWords,
} from '#server/appeals/word-records.ts';

type Cover = (text: string) => string;

/** 隐私更正 in an appeal's own tables: steps, landmark, plan; how many texts changed. */
export async function coverAppealWords(tx: Tx, postId: string, cover: Cover): Promise<number> {
  const steps = await coverSteps(tx, postId, cover);
  const places = await coverLandmark(tx, postId, cover);
  return steps + places + (await coverPlan(tx, postId, cover));
}

/** The landmark under which an appeal is found. */
export async function appealSearchWords(
  db: Reader,
  postIds: string[],
): Promise<Map<string, string>> {
  const rows = await selectLandmarks(db, postIds);
  return new Map(rows.map((row) => [row.postId, row.landmark]));
}

async function coverSteps(tx: Tx, postId: string, cover: Cover): Promise<number> {
  let changed = 0;
  for (const step of await selectStepWords(tx, postId)) {
    const { body, html, facts } = step;
    const words = { body: cover(body), html: cover(html), facts: coverFacts(facts, cover) };
    if (JSON.stringify(words) === JSON.stringify({ body, html, facts })) continue;
    await rewordStep(tx, step.id, words);
    changed += 1;
  }
  return changed;
}

async function coverLandmark(tx: Tx, postId: string, cover: Cover): Promise<number> {
  const [row] = await selectLandmarks(tx, [postId]);
  const landmark = row && cover(row.landmark);
  if (landmark === undefined || landmark === row?.landmark) return 0;
  await rewordLandmark(tx, postId, landmark);
  return 1;
}

async function coverPlan(tx: Tx, postId: string, cover: Cover): Promise<number> {
  let changed = 0;
  for (const { id, what } of await selectMilestoneWords(tx, postId)) {
    const covered = cover(what);
    if (covered === what) continue;
    await rewordMilestone(tx, id, covered);
    changed += 1;
  }
  return changed;
}

type Facts = Awaited<ReturnType<typeof selectStepWords>>[number]['facts'];

function coverFacts(facts: Facts, cover: Cover): Facts {
  const pairs = Object.entries(facts).map(([name, fact]) => [
    name,
    // Ids and instants are no words.
    typeof fact === 'string' && /\p{Script=Han}/u.test(fact) ? cover(fact) : fact,
  ]);
  return Object.fromEntries(pairs);
}
