import { z } from 'zod';
import { instantOf } from '#server/rules/dates.ts';

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
  .transform((text) => instantOf(text.slice(0, 10), text.slice(11)));
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The numbers of a draw: named, and typed by two. */
export const drawnNumbers = z.object({
  by: z.string(),
  second: z.string(),
  announcedAt: instant,
  typedAt: instant,
  sources: z.array(z.object({ lottery: z.string(), issue: z.string(), on: day })),
  numbers: z.array(z.array(z.number().int())),
});

const entry = z.object({
  post: z.string(),
  who: z.string(),
  at: instant,
  town: z.object({ who: z.string(), at: instant, reason: z.string() }),
  /** A row for each reviewer who reads it, in the order of the rubric. */
  points: z.array(z.array(z.number().int())),
  /** Reasons of a line, by its code; reviewers take them in turn. */
  reasons: z.record(z.string(), z.array(z.string())),
  remarks: z.array(z.string()),
});

const objection = z.object({
  who: z.string(),
  at: instant,
  post: z.string(),
  line: z.string(),
  body: z.string(),
  decide: z.object({
    who: z.string(),
    at: instant,
    verdict: z.enum(['refused', 'out', 'struck']),
    reason: z.string(),
  }),
  /** Who agreed that the result changes. */
  second: z.object({ who: z.string(), at: instant }).optional(),
});

const round = z.object({
  kind: z.enum(['letters', 'cases']),
  by: z.string(),
  openedAt: instant,
  /** Which of the draws below gives it its reviewers. */
  draw: z.number().int(),
  /** When the first, the second … reviewer sends his sheets. */
  readAt: z.array(instant),
  entries: z.array(entry),
  objections: z.array(objection),
});

/** content/demo/selections.json: the months' best, from the list of reviewers to the objections. */
export const selections = z.object({
  namedBy: z.string(),
  namedAt: instant,
  consentOn: day,
  reviewers: z.array(z.object({ who: z.string(), town: z.string() })),
  draws: z.array(drawnNumbers),
  rounds: z.array(round),
});

export type DemoSelections = z.infer<typeof selections>;
export type DemoNumbers = z.infer<typeof drawnNumbers>;
export type DemoRound = z.infer<typeof round>;
export type DemoEntry = z.infer<typeof entry>;
export type DemoObjection = z.infer<typeof objection>;
