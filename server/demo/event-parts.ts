import { z } from 'zod';
import { instantOf } from '#server/rules/dates.ts';

/** A moment of a story: '2026-10-21T09:30'. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
  .transform((text) => instantOf(text.slice(0, 10), text.slice(11)));
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Our drawn scenes, each with its words. */
export const photos = z.array(z.object({ scene: z.string(), caption: z.string() })).default([]);

/** What every event has: when, and who; a person is '<village>/<key>' or 'county/<key>'. */
export const common = { at: instant, who: z.string() };
/** What is about a post, by the story's own name for it. */
export const about = { ...common, post: z.string() };
export const words = { ...about, text: z.string() };
