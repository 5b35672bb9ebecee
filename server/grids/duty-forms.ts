import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { instantOf, isLocalDate } from '#server/rules/dates.ts';

const say = (code: RefusalCode) => code;
const person = z.string(say('pickOne')).min(1, say('pickOne')).max(40, say('pickOne'));
const day = z.string(say('required')).refine(isLocalDate, say('dateWrong'));
const key = z.string().min(16, say('formGone')).max(64, say('formGone')).optional();
const time = z.string(say('required')).regex(/^([01]\d|2[0-3]):[0-5]\d$/, say('timeWrong'));

/** Whole days away: from the first morning to the end of the last day. */
export const leaveForm = z
  .object({ personId: person, from: day, to: day, key })
  .transform(({ personId, from, to, key }) => ({
    personId,
    key,
    fromAt: instantOf(from),
    untilAt: instantOf(to, '24:00'),
  }))
  .refine((span) => span.untilAt > span.fromAt, { error: say('dateOrder'), path: ['to'] });

/** A shift of the out-of-hours roster of one place. */
export const shiftForm = z
  .object({
    keeperId: person,
    fromDay: day,
    fromTime: time,
    toDay: day,
    toTime: time,
    key,
  })
  .transform(({ keeperId, fromDay, fromTime, toDay, toTime, key }) => ({
    personId: keeperId,
    key,
    fromAt: instantOf(fromDay, fromTime),
    untilAt: instantOf(toDay, toTime),
  }))
  .refine((span) => span.untilAt > span.fromAt, { error: say('dateOrder'), path: ['toDay'] });
