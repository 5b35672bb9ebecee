import { z } from 'zod';
import { common, day, photos, words } from '#server/demo/event-parts.ts';
import { meetingAudiences, meetingKinds } from '#server/meetings/forms.ts';

/** 微党课, 三会一课, and who is a member of the Party in a village. */
export const lessonEvents = [
  z.object({
    ...words,
    do: z.literal('lesson'),
    title: z.string(),
    series: z.string(),
    number: z.number(),
    featured: z.string().default(''),
    consentOn: z.string().default(''),
    consentHow: z.enum(['', 'paper', 'spoken']).default(''),
    /** How long somebody speaks: '2 分 40 秒'; '' for a lesson without a recording. */
    length: z.string().default(''),
    transcript: z.string().default(''),
    quiz: z
      .array(
        z.object({
          question: z.string(),
          options: z.array(z.string()),
          right: z.enum(['A', 'B', 'C']),
          why: z.string(),
        }),
      )
      .default([]),
    photos,
  }),
  z.object({
    ...common,
    do: z.literal('meeting'),
    text: z.string(),
    kind: z.enum(meetingKinds),
    heldOn: day,
    topic: z.string(),
    place: z.string(),
    agenda: z.array(z.string()),
    due: z.number(),
    present: z.number(),
    remote: z.number().default(0),
    /** Members on the list who sat there, and who took part from afar. */
    here: z.array(z.string()).default([]),
    away: z.array(z.string()).default([]),
    /** Lessons told before ('huming/lesson'), or files of content/lessons. */
    lessons: z.array(z.string()).default([]),
    audience: z.enum(meetingAudiences),
  }),
  z.object({ ...common, do: z.literal('party-members'), people: z.array(z.string()) }),
] as const;
