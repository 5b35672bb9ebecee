import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import {
  type Ageless,
  countAges,
  selectAgeless,
  setAdultFrom,
  setAllAdult,
} from '#server/bodies/adult-records.ts';
import type { AgeForm } from '#server/bodies/forms.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { comingOfAge } from '#server/rules/coming-of-age.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';

/** How the ages of a village stand, and of whom nobody has said anything. */
export interface AgesPage {
  village: Village;
  adults: number;
  minors: number;
  unknown: number;
  people: Ageless[];
  /** Where the list goes on; null at its end. */
  more: string | null;
  mayKeep: boolean;
}

/** The ages of a village's roster; null for whoever does not read its rolls. */
export async function agesPage(
  ctx: Context,
  villageCode: string,
  after: string | null,
): Promise<AgesPage | null> {
  ctx.page.keepPrivate();
  const village = await villageByCode(ctx, villageCode);
  if (!village || !may(ctx.viewer, 'body.read', village.path)) return null;
  const limit = ctx.book.rules.pages.households;
  const [, id, name] = /^([\w-]{1,64})~(.{1,40})$/u.exec(after ?? '') ?? [];
  const place = id && name ? { id, name } : null;
  const [ages, found] = await Promise.all([
    countAges(ctx.db.read, village.code, localDate(ctx.clock.now())),
    selectAgeless(ctx.db.read, village.code, { after: place, limit: limit + 1 }),
  ]);
  const people = found.slice(0, limit);
  const last = people.at(-1);
  const more = last && found.length > limit ? `${last.villagerId}~${last.name}` : null;
  const mayKeep = may(ctx.viewer, 'body.keep', village.path);
  return { village, ...ages, people, more, mayKeep };
}

/**
 * Says how old people of the roster are of whom nobody has: all of them grown up, one of them, or one
 * by his day of birth. Of who is grown up only that is kept. Who said it, when and of whom stands in
 * the ledger; an age that is known already is left to the next list of the village.
 */
export async function sayAges(ctx: Context, villageCode: string, form: AgeForm): Promise<Result> {
  const village = await villageByCode(ctx, villageCode);
  const { personId } = ctx.viewer;
  if (!village) return refuse('notFound');
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'body.keep', village.path);
  if (byPost === null) return refuse('notFound');
  const at = ctx.clock.now();
  const said = saidBy(form, localDate(at));
  if (!said.ok) return said;
  return ctx.db.write(async (tx) => {
    await lock(tx, 'grid', 'code', village.code);
    const changed = await keepAges(tx, village.code, said.value);
    if (changed.length === 0) return refuse('alreadyDone');
    const { adultFrom, villagerId } = said.value;
    await append(tx, {
      what: 'roster.ages-said',
      subjectKind: 'village',
      subjectId: village.code,
      villageCode: village.code,
      actorId: personId,
      actorRole: byPost,
      at,
      ruleVersion: ctx.book.rules.version,
      facts: { how: villagerId === null ? 'all' : 'one', people: changed.length },
      content: { adultFrom, villagerIds: changed.map(({ id }) => id) },
    });
    return accept();
  });
}

/** Whose age is known now that was not before. */
function keepAges(tx: Tx, villageCode: string, { adultFrom, villagerId }: Said) {
  return villagerId === null
    ? setAllAdult(tx, villageCode, adultFrom)
    : setAdultFrom(tx, { villageCode, villagerId }, adultFrom);
}

/** The first day at eighteen of one person, or of all of whom nobody has said. */
interface Said {
  adultFrom: LocalDate;
  villagerId: string | null;
}

function saidBy({ villagerId, birth, all }: AgeForm, today: LocalDate): Result<Said> {
  if (villagerId === undefined) {
    return all ? accept({ adultFrom: today, villagerId: null }) : refuse('tickFirst', 'all');
  }
  if (birth === '') return accept({ adultFrom: today, villagerId });
  const age = comingOfAge(birth, today);
  if ('fault' in age) return refuse('dateWrong', 'birth');
  return accept({ adultFrom: age.adultFrom, villagerId });
}
