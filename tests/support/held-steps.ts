import { and, eq } from 'drizzle-orm';
import { bodyMember } from '#db/schema/bodies.ts';
import { motion, motionStep } from '#db/schema/motions.ts';
import { photo } from '#db/schema/posts.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { photoRow } from '#server/photos/upload.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { callStep } from '#server/steps/calling.ts';
import type { CallForm, RecordForm } from '#server/steps/forms.ts';
import { recordStep } from '#server/steps/recording.ts';
import { must } from '#tests/support/disclosures.ts';
import type { World } from '#tests/support/world.ts';

/** Who sits in the meetings of 北坡村, and who looks at what they decide. */
export async function deciders({ county, people }: World) {
  const at = (post: 'supervision' | 'village_director', title: string, no: number) => ({
    ...{ post, title, no, gridCode: county.north },
  });
  return {
    secretary: people.secretary,
    clerk: people.clerk,
    director: await county.addPerson('邱小雪', at('village_director', '村委会主任', 71)),
    supervisor: await county.addPerson('严立春', at('supervision', '监督委员会主任', 72)),
  };
}

/** So many members of a body by name, the first of them women; some are on the roster. */
export async function fillRoll(
  world: World,
  body: BodyCode,
  size: number,
  { women = 0, villagerIds = [] }: { women?: number; villagerIds?: string[] } = {},
): Promise<void> {
  const at = world.clock.now() - 1;
  const rows = Array.from({ length: size }, (_, no) => ({
    ...{ id: newId(), villageCode: world.county.north, body, name: `${body}${no + 1}号` },
    ...{ villagerId: villagerIds[no] ?? null, isWoman: no < women, groupCode: null, sort: no },
    ...{ since: at, until: null, addedById: world.people.clerk, endedById: null, endReason: null },
  }));
  await world.app.db.write((tx) => tx.insert(bodyMember).values(rows));
}

/** The bodies of a usual village: 5 in the branch, 5 in the committee, 31 members, 40 representatives. */
export async function usualRolls(world: World): Promise<void> {
  await fillRoll(world, 'party_committee', 5, { women: 1 });
  await fillRoll(world, 'village_committee', 5, { women: 1 });
  await fillRoll(world, 'party_members', 31, { women: 9 });
  await fillRoll(world, 'representatives', 40, { women: 14 });
}

export const DITCH = '今年的钱，先修排水沟还是先扩机耕道';

/** A matter of the branch that is ready for the procedure; gives its post's id and number. */
export async function aMotion(
  world: World,
  { matter = 'public_works' }: { matter?: string } = {},
): Promise<{ id: string; no: number }> {
  const body = '村集体有八万元，只够办一样。打算先修三组到五组的排水沟。';
  const form = { title: DITCH, body, as: 'branch', shownAs: 'name', key: newToken() } as const;
  const ctx = await world.ctx(world.people.secretary);
  const { path } = must(await raiseMotion(ctx, 'beipo', { ...form, notSame: 'yes' }));
  const no = Number(path.split('/').at(-1));
  const [row] = await world.app.db.read
    .select()
    .from(motion)
    .where(and(eq(motion.villageCode, world.county.north), eq(motion.no, no)));
  if (!row) throw new Error('the motion is missing');
  await world.app.db.write((tx) => tx.update(motion).set({ matter }).where(eq(motion.id, row.id)));
  return { id: row.id, no };
}

/** The form of a call as its page sends it; two weeks ahead, so that every notice is long enough. */
export function callOf(world: World, changes: Partial<CallForm> & { step: string }): CallForm {
  return {
    ...{ matter: '', meeting: '', isMerged: false, group: '', isDelegated: true },
    ...{ meetOn: addDays(localDate(world.clock.now()), 14), meetTime: '14:30' },
    ...{ place: '村委会会议室', chair: '村委会主任邱小雪', key: newToken(), ...changes },
  };
}

/** A photo of signed minutes that somebody has just sent. */
export async function aSignedPhoto(world: World, personId: string): Promise<string> {
  const hash = newId().replaceAll('-', '');
  const facts = { hash, width: 1200, height: 1600, bytes: { 320: 1, 720: 2, 1600: 3 } };
  const at = world.clock.now();
  const row = photoRow(facts, { personId, purpose: 'signed', sort: 0, at });
  await world.app.db.write((tx) => tx.insert(photo).values(row));
  return row.id;
}

/** What a story says of a meeting: how many came and how they voted; women come first. */
export interface HeldStory {
  step: string;
  meeting?: string;
  present: number;
  yes: number;
  no?: number;
  abstain?: number;
  decidedOption?: string;
  isMerged?: boolean;
  /** Those who came begin with this line: the women stand first. */
  from?: number;
  hasPhoto?: boolean;
  minutes?: string;
}

/** Calls a meeting as the clerk and gives it. */
export async function calledStep(
  world: World,
  motionId: string,
  changes: Partial<CallForm> & { step: string },
) {
  const ctx = await world.ctx(world.people.clerk);
  const made = must(await callStep(ctx, motionId, callOf(world, changes)));
  return { motionId, ...made };
}

const MINUTES = '会上先念了方案，再一项一项议。';

/** The record of a meeting as its page sends it. */
export function recordOf(story: HeldStory): RecordForm {
  const { present, yes, no = 0, abstain = 0, from = 1 } = story;
  const here = Array.from({ length: present }, (_, at) => from + at);
  return {
    ...{ from: 1, through: 1000, here, away: [], yes, no, abstain, spoiled: 0 },
    ...{ minutes: story.minutes ?? MINUTES, dissent: '', key: newToken() },
    decidedOption: story.decidedOption ?? '',
  };
}

/** A meeting that was called, held on its day and recorded by the clerk; gives its row. */
export async function heldStep(world: World, motionId: string, story: HeldStory) {
  const { step, meeting = '', isMerged = false } = story;
  const ref = await calledStep(world, motionId, { step, meeting, isMerged });
  const row = await stepRow(world, ref);
  world.clock.set(instantOf(row.meetOn, '16:00'));
  const clerk = world.people.clerk;
  const photoIds = story.hasPhoto === false ? [] : [await aSignedPhoto(world, clerk)];
  const form = { ...recordOf(story), photoIds };
  const result = await recordStep(await world.ctx(clerk), ref, form);
  return { ref, result, row: await stepRow(world, ref) };
}

/** The row of a try. */
export async function stepRow(
  world: World,
  ref: { motionId: string; step: string; attempt: number },
) {
  const rows = await world.app.db.read
    .select()
    .from(motionStep)
    .where(eq(motionStep.motionId, ref.motionId));
  const row = rows.find(({ step, attempt }) => step === ref.step && attempt === ref.attempt);
  if (!row) throw new Error(`there is no try ${ref.step}-${ref.attempt}`);
  return row;
}

/** The first three steps, each passed as the law and usage ask. */
export async function studied(world: World, motionId: string): Promise<void> {
  const steps = [
    { step: 's1_propose', present: 5, yes: 5 },
    { step: 's2_consult', present: 9, yes: 8, no: 1 },
    { step: 's3_review', present: 25, yes: 20, no: 2, abstain: 3 },
  ];
  for (const story of steps) {
    const { result } = await heldStep(world, motionId, story);
    must(result);
  }
}

/** Scene 7: 45 on the roll, 38 came, 29 in favour. */
export const RESOLVED: HeldStory = {
  ...{ step: 's4_resolve', meeting: 'reps_meeting' },
  ...{ present: 38, yes: 29, no: 5, abstain: 4 },
};
