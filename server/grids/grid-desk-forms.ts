import { z } from 'zod';
import { wordsFor } from '#content/messages/words.ts';
import type { RefusalCode } from '#server/kernel/result.ts';

const say = (code: RefusalCode) => code;

const NAME_LENGTH = 20;
/** More groups, micro grids or households than any village has in one place. */
const MOST_PLACES = 99;
const MOST_HOUSEHOLDS = 999;

const placeName = z
  .string(say('required'))
  .trim()
  .min(1, say('required'))
  .max(NAME_LENGTH, say('tooLong'))
  .regex(/^[^\d\s]*\d{0,3}[^\d]*$/u, say('nameNumber'));

const code = z.string(say('pickOne')).regex(/^\w{12,18}$/, say('pickOne'));

const number = (most: number) =>
  z
    .string(say('required'))
    .trim()
    .regex(/^\d{1,3}$/, say('countWrong'))
    .transform(Number)
    .refine((n) => n >= 1 && n <= most, say('countWrong'));

const blankNumber = (most: number) =>
  z
    .string()
    .trim()
    .default('')
    .transform((typed) => (typed === '' ? null : typed))
    .pipe(number(most).nullable());

/** A name is data of the place, so it is Chinese in both languages of the interface. */
const { groupName, microName } = wordsFor('zh').gridDesk;

/** Groups: so many, called 1组, 2组 …, or by names one a line; micro grids the same way. */
export const placesForm = z
  .object({
    count: blankNumber(MOST_PLACES),
    names: z.string().max(2000, say('tooLong')).default(''),
    kind: z.enum(['grid', 'micro_grid']),
  })
  .transform(({ count, names, kind }, check): string[] => {
    const nameOf = kind === 'grid' ? groupName : microName;
    const counted = Array.from({ length: count ?? 0 }, (_, n) => nameOf(n + 1));
    const typed = names.split(/[\n,，、;；]/).map((one) => one.trim());
    const all = [...new Set([...counted, ...typed])].filter(Boolean);
    if (all.length === 0)
      check.addIssue({ code: 'custom', message: say('required'), path: ['count'] });
    const isWrong = all.some((name) => !placeName.safeParse(name).success);
    if (isWrong) check.addIssue({ code: 'custom', message: say('nameNumber'), path: ['names'] });
    return all;
  });

/** How many households a place has in all. */
export const totalForm = z.object({ total: number(MOST_HOUSEHOLDS) });

/** What a place is called. */
export const nameForm = z.object({ name: placeName });

/** The place that takes over the households of one that closes. */
export const closeForm = z.object({ successor: code });

const LONGEST_RUN = 60;

/** One or several of a name; a browser sends none at all for none. */
const ticked = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().max(LONGEST_RUN)).max(MOST_HOUSEHOLDS));

/** Households ticked in the list, or from one number to another; a range outranks the ticks. */
const picked = {
  household: ticked,
  from: blankNumber(MOST_HOUSEHOLDS),
  to: blankNumber(MOST_HOUSEHOLDS),
};

interface PickedFields {
  household: string[];
  from: number | null;
  to: number | null;
}

const pickedOf = ({ household, from, to }: PickedFields) => ({
  ids: household,
  from: from ?? to,
  to: to ?? from,
});

/** Households that move into another group or micro grid. */
export const moveForm = z
  .object({ ...picked, into: code })
  .transform(({ into, ...fields }) => ({ into, picked: pickedOf(fields) }));

/** Households that get a cadre of their own. */
export const pairForm = z
  .object({ ...picked, cadre: z.string(say('pickOne')).min(1, say('pickOne')).max(40) })
  .transform(({ cadre, ...fields }) => ({ personId: cadre, picked: pickedOf(fields) }));

/** Households whose grid's cadre answers again. */
export const unpairForm = z
  .object(picked)
  .transform((fields) => ({ personId: null, picked: pickedOf(fields) }));

const RUN = /^(\d{15})\.(\d{18,21})\.(\d{18,21})$/;

/** The proposal as it was confirmed: each run of households beside its cadre; '' leaves it open. */
export const runsForm = z
  .object({ run: ticked, cadre: ticked })
  .transform(({ run, cadre }, check) => {
    const parts = run.map((text) => RUN.exec(text));
    const isWhole = run.length === cadre.length && run.length > 0 && !parts.includes(null);
    if (!isWhole) check.addIssue({ code: 'custom', message: say('formGone'), path: ['main'] });
    return parts.flatMap((part, at) => {
      const [, groupCode = '', first = '', last = ''] = part ?? [];
      const personId = cadre[at] ?? '';
      return personId === '' ? [] : [{ groupCode, first, last, personId }];
    });
  });

/** A work area: its name and its villages. */
export const areaForm = z
  .object({ name: placeName, village: ticked })
  .transform(({ name, village }) => ({ name, villageCodes: village }));

/** How the county is divided. */
export const levelsForm = z.object({ preset: z.string(say('pickOne')).min(1, say('pickOne')) });
