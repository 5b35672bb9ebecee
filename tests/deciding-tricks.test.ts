import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { vote } from '#db/schema/votes.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { votePreparation } from '#server/votes/desk-views.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { heldSecret, holdSecret } from '#server/votes/held-secrets.ts';
import { giveMandate } from '#server/votes/mandates.ts';
import { openVotes } from '#server/votes/opening.ts';
import { selectOptions } from '#server/votes/records.ts';
import { decideElector, draftRoster } from '#server/votes/roster.ts';
import { selectRoster } from '#server/votes/roster-records.ts';
import { voteRoster } from '#server/votes/roster-views.ts';
import { tickPaper } from '#server/votes/tables.ts';
import { voidVote } from '#server/votes/voiding.ts';
import { endVote, tableOf } from '#tests/support/box.ts';
import {
  allAdults,
  announcedVote,
  castAs,
  lineOf,
  openVote,
  preparedVote,
} from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** What somebody in office, or a clever neighbour, would try to get the result he wants. */
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const code = (result: { ok: boolean; code?: string }) => (result.ok ? 'ok' : result.code);
const clerk = () => world.ctx(world.people.clerk);
const secretary = () => world.ctx(world.people.secretary);
const electorOf = async (voteId: string, who: string) => {
  const lines = await selectRoster(world.app.db.read, voteId);
  return lines.find(({ name }) => name === who)?.id ?? '';
};

/** Somebody in the village's second office, who may prepare and freeze as well. */
const director = () =>
  world.county.addPerson('邱小雪', {
    ...{ post: 'village_director', title: '村委会主任', no: 71, gridCode: world.county.north },
  });

describe('a roster', () => {
  test('is not frozen by whoever put a neighbour off it, though another prepared the vote', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const boss = await director();
    const elector = await electorOf(made.id, '吴夏至');
    const off = { elector, standing: 'out' as const, reason: '他总是反对' };
    must(await decideElector(await world.ctx(boss), made.id, off));

    const own = await freezeRoster(await world.ctx(boss), made.id);
    const other = await freezeRoster(await secretary(), made.id);

    expect([own, other].map(code)).toEqual(['secondPerson', 'ok']);
  });

  test('is not thawed once ballots may be in, though the job of the minute is late', async () => {
    await allAdults(world);
    const made = await announcedVote(world);
    const [row] = await world.app.db.read.select().from(vote).where(eq(vote.id, made.id));
    world.clock.set((row?.opensAt ?? 0) + 1000);
    must(await castAs(world, made, world.people.villager, [1]));
    const elector = await electorOf(made.id, '吴夏至');

    const off = { elector, standing: 'out' as const, reason: '户口已迁走' };
    const decided = await decideElector(await clerk(), made.id, off);
    const drawn = await draftRoster(await clerk(), made.id);

    expect([decided, drawn].map(code)).toEqual(['voteMovedOn', 'voteMovedOn']);
    await openVotes.run(systemContext(world.app));
    const lines = await selectRoster(world.app.db.read, made.id);
    expect(lines.map(({ voted }) => voted ?? '').toSorted()).toEqual(['', '', 'online']);
  });
});

describe('the question', () => {
  test('loses no word of its ballot to a privacy correction, but what is about a person', async () => {
    const made = await openVote(world, { options: ['先修排水沟', '先扩机耕道', '罗白露家那段'] });
    const cover = async (datum: string) =>
      correctPrivacy(await clerk(), made.id, { datum, key: newToken() });

    const word = await cover('机耕道');
    const name = await cover('罗白露');

    expect([word, name].map(code)).toEqual(['notPersonal', 'ok']);
    const labels = (await selectOptions(world.app.db.read, made.id)).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(['先修排水沟', '先扩机耕道']);
    expect(labels[2]).not.toContain('罗白露');
  });

  test('a privacy correction reaches why somebody was left off its roster', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const elector = await electorOf(made.id, '吴夏至');
    const off = { elector, standing: 'out' as const, reason: '周寒露说他迁走了' };
    must(await decideElector(await clerk(), made.id, off));
    must(await freezeRoster(await secretary(), made.id));

    must(await correctPrivacy(await clerk(), made.id, { datum: '周寒露', key: newToken() }));

    const roster = await voteRoster(await world.ctx(world.people.villager), made.ref, null);
    expect(roster?.out[0]?.reason).not.toContain('周寒露');
    expect(roster?.out[0]?.reason).toContain('迁走了');
  });
});

describe('a key that waits for the other teller', () => {
  test('is not forgotten because somebody without the right presses void', async () => {
    const made = await openVote(world);
    const [secret = ''] = made.secrets;
    holdSecret(world.app, { voteId: made.id, seat: 1, secret });

    const stranger = await world.ctx(world.people.southerner);
    const refused = await voidVote(stranger, made.id, { reason: '不想让他开' });

    expect(code(refused)).toBe('notFound');
    expect(heldSecret(world.app, made.id, 1)).toBe(secret);
  });
});

test('once voting is over the village makes no vote void, only the town does', async () => {
  const made = await openVote(world);
  await endVote(world, made);
  const reason = { reason: '计票人的钥匙丢了' };

  const town = await world.ctx(world.people.town);
  const desk = await votePreparation(town, made.id);
  const byVillage = await voidVote(await secretary(), made.id, reason);
  const byTown = await voidVote(town, made.id, reason);

  expect(desk?.may).toMatchObject({ void: true, roster: false, prepare: false });
  expect([code(byVillage), byTown.ok]).toEqual(['notAllowed', true]);
});

describe('whoever is down as having voted on paper', () => {
  const toldOf = async (template: string) => {
    const rows = await world.app.db.read.select().from(outboxMessage);
    return rows.flatMap((row) => (row.template === template ? [row.personId] : []));
  };

  test('hears of it, so that nobody at a table ticks people who never came', async () => {
    const made = await openVote(world);
    const tableId = await tableOf(world, made);
    const electorId = await electorOf(made.id, '吴夏至');
    const which = { voteId: made.id, tableId, electorId, key: newToken() };

    must(await tickPaper(await clerk(), which));
    must(await tickPaper(await clerk(), which));

    expect(await toldOf('vote.paper')).toEqual([world.people.second]);
  });

  test('and a household hears who is down as voting for it', async () => {
    await allAdults(world);
    const made = await preparedVote(world, { type: 'assembly_household' });
    must(await draftRoster(await clerk(), made.id));
    const elector = await electorOf(made.id, '吴夏至');
    const villager = await lineOf(world, world.people.second);

    must(await giveMandate(await clerk(), made.id, { elector, villager, signed: 'yes' }));

    expect(await toldOf('vote.mandate')).toEqual([world.people.second]);
  });
});
