import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { AddForm } from '#server/bodies/forms.ts';
import { type RollKeeper, type RollRef, rollAct, rollKeeper } from '#server/bodies/keeper.ts';
import {
  type BodyMemberRow,
  bareNames,
  countRoll,
  endMemberRow,
  insertMembers,
  nextSort,
  selectMember,
  selectStandings,
} from '#server/bodies/records.ts';
import { selectRosterPerson } from '#server/bodies/roster-records.ts';
import { groupsOf } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type BodyCode, bodyHas } from '#server/rules/bodies.ts';

/** Somebody to be put on a roll. */
export interface NewMember {
  /** His line on the village's roster; null for whoever lives elsewhere. */
  villagerId: string | null;
  name: string;
  isWoman: boolean;
  groupCode: string | null;
}

/** Puts one person on a roll, once per form key: from the village's roster, or by name alone. */
export async function addMember(ctx: Context, ref: RollRef, form: AddForm): Promise<Result> {
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return keeper;
  const { village, body, personId } = keeper.value;
  const found = await memberOf(ctx, { villageCode: village.code, body }, form);
  if (!found.ok) return found;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'body.add', key: form.key, at }, async () => {
      await lock(tx, 'grid', 'code', village.code);
      if ((await newOnes(tx, keeper.value, [found.value])).length === 0) {
        return refuse('standsThere', form.villagerId === undefined ? 'name' : null);
      }
      await putOn(tx, ctx, keeper.value, [found.value]);
      return accept();
    }),
  );
}

async function memberOf(
  ctx: Context,
  { villageCode, body }: { villageCode: string; body: BodyCode },
  { villagerId, name, isWoman, groupCode }: AddForm,
): Promise<Result<NewMember>> {
  const groups = groupCode === '' ? [] : await groupsOf(ctx, villageCode);
  if (groupCode !== '' && !groups.some(({ code }) => code === groupCode)) {
    return refuse('pickOne', 'groupCode');
  }
  const group = groupCode === '' ? null : groupCode;
  if (villagerId === undefined) {
    if (!bodyHas(body).bareNames) return refuse('rosterOnly', 'name');
    return accept({ villagerId: null, name, isWoman, groupCode: group });
  }
  const person = await selectRosterPerson(ctx.db.read, { villageCode, villagerId });
  if (!person) return refuse('notFound');
  return accept({ villagerId, name: person.name, isWoman, groupCode: group ?? person.groupCode });
}

/** Those of these people who do not stand on the roll yet; inside the village's lock. */
export async function newOnes(
  tx: Tx,
  { village, body }: RollKeeper,
  people: NewMember[],
): Promise<NewMember[]> {
  const ids = people.flatMap(({ villagerId }) => villagerId ?? []);
  const standing = await selectStandings(tx, ids);
  const there = new Set(
    standing
      .filter((one) => one.villageCode === village.code && one.body === body)
      .map(({ villagerId }) => villagerId),
  );
  const bare = await bareNames(tx, { villageCode: village.code, body });
  return people.filter(({ villagerId, name }) =>
    villagerId === null ? !bare.has(name) : !there.has(villagerId),
  );
}

/** Writes people on a roll behind those who stand there, with one act for all of them. */
export async function putOn(
  tx: Tx,
  ctx: Context,
  keeper: RollKeeper,
  people: NewMember[],
): Promise<void> {
  const { village, body, personId: addedById } = keeper;
  const roll = { villageCode: village.code, body };
  const since = ctx.clock.now();
  const first = await nextSort(tx, roll);
  const rows: BodyMemberRow[] = people.map((one, at) => ({
    ...{ ...one, ...roll, id: newId(), sort: first + at, since, addedById },
    ...{ until: null, endedById: null, endReason: null },
  }));
  await insertMembers(tx, rows);
  const { size } = await countRoll(tx, roll, since);
  await append(tx, {
    ...rollAct(ctx, keeper),
    what: 'body.added',
    facts: { body, added: rows.length, size },
    content: rows.map(({ id, villagerId, name, isWoman }) => ({ id, villagerId, name, isWoman })),
  });
  tx.touch(`village:${village.code}`);
}

/** Ends somebody's place on a roll, with the reason; the line stays for what was decided before. */
export async function endMember(
  ctx: Context,
  ref: RollRef,
  { memberId, reason }: { memberId: string; reason: string },
): Promise<Result> {
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return keeper;
  const { village, body, personId: endedById } = keeper.value;
  const until = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', village.code);
    const member = await selectMember(tx, memberId);
    if (member?.villageCode !== village.code || member.body !== body) return refuse('notFound');
    if (member.until !== null) return refuse('alreadyDone');
    await endMemberRow(tx, memberId, { until, endedById, endReason: reason });
    const { size } = await countRoll(tx, { villageCode: village.code, body }, until);
    await append(tx, {
      ...rollAct(ctx, keeper.value),
      what: 'body.ended',
      facts: { body, size },
      content: { memberId, name: member.name, reason },
    });
    tx.touch(`village:${village.code}`);
    return accept();
  });
}
