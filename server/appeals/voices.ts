import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Joined } from '#server/accounts/joining.ts';
import { type AppealRef, findAppeal } from '#server/appeals/act.ts';
import {
  type AppealRow,
  addCosigns,
  deleteCosign,
  insertCosign,
  selectById,
} from '#server/appeals/records.ts';
import {
  countOneLess,
  deleteOwnVoices,
  deleteSecondVoices,
  giveToHousehold,
} from '#server/appeals/voice-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { appealState, isOpen } from '#server/rules/appeal-states.ts';

/** 我家也是: one voice for a household; with `wants` false it is taken back. */
export async function cosignAppeal(ctx: Context, ref: AppealRef, wants: boolean): Promise<Result> {
  const seen = await findAppeal(ctx, ref);
  if (!seen) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const { post, appeal } = seen.row;
  const voice = voiceOf(ctx, post.villageCode);
  // The author's voice is his household's already.
  if (post.authorId === personId || appeal.householdId === voice) return refuse('ownAppeal');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', post.id);
    const now = await selectById(tx, post.id);
    if (wants && (!now || !takesVoices(now))) return refuse('alreadyClosed');
    // What somebody said before he was found on the roster is his household's voice now.
    const others = voice === personId ? [] : [personId];
    const before = await takeBack(tx, post.id, wants ? others : [voice, ...others]);
    const isAdded = wants && (await insertCosign(tx, { postId: post.id, voice, personId, at }));
    await addCosigns(tx, post.id, (isAdded ? 1 : 0) - before);
    tx.touch(`post:${post.id}`, `village:${post.villageCode}`);
    return accept();
  });
}

/**
 * What somebody said alone becomes his household's voice when he is found on a roster: two of one
 * household who spoke before are one, and nobody seconds what his own household has raised.
 */
export async function mergeVoices(tx: Tx, joined: Joined): Promise<void> {
  const merged = [
    ...(await deleteSecondVoices(tx, joined)),
    ...(await deleteOwnVoices(tx, joined)),
  ];
  await giveToHousehold(tx, joined);
  await countOneLess(tx, merged);
  if (merged.length === 0) return;
  tx.touch(`village:${joined.villageCode}`, ...merged.map((id) => `post:${id}`));
}

/** The voice of the viewer in a village: his household, or himself when he is on no roster there. */
export function voiceOf({ viewer }: Context, villageCode: string): string {
  const home = viewer.memberships.find((one) => one.villageCode === villageCode);
  return home?.householdId ?? viewer.personId ?? '';
}

function takesVoices({ post }: AppealRow): boolean {
  const stands = post.removedAt === null && post.audience === 'public';
  return stands && isOpen(appealState(post.state));
}

/** Takes these voices back; how many there were. */
async function takeBack(tx: Tx, postId: string, voices: string[]): Promise<number> {
  let taken = 0;
  for (const voice of voices) if (await deleteCosign(tx, postId, voice)) taken += 1;
  return taken;
}
