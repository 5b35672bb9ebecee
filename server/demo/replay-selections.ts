import type { DemoContent } from '#server/demo/content.ts';
import { must } from '#server/demo/places.ts';
import { selectObjectionId, selectOpenSheets } from '#server/demo/records.ts';
import { announceFor, type DrawStep, typeFor } from '#server/demo/replay-draws.ts';
import type {
  DemoEntry,
  DemoObjection,
  DemoRound,
  DemoSelections,
} from '#server/demo/rounds-content.ts';
import { castMember, ctxOf, key, type Stage, told } from '#server/demo/stage.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { monthOf, roundId } from '#server/rules/selection-rounds.ts';
import { enterPost, openRound, recommend } from '#server/selections/commands.ts';
import { type GivenSheet, sendSheet } from '#server/selections/judging.ts';
import { numbersOf, roundKind } from '#server/selections/kinds.ts';
import { objectTo, proposeVerdict, secondVerdict } from '#server/selections/objections.ts';
import { nameReviewer } from '#server/selections/pool.ts';

/** A round of which something was told, with the villages that it is about. */
interface ToldRound {
  round: DemoRound;
  id: string;
  entries: { entry: DemoEntry; stage: Stage }[];
  /** Whoever is of no village acts through any. */
  stage: Stage;
}

/**
 * The months' best as steps in order: reviewers named, rounds opened, entered, recommended, drawn
 * for, read and objected to. Results and badges come from the worker's own jobs at night.
 */
export function selectionSteps({ selections }: DemoContent, stages: Stage[]): DrawStep[] {
  const rounds = selections.rounds.flatMap((round) => toldRound(round, stages));
  const [first] = rounds;
  // Told of a few villages alone, there are not the people who review.
  const lacks = selections.reviewers.some(({ who }) => !first?.stage.cast.members.has(who));
  if (!first || lacks) return [];
  const { stage } = first;
  return [
    { at: selections.namedAt, play: () => nameAll(stage, selections) },
    ...selections.draws.flatMap((draw) => [
      { at: draw.announcedAt, play: () => announceFor(stage, 'selection', draw) },
      { at: draw.typedAt, play: () => typeFor(stage, 'selection', draw) },
    ]),
    ...rounds.flatMap(stepsOf),
  ];
}

function toldRound(round: DemoRound, stages: Stage[]): ToldRound[] {
  const entries = round.entries.flatMap((entry) => {
    const stage = stages.find(({ village }) => entry.post.startsWith(`${village.slug}/`));
    return stage ? [{ entry, stage }] : [];
  });
  const [first] = entries;
  const id = roundId(round.kind, monthOf(round.openedAt));
  return first ? [{ round, id, entries, stage: first.stage }] : [];
}

function stepsOf(one: ToldRound): DrawStep[] {
  const { round, id, entries, stage } = one;
  const objections = round.objections.filter(({ post }) =>
    entries.some(({ entry }) => entry.post === post),
  );
  return [
    { at: round.openedAt, play: () => open(one) },
    ...entries.flatMap(({ entry, stage: own }) => [
      { at: entry.at, play: () => enter(own, id, entry) },
      { at: entry.town.at, play: () => choose(own, id, entry) },
    ]),
    ...round.readAt.map((at, turn) => ({ at, play: () => read(one, turn, at) })),
    ...objections.flatMap((objection, index) => objectionSteps(stage, one, { objection, index })),
  ];
}

async function nameAll(
  stage: Stage,
  { namedBy, namedAt, consentOn, reviewers }: DemoSelections,
): Promise<void> {
  const ctx = await at(stage, namedBy, namedAt);
  for (const { who, town } of reviewers) {
    const printed = stage.cast.printed.find((one) => one.key === who);
    if (!printed) throw new Error(`${who} has no account to review with`);
    const { name, phone } = printed;
    const townCode = stage.places.towns.get(town) ?? '';
    must(await nameReviewer(ctx, { name, phone, townCode, consentOn }));
  }
}

async function open({ round: { by, openedAt, kind }, stage }: ToldRound): Promise<void> {
  must(await openRound(await at(stage, by, openedAt), kind));
}

async function enter(stage: Stage, id: string, entry: DemoEntry): Promise<void> {
  const ctx = await at(stage, entry.who, entry.at);
  must(await enterPost(ctx, { roundId: id, postId: told(stage, entry.post).id }));
}

async function choose(stage: Stage, id: string, { post, town }: DemoEntry): Promise<void> {
  const ctx = await at(stage, town.who, town.at);
  must(await recommend(ctx, { roundId: id, postId: told(stage, post).id }, town.reason));
}

/** Every so-manieth reviewer sends all that he reads; whoever was drawn, the sheets say the same. */
async function read({ round, id, entries, stage }: ToldRound, turn: number, when: EpochMs) {
  const sheets = await selectOpenSheets(stage.app.db.read, id);
  const readers = [...new Set(sheets.map(({ no }) => no))].toSorted((a, b) => a - b);
  const { rubric } = numbersOf(stage.app, roundKind(round.kind));
  for (const { entry, stage: own } of entries) {
    const postId = told(own, entry.post).id;
    const ofPost = sheets.filter((sheet) => sheet.postId === postId);
    for (const [place, { no, personId }] of ofPost.entries()) {
      if (readers.indexOf(no) % round.readAt.length !== turn) continue;
      const ctx = await ctxOf(stage.app, personId, when);
      must(await sendSheet(ctx, { roundId: id, postId }, sheetOf(entry, rubric, place)));
    }
  }
}

function sheetOf(entry: DemoEntry, rubric: { code: string }[], place: number): GivenSheet {
  const row = turnOf(entry.points, place);
  const codes = rubric.map(({ code }) => code);
  return {
    points: Object.fromEntries(codes.map((code, at) => [code, row[at] ?? 0])),
    reasons: Object.fromEntries(
      codes.map((code) => [code, turnOf(entry.reasons[code] ?? [], place)]),
    ),
    remark: turnOf(entry.remarks, place),
  };
}

function turnOf<T>(all: T[], turn: number): T {
  const found = all[turn % all.length];
  if (found === undefined) throw new Error('a sheet of the demonstration lacks something');
  return found;
}

function objectionSteps(
  stage: Stage,
  { id, entries }: ToldRound,
  { objection, index }: { objection: DemoObjection; index: number },
): DrawStep[] {
  const { who, at: saidAt, post, line, body, decide, second } = objection;
  const own = entries.find(({ entry }) => entry.post === post)?.stage ?? stage;
  const objectionId = () => selectObjectionId(stage.app.db.read, id, index + 1);
  const steps: DrawStep[] = [
    {
      at: saidAt,
      async play() {
        const key1 = { roundId: id, postId: told(own, post).id };
        must(await objectTo(await at(own, who, saidAt), key1, { line, body, key: key() }));
      },
    },
    {
      at: decide.at,
      async play() {
        const { verdict, reason } = decide;
        const form = { verdict, reason, done: null, due: null };
        must(
          await proposeVerdict(await at(stage, decide.who, decide.at), await objectionId(), form),
        );
      },
    },
  ];
  if (second) {
    steps.push({
      at: second.at,
      async play() {
        const form = { agrees: 'yes' as const, words: '' };
        must(
          await secondVerdict(await at(stage, second.who, second.at), await objectionId(), form),
        );
      },
    });
  }
  return steps;
}

async function at(stage: Stage, who: string, when: EpochMs): Promise<Context> {
  return ctxOf(stage.app, castMember(stage, who).personId, when);
}
