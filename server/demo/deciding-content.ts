import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { about, common, day, instant, photos, words } from '#server/demo/event-parts.ts';
import { bodies } from '#server/rules/bodies.ts';
import { contestSubjects } from '#server/rules/contest-rules.ts';
import { raisers } from '#server/rules/motions.ts';
import { questionKinds } from '#server/rules/survey-rules.ts';

const names = z.array(z.string()).default([]);

/** What a meeting came to, as its signed minutes say. */
const record = z.object({
  ...common,
  text: z.string(),
  present: z.number(),
  yes: z.number().default(0),
  no: z.number().default(0),
  abstain: z.number().default(0),
  dissent: z.string().default(''),
  /** Which option of the vote before it comes to; nothing where nobody was asked. */
  comesTo: z.number().optional(),
});

/** How somebody says that all goes as planned, or why it does not. */
const difference = z.string().default('');

/** What happens in the 议事厅 of a village. A comment is called by its id, a post by its name. */
const hallEvents = [
  z.object({ ...common, do: z.literal('ages') }),
  z.object({ ...common, do: z.literal('roll'), body: z.enum(bodies), women: names, men: names }),
  z.object({ ...words, do: z.literal('motion'), title: z.string(), as: z.enum(raisers) }),
  z.object({ ...about, do: z.literal('log'), matter: z.string(), until: day }),
  z.object({ ...about, do: z.literal('sign'), people: z.number() }),
  z.object({ ...words, do: z.literal('voice'), side: z.enum(['for', 'against']) }),
  z.object({ ...words, do: z.literal('amend'), id: z.string() }),
  z.object({
    ...words,
    do: z.literal('amend-decided'),
    id: z.string(),
    verdict: z.enum(['taken', 'declined']),
  }),
  z.object({ ...words, do: z.literal('ask'), id: z.string() }),
  z.object({ ...words, do: z.literal('answer-question'), question: z.string() }),
  z.object({ ...about, do: z.literal('like'), people: z.number() }),
  z.object({
    ...words,
    do: z.literal('consensus'),
    form: z.enum(['council', 'hearing', 'talk']),
    on: day,
    place: z.string(),
    present: z.number(),
    outcome: z.enum(['agreed', 'partly', 'none']),
    dissent: z.string().default(''),
    next: z.enum(['carry-out', 'assembly', 'talk-on']),
  }),
] as const;

/** A meeting of 四议两公开, and what is done about what it decided. */
const stepEvents = [
  z.object({
    ...about,
    do: z.literal('meet'),
    step: z.string(),
    meeting: z.string().default(''),
    matter: z.string().default(''),
    /** Both committees at once, where one person heads both. */
    merged: z.boolean().default(false),
    on: day,
    /** The hour, 'HH:MM'. */
    time: z.string(),
    place: z.string(),
    chair: z.string(),
    /** Nothing while it is still to come. */
    record: record.optional(),
  }),
  z.object({ ...about, do: z.literal('check'), step: z.string() }),
  z.object({
    ...words,
    do: z.literal('publish'),
    motion: z.string(),
    title: z.string(),
    owner: z.string(),
    budget: z.string(),
    dueOn: day,
  }),
  z.object({
    ...words,
    do: z.literal('report'),
    kind: z.enum(['progress', 'ninety']).default('progress'),
    spent: z.string().default(''),
    difference,
    photos,
  }),
  z.object({
    ...words,
    do: z.literal('result'),
    spent: z.string(),
    doneOn: day,
    difference,
    photos,
  }),
  z.object({ ...about, do: z.literal('countersign') }),
] as const;

/** A vote from its preparation to its count; without `counted` its box is still closed at the end. */
const voteEvent = z.object({
  ...words,
  do: z.literal('vote'),
  motion: z.string().optional(),
  type: z.string().default('deliberation'),
  title: z.string(),
  options: z.array(z.object({ label: z.string(), hint: z.string().default('') })),
  tellers: z.array(z.string()).length(2),
  frozen: z.object(common),
  opens: instant,
  closes: instant,
  /** Ballots by phone and on paper, in the order of the options. */
  online: z.array(z.number()),
  paper: z.array(z.number()).default([]),
  /** Who does not vote. */
  without: names,
  table: z.object({ ...common, place: z.string() }).optional(),
  counted: instant.optional(),
});

/** A survey from its questions to what the village made of it; answers by the names of their fields. */
const surveyEvent = z.object({
  ...words,
  do: z.literal('survey'),
  title: z.string(),
  closesOn: day,
  questions: z.array(
    z.object({
      kind: z.enum(questionKinds),
      label: z.string(),
      options: names,
      rows: names,
      most: z.number().default(0),
    }),
  ),
  answers: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
  outcome: z.object({ ...common, text: z.string() }).optional(),
});

/** What becomes of some ideas: one project, or an answer. */
const sorted = z.object({
  ...common,
  ideas: z.array(z.string()),
  project: z
    .object({
      title: z.string(),
      owner: z.string(),
      budget: z.string(),
      dueOn: day,
      isKey: z.boolean(),
    })
    .optional(),
  answer: z.string().default(''),
  /** How the project stands later. */
  later: z
    .object({ at: instant, state: z.enum(['planned', 'doing', 'done']), now: z.string() })
    .optional(),
});

/** 大讨论: what people tell, and the few projects that it becomes. */
const driveEvent = z.object({
  ...words,
  do: z.literal('drive'),
  title: z.string(),
  until: day,
  ideas: z.array(
    z.object({
      ...common,
      id: z.string(),
      side: z.enum(['problem', 'suggestion']),
      text: z.string(),
    }),
  ),
  sorted: z.array(sorted),
});

/** 最美庭院: who is proposed, and what each family says to it. */
const contestEvent = z.object({
  ...words,
  do: z.literal('contest'),
  title: z.string(),
  about: z.enum(contestSubjects),
  places: z.number(),
  jurors: z.number(),
  nominateThrough: day,
  objectThrough: day,
  judgeThrough: day,
  nominees: z.array(
    z.object({
      ...common,
      /** Somebody of the household, who answers for it. */
      family: z.string(),
      text: z.string(),
      said: z.object({
        at: instant,
        choice: z.enum(['agree', 'refuse']),
        name: z.string().default(''),
      }),
      likes: z.number().default(0),
    }),
  ),
});

const event = z.discriminatedUnion('do', [
  ...hallEvents,
  ...stepEvents,
  voteEvent,
  surveyEvent,
  driveEvent,
  contestEvent,
]);
/** How one village decides together, as it is written. */
export const decidingVillage = z.object({ village: z.string(), events: z.array(event) });

export type DecidingEvent = z.infer<typeof event>;
/** The events of one kind. */
export type DecidingOf<Do extends DecidingEvent['do']> = Extract<DecidingEvent, { do: Do }>;
/** How one village decides together. */
export type DemoDeciding = z.infer<typeof decidingVillage>;

/** The drawing that stands for signed minutes. */
export const SIGNED_MINUTES = 'minutes';

/** Reads content/demo/deciding; what does not fit throws with its file. */
export function readDeciding(folder: string): DemoDeciding[] {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files.map((name) => {
    const file = join(folder, name);
    const parsed = decidingVillage.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  });
}

/** The drawings that these villages show. */
export function scenesOfDeciding(villages: DemoDeciding[]): string[] {
  if (villages.length === 0) return [];
  const shown = villages.flatMap(({ events }) =>
    events.flatMap((one) => ('photos' in one ? one.photos.map(({ scene }) => scene) : [])),
  );
  return [SIGNED_MINUTES, ...shown];
}
