import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { PromiseLine } from '#server/promises/making.ts';
import {
  type PromiseRow,
  selectByLetter,
  selectByPerson,
  selectNextDue,
  selectOwed,
  selectStandings,
  selectUnreported,
} from '#server/promises/records.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { promisePath } from '#server/rules/links.ts';
import {
  isCounted,
  type PromiseFace,
  promiseFace,
  promiseState,
} from '#server/rules/promise-states.ts';

/** A promise as one row: in its letter, on its owner's page, on the village's front. */
export interface PromiseLineView {
  id: string;
  no: number;
  path: string;
  what: string;
  measure: string;
  helpers: string;
  dueOn: LocalDate | null;
  /** How often wording or day were changed. */
  changes: number;
  face: PromiseFace;
  claim: string | null;
  owner: DutyPerson | null;
  /** Who made it, when somebody else owes it now. */
  maker: DutyPerson | null;
}

/** A promise outside its letter. */
export interface PromiseRowView extends PromiseLineView {
  village: Village;
  letterTitle: string;
}

/** The promises of a letter in its order, and its intentions, which are never counted. */
export async function promisesOfLetter(
  ctx: Context,
  letter: { postId: string; slug: string; no: number },
): Promise<{ promises: PromiseLineView[]; intentions: PromiseLineView[] }> {
  const rows = await selectByLetter(ctx.db.read, letter.postId);
  const people = await peopleOf(ctx, rows);
  const lines = rows.map((row) =>
    lineOf(ctx, row, people, promisePath(letter.slug, letter.no, row.no)),
  );
  return {
    promises: lines.filter(({ face }) => face.state !== 'intention'),
    intentions: lines.filter(({ face }) => face.state === 'intention'),
  };
}

/** The lines of a letter that nobody has sent yet, as they would stand under it. */
export function promisesToCome(
  ctx: Context,
  lines: PromiseLine[],
  { path, owner }: { path: string; owner: DutyPerson | null },
): { promises: PromiseLineView[]; intentions: PromiseLineView[] } {
  const views = lines.map((line, at) => {
    const standing = { state: 'standing' as const, dueOn: isCounted(line) ? line.dueOn : null };
    const face = promiseFace(standing, ctx.clock.now(), ctx.book.promises);
    const no = at + 1;
    const place = { id: '', no, path: `${path}#what${no}` };
    return { ...line, ...place, face, changes: 0, claim: null, owner, maker: null };
  });
  return {
    promises: views.filter(({ face }) => face.state !== 'intention'),
    intentions: views.filter(({ face }) => face.state === 'intention'),
  };
}

/** 亮承诺、亮成绩: how many promises somebody owes or owed, by what became of them. */
export interface PromiseTally {
  all: number;
  kept: number;
  part: number;
  broken: number;
  /** Over without a word of the owner. */
  unreported: number;
  /** Reported, and not decided yet. */
  waiting: number;
  running: number;
}

/** What became of the promises of these letters; a letter without any is not there. */
export async function talliesOfLetters(
  ctx: Context,
  postIds: string[],
): Promise<Map<string, PromiseTally>> {
  if (postIds.length === 0) return new Map();
  const rows = await selectStandings(ctx.db.read, postIds);
  const faces = rows.map(({ postId, state, dueOn }) => {
    const standing = { state: promiseState(state), dueOn };
    const face = promiseFace(standing, ctx.clock.now(), ctx.book.promises);
    ctx.page.changesAt(face.changesAt);
    return { postId, face };
  });
  const letters = Map.groupBy(faces, ({ postId }) => postId);
  return new Map([...letters].map(([id, lines]) => [id, tallyOf(lines)]));
}

/** Everything somebody promised or took over, with the tally; intentions and promises passed on stand apart. */
export interface PersonPromises {
  tally: PromiseTally;
  own: PromiseRowView[];
  /** Made by him, owed by his successor now. */
  passedOn: PromiseRowView[];
  intentions: PromiseRowView[];
}

/** The promises of one person across letters and villages, newest first. */
export async function promisesOfPerson(ctx: Context, personId: string): Promise<PersonPromises> {
  const found = await selectByPerson(ctx.db.read, personId, MOST_SHOWN);
  const rows = await rowsOf(ctx, found);
  const counted = rows.filter(({ face }) => face.state !== 'intention');
  const ids = new Map(found.map(({ promise }) => [promise.id, promise.ownerId]));
  const own = counted.filter(({ id }) => ids.get(id) === personId);
  return {
    tally: tallyOf(own),
    own,
    passedOn: counted.filter(({ id }) => ids.get(id) !== personId),
    intentions: rows.filter(({ face }) => face.state === 'intention'),
  };
}

/** What somebody still has to report on, the next day first; for himself. */
export async function promisesOwed(ctx: Context, personId: string): Promise<PromiseRowView[]> {
  return rowsOf(ctx, await selectOwed(ctx.db.read, personId, MOST_SHOWN));
}

/** 到期未报: what a village's front page must say, the oldest first. */
export async function unreportedPromises(
  ctx: Context,
  villageCode: string,
): Promise<PromiseRowView[]> {
  const now = ctx.clock.now();
  const [found, next] = await Promise.all([
    selectUnreported(ctx.db.read, villageCode, now, MOST_SHOWN),
    selectNextDue(ctx.db.read, villageCode, now),
  ]);
  ctx.page.shows(`village:${villageCode}`);
  ctx.page.changesAt(next);
  return rowsOf(ctx, found);
}

const MOST_SHOWN = 100;

/** The row of a promise for its page or a list. */
export function lineOf(
  ctx: Context,
  row: PromiseRow,
  people: Map<string, DutyPerson>,
  path: string,
): PromiseLineView {
  const { id, no, what, measure, helpers, dueOn, claim } = row;
  const standing = {
    state: promiseState(row.state),
    dueOn: isCounted({ measure, dueOn }) ? dueOn : null,
  };
  const face = promiseFace(standing, ctx.clock.now(), ctx.book.promises);
  ctx.page.changesAt(face.changesAt);
  const owner = people.get(row.ownerId) ?? null;
  const maker = row.makerId === row.ownerId ? null : (people.get(row.makerId) ?? null);
  const changes = row.versions - 1;
  return { id, no, path, what, measure, helpers, dueOn, changes, face, claim, owner, maker };
}

/** Whoever owes or made these promises, in one query. */
export function peopleOf(ctx: Context, rows: PromiseRow[]): Promise<Map<string, DutyPerson>> {
  const holders = rows.flatMap(({ ownerId, makerId, villageCode }) =>
    [ownerId, makerId].map((personId) => ({ personId, gridCode: villageCode })),
  );
  return dutyPeople(ctx, holders);
}

async function rowsOf(
  ctx: Context,
  found: Awaited<ReturnType<typeof selectByPerson>>,
): Promise<PromiseRowView[]> {
  const [villages, people] = await Promise.all([
    villagesByCode(ctx, [...new Set(found.map(({ promise }) => promise.villageCode))]),
    peopleOf(
      ctx,
      found.map(({ promise }) => promise),
    ),
  ]);
  return found.flatMap(({ promise, letterNo, letterTitle }) => {
    const village = villages.get(promise.villageCode);
    if (!village) return [];
    const path = promisePath(village.slug, letterNo, promise.no);
    return [{ ...lineOf(ctx, promise, people, path), village, letterTitle }];
  });
}

function tallyOf(rows: { face: PromiseFace }[]): PromiseTally {
  const count = (...states: PromiseFace['state'][]) =>
    rows.filter(({ face }) => states.includes(face.state)).length;
  return {
    all: rows.length,
    kept: count('kept'),
    part: count('part'),
    broken: count('broken'),
    unreported: count('unreported'),
    waiting: count('claimed', 'asked', 'undecided'),
    running: count('standing', 'soon'),
  };
}
