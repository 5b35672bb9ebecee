import { wordsFor } from '#content/messages/words.ts';
import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { personOf, villagersOf } from '#server/demo/deciding-hall.ts';
import { type DecidingStage, landed, runAt } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt, ctxOf, key, type Stage, told } from '#server/demo/stage.ts';
import { tell } from '#server/kernel/outbox.ts';
import { addDays, type EpochMs, instantOf, localDate, MINUTE_MS } from '#server/rules/dates.ts';
import { votesPath } from '#server/rules/links.ts';
import { openBallotBox } from '#server/votes/box-opening.ts';
import { castVote } from '#server/votes/casting.ts';
import { closeVotes } from '#server/votes/closing.ts';
import { voteForm } from '#server/votes/forms.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { openVotes } from '#server/votes/opening.ts';
import { countPaper } from '#server/votes/paper-count.ts';
import { prepareVote } from '#server/votes/preparing.ts';
import { selectVote } from '#server/votes/records.ts';
import { draftRoster } from '#server/votes/roster.ts';
import { selectRoster } from '#server/votes/roster-records.ts';
import { closeTable, openTable, tickPaper } from '#server/votes/tables.ts';
import { makeTellerKey, proveTellerKey } from '#server/votes/tellers.ts';

type VoteEvent = DecidingOf<'vote'>;

/** What the tellers of a vote wrote down, and the table where paper was handed out. */
interface Held {
  secrets: string[];
  tableId: string | null;
}

/** At noon people have a look at their phones. */
const NOON = '12:10';
const COUNTED_AFTER_MS = 10 * MINUTE_MS;

/** A vote: prepared, frozen by a second person, cast day by day, closed, counted by two tellers. */
export function vote(one: DecidingStage, event: VoteEvent): DrawStep[] {
  const held: Held = { secrets: [], tableId: null };
  const { frozen, opens, closes, table, counted } = event;
  const steps: DrawStep[] = [
    { at: event.at, play: () => prepare(one, event, held) },
    { at: frozen.at, play: () => freeze(one, event) },
    { at: opens, play: () => runAt(one.stage, openVotes, opens) },
    ...castingSteps(one, event),
  ];
  if (table) steps.push({ at: table.at, play: () => handOut(one, event, held) });
  const { beginsAt } = one.stage.content.county;
  if (closes < beginsAt)
    steps.push({ at: closes, play: () => runAt(one.stage, closeVotes, closes) });
  if (counted === undefined) {
    return [...steps, { at: beginsAt, play: () => tellSecrets(one, event, held) }];
  }
  return [
    ...steps,
    { at: counted, play: () => countOnPaper(one, event, held) },
    { at: counted + COUNTED_AFTER_MS, play: () => open(one, event, held) },
  ];
}

async function prepare(one: DecidingStage, event: VoteEvent, held: Held): Promise<void> {
  const { stage } = one;
  const ctx = await ctxAt(stage, event.who, event.at);
  const { type, title, text: body, options, tellers, opens, closes } = event;
  const [first = '', second = ''] = tellers;
  const form = voteForm.parse({
    ...{ type, title, body, answers: 'options', most: 1, secrecy: 'secret' },
    motion: event.motion === undefined ? '' : String(told(stage, event.motion).no),
    ...{ opensOn: localDate(opens), opensTime: timeOf(opens) },
    ...{ closesOn: localDate(closes), closesTime: timeOf(closes) },
    ...{ 'teller-1': personOf(stage, first), 'teller-2': personOf(stage, second), key: key() },
  });
  const { id } = must(await prepareVote(ctx, stage.village.code, { form, options }));
  const row = await selectVote(ctx.db.read, id);
  await landed(one, event, votesPath(stage.village.slug, row?.no ?? 0));
  must(await draftRoster(ctx, id));
  held.secrets = [];
  for (const who of tellers) {
    const teller = await ctxAt(stage, who, event.at);
    const { secret } = must(await makeTellerKey(teller, id));
    must(await proveTellerKey(teller, id, secret));
    held.secrets.push(secret);
  }
}

/** '08:00', as a form has it. */
function timeOf(at: EpochMs): string {
  const minutes = Math.round((at - instantOf(localDate(at))) / MINUTE_MS);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

async function freeze({ stage }: DecidingStage, event: VoteEvent): Promise<void> {
  const ctx = await ctxAt(stage, event.frozen.who, event.frozen.at);
  must(await freezeRoster(ctx, told(stage, event.post).id));
}

/** Each day so many vote by phone; they share a commit, and nobody's turn tells his choice. */
function castingSteps(one: DecidingStage, event: VoteEvent): DrawStep[] {
  const until = Math.min(event.closes, one.stage.content.county.beginsAt);
  const times: EpochMs[] = [];
  for (let day = localDate(event.opens); instantOf(day, NOON) < until; day = addDays(day, 1)) {
    times.push(instantOf(day, NOON));
  }
  const choices = mixed(event.online.flatMap((n, at) => Array.from({ length: n }, () => at + 1)));
  return times.map((at, turn) => {
    const from = Math.floor((turn * choices.length) / times.length);
    const through = Math.floor(((turn + 1) * choices.length) / times.length);
    return {
      at,
      play: () => cast(one, event, { at, from, choices: choices.slice(from, through) }),
    };
  });
}

interface Batch {
  at: EpochMs;
  from: number;
  choices: number[];
}

async function cast({ stage }: DecidingStage, event: VoteEvent, batch: Batch): Promise<void> {
  const { at, from, choices } = batch;
  const ref = told(stage, event.post);
  const voters = votersOf(stage, event).slice(from, from + choices.length);
  if (voters.length < choices.length) throw new Error('fewer people have an account than vote');
  await Promise.all(
    voters.map(async ({ personId }, turn) => {
      must(await castVote(await ctxOf(stage.app, personId, at), ref, [choices[turn] ?? 0]));
    }),
  );
}

function votersOf(stage: Stage, { without }: VoteEvent) {
  const voting = villagersOf(stage).filter((member) => !without.includes(member.key));
  return mixed(voting);
}

const STRIDE = 37;

/** The same in another order, which is the same each time. */
function mixed<T>(list: T[]): T[] {
  const left = [...list];
  const order: T[] = [];
  for (let at = 0; left.length > 0; ) {
    at = (at + STRIDE) % left.length;
    order.push(...left.splice(at, 1));
  }
  return order;
}

/** Paper ballots, to those without a telephone first. */
async function handOut({ stage }: DecidingStage, event: VoteEvent, held: Held): Promise<void> {
  const { table, post, paper } = event;
  if (!table) return;
  const ctx = await ctxAt(stage, table.who, table.at);
  const { id: voteId } = told(stage, post);
  const { place } = table;
  const { id: tableId } = must(
    await openTable(ctx, voteId, { place, isOffline: false, keeperIds: [], key: key() }),
  );
  held.tableId = tableId;
  const onPhone = new Set(villagersOf(stage).map(({ name }) => name));
  const away = namesWithout(stage, event);
  const lines = (await selectRoster(ctx.db.read, voteId)).filter(
    ({ standing, voted, name }) => standing === 'in' && voted === null && !away.has(name),
  );
  const chosen = lines
    .toSorted((a, b) => Number(onPhone.has(a.name)) - Number(onPhone.has(b.name)))
    .slice(0, sum(paper));
  await Promise.all(
    chosen.map(async ({ id: electorId }) =>
      must(await tickPaper(ctx, { voteId, tableId, electorId, key: key() })),
    ),
  );
}

/** The names of those who do not vote. */
function namesWithout({ village }: Stage, { without }: VoteEvent): Set<string> {
  const members = village.households.flatMap((household) => household.members);
  const away = members.filter(({ key: own }) => without.includes(`${village.slug}/${own}`));
  return new Set(away.map(({ name }) => name));
}

/** Both tellers count what was poured together, each for himself. */
async function countOnPaper({ stage }: DecidingStage, event: VoteEvent, held: Held): Promise<void> {
  const { table, paper, counted = event.closes, tellers } = event;
  if (!table || held.tableId === null) return;
  const { id: voteId } = told(stage, event.post);
  const keeper = await ctxAt(stage, table.who, counted);
  must(await closeTable(keeper, { voteId, tableId: held.tableId }));
  const counts = Object.fromEntries(paper.map((n, at) => [String(at + 1), n]));
  for (const who of tellers) {
    const numbers = { counts, spoiled: 0 };
    const ctx = await ctxAt(stage, who, counted);
    must(await countPaper(ctx, voteId, { numbers, missingReason: '' }));
  }
}

/**
 * What the tellers wrote down, as messages: whoever tries the demonstration opens the box with it.
 * Nowhere else does a teller's secret leave his paper.
 */
async function tellSecrets({ stage }: DecidingStage, event: VoteEvent, held: Held): Promise<void> {
  const { id } = told(stage, event.post);
  const at = stage.content.county.beginsAt;
  const messages = event.tellers.map((who, seat) => ({
    personId: personOf(stage, who),
    template: 'demo.key',
    body: wordsFor('zh').demo.tellerKey(held.secrets[seat] ?? ''),
    path: `/desk/votes/${id}/open`,
    at,
  }));
  await stage.app.db.write((tx) => tell(tx, ...messages));
}

/** Both keys open the box. */
async function open({ stage }: DecidingStage, event: VoteEvent, held: Held): Promise<void> {
  const at = (event.counted ?? event.closes) + COUNTED_AFTER_MS;
  for (const [seat, who] of event.tellers.entries()) {
    const typed = { secret: held.secrets[seat] ?? '', otherSecret: '' };
    const { id } = told(stage, event.post);
    const { state } = must(await openBallotBox(await ctxAt(stage, who, at), id, typed));
    const expected = seat === 0 ? 'waiting' : 'opened';
    if (state !== expected) throw new Error(`the box is ${state}`);
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, n) => all + n, 0);
}
