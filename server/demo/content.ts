import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DemoDeciding, readDeciding } from '#server/demo/deciding-content.ts';
import { type DemoDisclosed, readDisclosed } from '#server/demo/disclosure-content.ts';
import { about, common, day, instant, photos, words } from '#server/demo/event-parts.ts';
import { barKey } from '#server/demo/facts.ts';
import { lessonEvents } from '#server/demo/lesson-events.ts';
import { type DemoSelections, drawnNumbers, selections } from '#server/demo/rounds-content.ts';
import { removalRules } from '#server/moderation/forms.ts';
import { instantOf } from '#server/rules/dates.ts';

const post = z.enum([
  'grid_cadre',
  'group_leader',
  'secretary',
  'village_director',
  'committee_member',
  'clerk',
  'supervision',
  'town_admin',
  'bookkeeper',
  'department',
  'dispatcher',
  'org_dept',
  'discipline',
  'sysadmin',
]);
const spelled = z.object({ zh: z.string(), pinyin: z.string() });

const county = z.object({
  county: z.string(),
  beginsAt: instant,
  historyFrom: day.transform((date) => instantOf(date)),
  helpLine: z.object({ phone: z.string() }),
  password: z.string(),
  bar: z.array(z.object({ key: barKey, person: z.string() })),
  staff: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      post,
      title: z.string(),
      town: z.string().optional(),
      phone: z.string(),
      workPhone: z.string(),
    }),
  ),
  elsewhere: z.object({
    since: day,
    firstPhone: z.string(),
    surnames: z.array(spelled),
    terms: z.array(spelled),
    titles: z.object({
      village: z.string(),
      community: z.string(),
      campus: z.string(),
      cadre: z.string(),
      townDeputy: z.string(),
    }),
    grid: z.string(),
    about: z.object({ village: z.string(), community: z.string(), campus: z.string() }),
    officeHours: z.string(),
  }),
});

const villages = z.object({
  villages: z.array(
    z.object({
      slug: z.string(),
      code: z.string(),
      name: z.string(),
      town: z.string(),
      kind: z.enum(['village', 'community']),
      about: z.string(),
      /** How many members of the Party live here, where it is told of them. */
      partyMembers: z.number().optional(),
      groups: z.array(z.object({ name: z.string() })),
      office: z.object({ place: z.string(), hours: z.string(), phone: z.string() }),
      helpLine: z.object({ who: z.string(), phone: z.string() }),
      people: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          posts: z.array(z.object({ post, title: z.string() })),
          duty: z.string().optional(),
          since: day,
          /** The day on which somebody else took over. */
          until: day.optional(),
          phone: z.string(),
        }),
      ),
      grids: z.array(
        z.object({ groups: z.array(z.string()), holder: z.string(), deputy: z.string() }),
      ),
      households: z.array(
        z.object({
          no: z.number(),
          group: z.string(),
          members: z.array(
            z.object({
              key: z.string(),
              name: z.string(),
              phone: z.string().nullable(),
              idTail: z.string(),
              level: z.literal(1).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

const line = z.object({
  what: z.string(),
  measure: z.string(),
  helpers: z.string().default(''),
  dueOn: day.nullable(),
});
/** A promise is called by its letter and its place in it, from 1. */
const promised = { ...words, line: z.number() };
const shownAs = z.enum(['resident', 'name', 'nickname']).default('resident');

const event = z.discriminatedUnion('do', [
  z.object({
    ...about,
    do: z.literal('raise'),
    picture: z.string().nullable(),
    addressee: z.enum(['cadre', 'secretary']),
    group: z.string(),
    landmark: z.string(),
    words: z.string(),
    audience: z.enum(['public', 'handlers']),
    for: z.string().optional(),
    shownAs,
    photos,
  }),
  z.object({ ...about, do: z.literal('cosign'), households: z.number() }),
  z.object({ ...about, do: z.literal('like'), people: z.number() }),
  z.object({ ...words, do: z.literal('comment'), id: z.string(), under: z.string().optional() }),
  z.object({ ...words, do: z.literal('ask'), id: z.string() }),
  z.object({ ...words, do: z.literal('answer-question'), question: z.string() }),
  z.object({ ...about, do: z.literal('sign') }),
  z.object({ ...words, do: z.literal('answer') }),
  z.object({
    ...words,
    do: z.literal('classify'),
    item: z.string(),
    remedy: z.enum(['repair', 'build', 'neither']),
  }),
  z.object({
    ...words,
    do: z.literal('plan'),
    steps: z.array(z.object({ what: z.string(), dueOn: day })),
  }),
  z.object({ ...words, do: z.literal('progress'), step: z.number().optional(), photos }),
  z.object({ ...words, do: z.literal('propose-close'), count: z.string().default(''), photos }),
  z.object({ ...words, do: z.literal('not-yet') }),
  z.object({
    ...about,
    do: z.literal('confirm'),
    grade: z.number(),
    text: z.string().default(''),
  }),
  z.object({
    ...words,
    do: z.literal('notice'),
    title: z.string(),
    from: day,
    to: day,
    groups: z.array(z.string()).default([]),
  }),
  z.object({
    ...words,
    do: z.literal('letter'),
    title: z.string(),
    lines: z.array(line),
    portrait: z.string(),
    photos,
  }),
  z.object({ ...promised, do: z.literal('promise-report'), photos }),
  z.object({
    ...promised,
    do: z.literal('promise-claim'),
    claim: z.enum(['done', 'part', 'not-done']),
    photos,
  }),
  z.object({ ...promised, do: z.literal('promise-change'), to: line.extend({ dueOn: day }) }),
  z.object({ ...words, do: z.literal('diary'), photos }),
  z.object({
    ...words,
    do: z.literal('story'),
    title: z.string(),
    day: z.string().default(''),
    time: z.string().default(''),
    place: z.string().default(''),
    photos,
    shownAs,
  }),
  ...lessonEvents,
  z.object({
    ...about,
    do: z.literal('case'),
    /** The solved matter that it tells again. */
    matter: z.string(),
    title: z.string(),
    was: z.string(),
    how: z.string(),
    now: z.string(),
    elsewhere: z.string().default(''),
  }),
  z.object({ ...words, do: z.literal('talk'), title: z.string(), photos, shownAs }),
  z.object({ ...words, do: z.literal('edit') }),
  z.object({ ...words, do: z.literal('withdraw') }),
  z.object({ ...words, do: z.literal('report') }),
  z.object({ ...words, do: z.literal('remove'), rule: z.enum(removalRules) }),
  z.object({ ...common, do: z.literal('leave'), until: instant, deputy: z.string() }),
]);
/** A draw of the county: `answers` are given by letter and line, '<village>/letter#1'. */
const draw = drawnNumbers.extend({
  openingReason: z.string(),
  answers: z.record(
    z.string(),
    z.array(
      z.object({
        at: instant,
        answer: z.enum(['kept', 'part', 'broken']),
        reasons: z.array(z.string()),
      }),
    ),
  ),
});
const draws = z.object({ draws: z.array(draw) });
const story = z.object({ village: z.string(), events: z.array(event) });

export type DemoCounty = z.infer<typeof county>;
export type DemoVillage = z.infer<typeof villages>['villages'][number];
export type DemoEvent = z.infer<typeof event>;
/** The events of one kind. */
export type EventOf<Do extends DemoEvent['do']> = Extract<DemoEvent, { do: Do }>;
export type DemoDraw = z.infer<typeof draw>;
export type DemoStory = z.infer<typeof story>;

/** Everything in content/demo. */
export interface DemoContent {
  county: DemoCounty;
  villages: DemoVillage[];
  stories: DemoStory[];
  draws: DemoDraw[];
  selections: DemoSelections;
  disclosed: DemoDisclosed;
  deciding: DemoDeciding[];
}

/** Reads content/demo; what does not fit throws with its file. */
export function readDemoContent(root: string): DemoContent {
  const folder = join(root, 'content/demo');
  const stories = readdirSync(join(folder, 'stories')).sort();
  return {
    county: read(county, join(folder, 'county.json')),
    villages: read(villages, join(folder, 'villages.json')).villages,
    stories: stories.map((file) => read(story, join(folder, 'stories', file))),
    draws: read(draws, join(folder, 'draws.json')).draws,
    selections: read(selections, join(folder, 'selections.json')),
    disclosed: readDisclosed(join(folder, 'disclosures')),
    deciding: readDeciding(join(folder, 'deciding')),
  };
}

function read<T>(schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
}
