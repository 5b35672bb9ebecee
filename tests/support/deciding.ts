import { and, eq } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import { motion } from '#db/schema/motions.ts';
import { vote } from '#db/schema/votes.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { loadMotion } from '#server/motions/load.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { castVote, type VoteRef } from '#server/votes/casting.ts';
import type { VoteForm } from '#server/votes/forms.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { openVotes } from '#server/votes/opening.ts';
import { prepareVote } from '#server/votes/preparing.ts';
import type { VoteWish } from '#server/votes/ready.ts';
import { draftRoster } from '#server/votes/roster.ts';
import { makeTellerKey, proveTellerKey } from '#server/votes/tellers.ts';
import { must } from '#tests/support/disclosures.ts';
import type { World } from '#tests/support/world.ts';

/** A vote of a story: its id, where it is, and what its tellers wrote down. */
export interface AVote {
  id: string;
  ref: VoteRef;
  /** The secrets of both tellers in the order of their seats; none for an open vote. */
  secrets: string[];
}

/** What a story says of its vote; everything else is the same for all. */
export interface VoteStory {
  type?: VoteForm['type'];
  secrecy?: VoteForm['secrecy'];
  /** Labels of the options; none: 赞成, 反对, 弃权. */
  options?: string[];
  most?: number;
  secondRound?: VoteForm['secondRound'];
  title?: string;
  /** Groups by the last digit of their codes. */
  groups?: string[];
  opensIn?: number;
  days?: number;
  previousId?: string;
  motion?: string;
}

const DITCH = '5组支渠怎么修？';

/** A vote as its form sends it: announced today, it may open after the days of its notice. */
export function voteWish(world: World, story: VoteStory = {}): VoteWish {
  const today = localDate(world.clock.now());
  const { opensIn = 12, days = 6, options } = story;
  return {
    form: {
      ...{ type: story.type ?? 'assembly_person', motion: story.motion ?? '' },
      ...{ title: story.title ?? DITCH, body: '村集体出 4.2 万元。修哪种，大家说。' },
      ...{ answers: options ? 'options' : 'yes_no', most: story.most ?? 1 },
      ...{ opensOn: addDays(today, opensIn), opensTime: '08:00' },
      ...{ closesOn: addDays(today, opensIn + days), closesTime: '18:00' },
      ...{ secrecy: story.secrecy ?? 'secret', groups: story.groups ?? [] },
      ...{ secondRound: story.secondRound ?? 'none', key: newToken() },
      'teller-1': world.people.cadre,
      'teller-2': world.people.cadreTwo,
    },
    options: (options ?? []).map((label) => ({ label, hint: '' })),
  };
}

/** Everybody of the village is known to be an adult. */
export async function allAdults(world: World, villageCode = world.county.north): Promise<void> {
  await world.app.db.write((tx) =>
    tx
      .update(villager)
      .set({ adultFrom: '2020-01-01' })
      .where(eq(villager.villageCode, villageCode)),
  );
}

/** A vote that the clerk of 北坡村 prepared; its tellers have their keys. */
export async function preparedVote(world: World, story: VoteStory = {}): Promise<AVote> {
  const ctx = await world.ctx(world.people.clerk);
  const wish = voteWish(world, story);
  const { id } = must(await prepareVote(ctx, world.county.north, wish, story.previousId));
  const secrets = wish.form.secrecy === 'secret' ? await keysOf(world, id) : [];
  return { id, ref: { slug: 'beipo', no: await numberOf(world, id) }, secrets };
}

async function keysOf(world: World, id: string): Promise<string[]> {
  const secrets: string[] = [];
  for (const teller of [world.people.cadre, world.people.cadreTwo]) {
    const { secret } = must(await makeTellerKey(await world.ctx(teller), id));
    must(await proveTellerKey(await world.ctx(teller), id, secret));
    secrets.push(secret);
  }
  return secrets;
}

async function numberOf(world: World, id: string): Promise<number> {
  const rows = await world.app.db.read.select({ no: vote.no }).from(vote).where(eq(vote.id, id));
  return rows[0]?.no ?? 0;
}

/** The roster is drawn up and frozen by the secretary: the vote is announced. */
export async function announcedVote(world: World, story: VoteStory = {}): Promise<AVote> {
  const made = await preparedVote(world, story);
  await announce(world, made);
  return made;
}

/** Draws up the roster of a vote and has the secretary freeze it. */
export async function announce(world: World, { id }: Pick<AVote, 'id'>): Promise<void> {
  must(await draftRoster(await world.ctx(world.people.clerk), id));
  must(await freezeRoster(await world.ctx(world.people.secretary), id));
}

/** A vote of the adults of 北坡村 that is open; the clock stands at its opening. */
export async function openVote(world: World, story: VoteStory = {}): Promise<AVote> {
  await allAdults(world);
  const made = await announcedVote(world, story);
  const today = localDate(world.clock.now());
  world.clock.set(instantOf(addDays(today, story.opensIn ?? 12), '08:00'));
  await openVotes.run(systemContext(world.app));
  return made;
}

/** Somebody casts a ballot. */
export async function castAs(world: World, { ref }: AVote, personId: string, choice: number[]) {
  return castVote(await world.ctx(personId), ref, choice);
}

/** The line of the village's roster that is somebody's. */
export async function lineOf(world: World, personId: string): Promise<string> {
  const { id, villageCode } = villager;
  const [row] = await world.app.db.read
    .select({ id })
    .from(villager)
    .where(and(eq(villager.personId, personId), eq(villageCode, world.county.north)));
  if (!row) throw new Error(`${personId} is not on the roster`);
  return row.id;
}

/** A matter that the branch of 北坡村 raised: it is talked over, and its sort is known. */
export async function raisedMotion(
  world: World,
  story: { title?: string; body?: string; matter?: string } = {},
): Promise<{ id: string; ref: { slug: string; no: number } }> {
  const { title = DITCH, body = '村集体出 4.2 万元。', matter = 'public_works' } = story;
  const form = { title, body, as: 'branch' as const, shownAs: 'name' as const, key: newToken() };
  const ctx = await world.ctx(world.people.secretary);
  const { path } = must(await raiseMotion(ctx, 'beipo', { ...form, notSame: 'yes' }));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const loaded = await loadMotion(ctx, ref);
  const id = loaded?.post.id ?? '';
  await world.app.db.write((tx) => tx.update(motion).set({ matter }).where(eq(motion.id, id)));
  return { id, ref };
}
