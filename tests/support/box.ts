import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { openBallotBox } from '#server/votes/box-opening.ts';
import { selectResult } from '#server/votes/box-records.ts';
import { closeVotes } from '#server/votes/closing.ts';
import { selectVote } from '#server/votes/records.ts';
import { searchRoll } from '#server/votes/table-records.ts';
import { openTable } from '#server/votes/tables.ts';
import type { AVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import type { World } from '#tests/support/world.ts';

/** So many more people on the roster of 北坡村, each of a household of his own; their ids. */
export async function newVoters(world: World, count: number): Promise<string[]> {
  const { north, addPerson } = world.county;
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const place = { gridCode: `${north}001`, villageCode: north };
    ids.push(await addPerson(`村民${n}`, { household: `${north}9${n}`, ...place }));
  }
  return ids;
}

/** The clock passes the end of a vote, and the job of the minute closes it. */
export async function endVote(world: World, { id }: AVote): Promise<void> {
  const vote = await selectVote(world.app.db.read, id);
  world.clock.set(vote?.closesAt ?? 0);
  await closeVotes.run(systemContext(world.app));
}

/** Both tellers type their secrets at the box, one after the other. */
export async function openBoxOf(world: World, { id, secrets }: AVote) {
  const [first = '', second = ''] = secrets;
  const { cadre, cadreTwo } = world.people;
  const one = { secret: first, otherSecret: '' };
  must(await openBallotBox(await world.ctx(cadre), id, one));
  return openBallotBox(await world.ctx(cadreTwo), id, { secret: second, otherSecret: '' });
}

/** What came out of a vote. */
export async function resultOf(world: World, { id }: AVote) {
  return selectResult(world.app.db.read, id);
}

/** A table that the clerk sets up, alone or with others. */
export async function tableOf(
  world: World,
  { id }: AVote,
  isOffline = false,
  keeperIds: string[] = [],
): Promise<string> {
  const table = { place: '村委会一楼', isOffline, keeperIds, key: newToken() };
  return must(await openTable(await world.ctx(world.people.clerk), id, table)).id;
}

/** The line of a vote's roll under a name. */
export async function lineNamed(world: World, { id }: AVote, name: string): Promise<string> {
  const [line] = await searchRoll(world.app.db.read, id, { name });
  return line?.id ?? '';
}
