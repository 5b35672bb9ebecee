import { z } from 'zod';
import { calledName, phone } from '#server/accounts/forms.ts';
import { isPost } from '#server/accounts/viewers.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { instantOf, isLocalDate } from '#server/rules/dates.ts';

const say = (code: RefusalCode) => code;
const text = (longest: number) =>
  z.string(say('required')).trim().max(longest, say('tooLong')).default('');
const day = z.string(say('required')).refine(isLocalDate, say('dateWrong'));

const post = z.string(say('pickOne')).transform((typed, check): Post => {
  if (isPost(typed)) return typed;
  check.addIssue({ code: 'custom', message: say('pickOne') });
  return z.NEVER;
});

const TITLE_LENGTH = 20;
const LINE_LENGTH = 60;
const ABOUT_LENGTH = 300;
const PHONE_LENGTH = 30;

/** A post for somebody: whole days, the last one too; without a last day it goes on. */
export const grantForm = z
  .object({
    gridCode: z.string(say('pickOne')).regex(/^\w{6,18}$/, say('pickOne')),
    post,
    name: calledName,
    phone,
    title: text(TITLE_LENGTH),
    isDeputy: z
      .literal('yes')
      .optional()
      .transform((value) => value === 'yes'),
    workPhone: text(PHONE_LENGTH),
    hours: text(LINE_LENGTH),
    duty: text(LINE_LENGTH),
    since: day,
    until: day.or(z.literal('')).default(''),
  })
  .transform(({ hours, since, until, workPhone, ...form }) => ({
    ...form,
    workPhone: workPhone || null,
    officeHours: hours,
    since: instantOf(since),
    until: until === '' ? null : instantOf(until, '24:00'),
  }))
  .refine(({ since, until }) => until === null || until > since, {
    error: say('dateOrder'),
    path: ['until'],
  });

/** How the holder of a post is reached. */
export const reachForm = z.object({
  workPhone: text(PHONE_LENGTH),
  officeHours: text(LINE_LENGTH),
  duty: text(LINE_LENGTH),
});

/** What a village's own pages say about it. */
export const profileForm = z.object({
  about: text(ABOUT_LENGTH),
  address: text(LINE_LENGTH),
  officeHours: text(LINE_LENGTH),
  helpName: text(TITLE_LENGTH),
  helpPhone: text(PHONE_LENGTH),
});
