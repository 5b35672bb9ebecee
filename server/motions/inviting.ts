import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { type PlacedVillager, villagersNamed } from '#server/accounts/roster-lines.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { actOn, entryOf, type MotionAct } from '#server/motions/act.ts';
import type { InviteForm } from '#server/motions/forms.ts';
import type { MotionRef } from '#server/motions/load.ts';
import { type InviteeRecord, insertInvitee, selectVillagerOf } from '#server/motions/records.ts';
import { postById } from '#server/posts/load.ts';
import { blacken } from '#server/posts/wording.ts';

/** A post that a matter was made of. */
export interface MotionSource {
  postId: string;
  authorId: string;
  title: string;
  path: string;
  body: string;
}

/** The post behind a matter: of this village, and one that everybody reads. Null for any other. */
export async function motionSource(
  ctx: Context,
  village: Pick<Village, 'code'>,
  postId: string,
): Promise<MotionSource | null> {
  const loaded = await postById(ctx, postId);
  if (!loaded || loaded.village.code !== village.code) return null;
  const { post, path } = loaded;
  const isOver = post.removedAt !== null || post.withdrawnAt !== null || post.releasedAt === null;
  if (isOver || post.audience !== 'public') return null;
  return { postId, authorId: post.authorId, title: post.title, path, body: post.body };
}

/** Whoever said first what became a matter of the hall is invited, unless he raised it himself. */
export async function inviteAuthor(
  tx: Tx,
  ctx: Context,
  asked: { motionId: string; path: string; village: Village; source: MotionSource; byId: string },
): Promise<void> {
  const { motionId, path, village, source, byId } = asked;
  if (source.authorId === byId) return;
  const at = ctx.clock.now();
  const { news, invited } = wordsFor('zh').motions;
  const line = await selectVillagerOf(tx, { personId: source.authorId, villageCode: village.code });
  if (line) {
    const who = { villagerId: line.id, name: line.name, why: invited.saidFirst };
    await insertInvitee(tx, { id: newId(), motionId, ...who, invitedById: byId, at });
  }
  const body = news.fromYours(village.name);
  await tell(tx, { personId: source.authorId, template: 'motion.invited', body, path, at });
}

/**
 * Invites somebody whom the matter concerns: a villager by name (and household, where several have
 * it), who gets a message; or an office by its name. Everybody reads why, and no villager's name.
 */
export async function inviteToMotion(
  ctx: Context,
  ref: MotionRef,
  form: InviteForm,
): Promise<Result<{ path: string }>> {
  const act = await actOn(ctx, ref, 'motion.keep');
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  const { titleLength, reasonLength } = ctx.book.rules.texts;
  if ([...form.name].length > titleLength) return refuse('tooLong', 'name');
  if ([...form.why].length > reasonLength) return refuse('tooLong', 'why');
  const found = form.who === 'office' ? accept(null) : await villagerBy(ctx, loaded.village, form);
  if (!found.ok) return found;
  const line = found.value;
  const at = ctx.clock.now();
  const why = blacken(form.why);
  const sent = { actorId: personId, action: 'motion.invite', key: form.key, at };
  const who = { villagerId: line?.id ?? null, name: line?.name ?? blacken(form.name), why };
  return ctx.db.write((tx) =>
    once<Result<{ path: string }>>(tx, sent, async () => {
      await writeInvitee(tx, ctx, act.value, { ...who, personId: line?.personId ?? null, at });
      return accept({ path: loaded.path });
    }),
  );
}

/** Whoever is invited: a villager with the account that he may have, or an office by its name. */
type Invited = Pick<InviteeRecord, 'villagerId' | 'name' | 'why' | 'at'> & {
  personId: string | null;
};

async function writeInvitee(
  tx: Tx,
  ctx: Context,
  act: MotionAct,
  { villagerId, name, why, personId, at }: Invited,
): Promise<void> {
  const { post, path, village } = act.loaded;
  const row = { id: newId(), motionId: post.id, villagerId, name, why, at };
  await insertInvitee(tx, { ...row, invitedById: act.personId });
  // Who is concerned is nobody else's business: the entry commits to him, and names nobody.
  const facts = { isOffice: villagerId === null };
  const entry = { what: 'motion.invited', facts, content: { name, why } };
  await append(tx, { ...entryOf(ctx, act), ...entry });
  if (personId !== null) {
    const body = wordsFor('zh').motions.news.invited(village.name, post.title);
    await tell(tx, { personId, template: 'motion.invited', body, path, at });
  }
  tx.touch(`post:${post.id}`);
}

async function villagerBy(
  ctx: Context,
  village: Village,
  { name, household }: InviteForm,
): Promise<Result<PlacedVillager>> {
  const named = await villagersNamed(ctx, village.code, name);
  const there =
    household === '' ? named : named.filter((one) => isHousehold(one.household, household));
  const [first, second] = there;
  if (!first) return refuse(named.length === 0 ? 'nobodyOfThatName' : 'sameNames', 'name');
  return second ? refuse('sameNames', 'household') : accept(first);
}

function isHousehold(one: string, typed: string): boolean {
  return one.replace(/^0+/, '') === typed.replace(/\D/g, '').replace(/^0+/, '');
}
