import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { closeTable } from '#server/votes/tables.ts';
import { endVote, lineNamed, newVoters, resultOf, tableOf } from '#tests/support/box.ts';
import { type AVote, castAs, openVote, preparedVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

/** A form sent by somebody: the status, where it leads, and the page that came instead. */
async function send(who: string, path: string, fields: Record<string, string> | FormData = {}) {
  const answer = await world.post(path, fields, await world.cookieOf(who));
  const isPage = answer.headers.get('content-type')?.includes('json');
  return {
    status: answer.status,
    to: answer.headers.get('location'),
    page: isPage ? await answer.json() : null,
  };
}

describe('the key of a teller', () => {
  test('is in the answer to its form, and nowhere when it is asked for again', async () => {
    const { id } = await preparedVote(world);
    const path = `/desk/votes/${id}/key`;

    const made = await send(world.people.cadre, path);

    expect(made).toMatchObject({ status: 200, page: { path: `${path}/sheet` } });
    expect(made.page.form.values.secret).toMatch(/^[0-9A-Z]{28}$/);
    expect((await send(world.people.clerk, path)).status).toBe(404);
    expect((await world.post(path, {})).headers.get('location')).toContain('/login');
  });

  test('is never printed back, right or wrong', async () => {
    const { id, secrets } = await preparedVote(world);
    const path = `/desk/votes/${id}/key`;
    const made = await send(world.people.cadre, path);
    const { secret } = made.page.form.values;

    const wrong = await send(world.people.cadre, `${path}/prove`, { secret: secrets[1] ?? '' });
    const right = await send(world.people.cadre, `${path}/prove`, { secret });

    expect(wrong).toMatchObject({
      ...{ status: 422, page: { path, form: { values: {}, errors: { secret: 'secretOther' } } } },
    });
    expect(right).toMatchObject({ status: 303, to: path });
  });
});

describe('a table', () => {
  test('hands out a ballot, and says why it does not', async () => {
    const vote = await openVote(world);
    const tables = `/desk/votes/${vote.id}/tables`;
    const { clerk, villager } = world.people;

    const opened = await send(clerk, tables, { place: '村委会一楼', key: newToken() });
    const table = opened.to ?? '';
    must(await castAs(world, vote, villager, [1]));
    const tick = async (name: string) =>
      send(clerk, `${table}/tick`, { who: await lineNamed(world, vote, name), key: newToken() });

    expect(opened.status).toBe(303);
    expect(await tick('周寒露')).toMatchObject({ status: 303, to: table });
    expect(await tick('罗白露')).toMatchObject({
      ...{ status: 422, page: { path: table, form: { errors: { who: 'votedOnline' } } } },
    });
    expect((await send(villager, `${table}/tick`, { who: 'x', key: newToken() })).status).toBe(404);
  });

  test('gives its roll as a sheet and takes it back', async () => {
    const vote = await openVote(world);
    const away = `/desk/votes/${vote.id}/tables/${await tableOf(world, vote, true)}`;
    const cookie = await world.cookieOf(world.people.clerk);

    const sheet = await world.get(`${away}/roll.csv`, cookie);
    const lines = (await sheet.text()).trim().split(/\r?\n/);
    const ticked = [lines[0], `${lines[1]?.replace(/,?$/, '')},√`].join('\n');
    const form = new FormData();
    form.set('text', ticked.replace(',,√', ',√'));
    const merged = await send(world.people.clerk, `${away}/merge`, form);

    expect(sheet.headers.get('content-disposition')).toContain('roll-');
    expect(lines[0]).toContain('编号,组,姓名,领票');
    expect(lines.length).toBeGreaterThan(3);
    expect(merged).toMatchObject({ status: 303, to: away });
    expect((await world.get(`${away}/roll.csv`)).status).toBe(404);
  });
});

describe('the box', () => {
  let vote: AVote;

  beforeEach(async () => {
    const folk = await newVoters(world, 3);
    vote = await openVote(world, { options: ['三面光', '只清淤', '先修到岔口'], most: 2 });
    for (const person of folk) must(await castAs(world, vote, person, [1, 2]));
  });

  test('waits for the second key, and then leads to the result', async () => {
    await endVote(world, vote);
    const path = `/desk/votes/${vote.id}/open`;
    const [first = '', second = ''] = vote.secrets;

    const one = await send(world.people.cadre, path, { secret: first });
    const other = await send(world.people.cadreTwo, path, { secret: second });

    expect(one).toMatchObject({ status: 303, to: path });
    expect(other).toMatchObject({ status: 303, to: `/v/beipo/votes/${vote.ref.no}` });
    expect(await resultOf(world, vote)).toMatchObject({ online: 3, counts: { 1: 3, 2: 3, 3: 0 } });
  });

  test('says which envelope does not open, and opens none', async () => {
    await endVote(world, vote);
    const { voteEnvelope } = await import('#db/schema/votes.ts');
    await world.app.db.write((tx) => tx.update(voteEnvelope).set({ sealed: 'A'.repeat(811) }));
    const [secret = '', other = ''] = vote.secrets;

    const answer = await send(world.people.cadre, `/desk/votes/${vote.id}/open`, {
      ...{ secret, 'other-secret': other },
    });

    expect(answer).toMatchObject({ status: 422, page: { form: { values: { state: 'faulty' } } } });
    expect(JSON.stringify(answer.page)).not.toContain(secret);
    expect(await resultOf(world, vote)).toBeNull();
  });

  test('takes counts of paper in lines where a ballot names several', async () => {
    const tableId = await tableOf(world, vote);
    const table = `/desk/votes/${vote.id}/tables/${tableId}`;
    const { clerk, cadre, cadreTwo } = world.people;
    const who = await lineNamed(world, vote, '周寒露');
    await send(clerk, `${table}/tick`, { who, key: newToken() });
    await endVote(world, vote);
    must(await closeTable(await world.ctx(clerk), { voteId: vote.id, tableId }));
    const path = `/desk/votes/${vote.id}/count`;

    const wrong = await send(cadre, path, { lines: '1 2 3 = 1', spoiled: '' });
    const one = await send(cadre, path, { lines: '2 3 = 1', spoiled: '' });
    const other = await send(cadreTwo, path, { lines: '3、2＝1', spoiled: '0' });

    expect(wrong).toMatchObject({
      ...{ status: 422, page: { form: { errors: { lines: 'countLineWrong' } } } },
    });
    expect([one.status, other.status]).toEqual([303, 303]);
  });
});

test('files of a recount are for everybody, and there when there is something to count', async () => {
  const vote = await openVote(world);
  must(await castAs(world, vote, world.people.villager, [1]));
  const path = `/v/beipo/votes/${vote.ref.no}`;

  const envelopes = await world.get(`${path}/envelopes.txt`);
  const early = await world.get(`${path}/ballots.jsonl`);

  expect(envelopes.headers.get('cache-control')).toBe('no-store');
  expect(await envelopes.text()).toMatch(/^[0-9a-f]{64}\n$/);
  expect(early.status).toBe(404);
  expect((await world.get('/v/beipo/votes/999/result.json')).status).toBe(404);
});
