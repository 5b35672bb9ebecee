import { actingOnContest, contestAt, type FoundContest } from '#server/contests/acting.ts';
import {
  countAgreed,
  type JurorRow,
  selectJurors,
  selectSheets,
} from '#server/contests/jury-records.ts';
import {
  type NomineeRow,
  type ObjectionRow,
  selectNominees,
  selectObjections,
} from '#server/contests/nominee-records.ts';
import {
  type ContestRow,
  type HouseholdMember,
  selectMembers,
  selectOfVillage,
} from '#server/contests/records.ts';
import { type NamedPlace, ownPlaces, placeNamed, placesBelow } from '#server/grids/desk-places.ts';
import { gridPath, groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost, speakingPost } from '#server/kernel/permissions.ts';
import { postRows } from '#server/posts/views.ts';
import type { ContestBook } from '#server/rules/contest-book.ts';
import { contestStages, sittingJurors } from '#server/rules/contest-rules.ts';
import { addDays, type LocalDate, localDate } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

const SHOWN = 30;

/** The desk of one village's choices. */
export interface ContestDesk {
  village: Village;
  rows: { id: string; title: string; stage: string }[];
  mayOpen: boolean;
}

/** Where somebody's desk begins: his village, or the villages of his town. */
export async function contestDesk(
  ctx: Context,
  villageCode: string | null,
): Promise<ContestDesk | { place: NamedPlace; villages: NamedPlace[] } | null> {
  ctx.page.keepPrivate();
  if (villageCode !== null) return deskOf(ctx, villageCode);
  const [own] = ownPlaces(ctx, (path) => takesPart(ctx, path));
  const place = own === undefined ? null : await placeNamed(ctx, own);
  if (!place) return null;
  if (place.level === 'town') return { place, villages: await placesBelow(ctx, place) };
  // A cadre of a group sits at the desk of its village.
  return deskOf(ctx, place.code.slice(0, CODE_LENGTH.village));
}

function takesPart({ viewer }: Context, path: string): boolean {
  const decides = actingPost(viewer, 'contest.decide', path) !== null;
  return decides || speakingPost(viewer, 'contest.nominate', path) !== null;
}

async function deskOf(ctx: Context, villageCode: string): Promise<ContestDesk | null> {
  const village = await villageByCode(ctx, villageCode);
  if (!village || !takesPart(ctx, village.path)) return null;
  const by = { villageCode, states: [...contestStages], limit: SHOWN };
  const contests = await selectOfVillage(ctx.db.read, by);
  const states = new Map(contests.map(({ id, state }) => [id, state]));
  const posts = await postRows(ctx, [...states.keys()]);
  const rows = posts.map(({ id, title }) => ({ id, title, stage: states.get(id) ?? '' }));
  const mayOpen = actingPost(ctx.viewer, 'contest.open', village.path) !== null;
  return { village, rows, mayOpen };
}

/** The form of a new choice, with days proposed. */
export interface NewContest {
  village: Village;
  book: ContestBook;
  nominateThrough: LocalDate;
  objectThrough: LocalDate;
  judgeThrough: LocalDate;
  key: string;
}

/** Two weeks of nominations; the other stages as short as they may be. */
const PROPOSED_DAYS = 14;

/** The form of a new choice; null for whoever opens none there. */
export async function newContest(ctx: Context, villageCode: string): Promise<NewContest | null> {
  ctx.page.keepPrivate();
  const village = await villageByCode(ctx, villageCode);
  if (!village || actingPost(ctx.viewer, 'contest.open', village.path) === null) return null;
  const { contests: book } = ctx.book;
  const nominateThrough = addDays(localDate(ctx.clock.now()), PROPOSED_DAYS);
  const objectThrough = addDays(nominateThrough, book.objectDays + 2);
  const judgeThrough = addDays(objectThrough, book.judgeDays + 3);
  return { village, book, nominateThrough, objectThrough, judgeThrough, key: newToken() };
}

/** A household that somebody has to ask on paper: nobody in it reads with an account. */
export interface PaperHousehold {
  nomineeId: string;
  no: number;
  head: string;
  household: string;
  group: string;
  /** What was said of it, to be read to the family. */
  html: string;
}

/** One choice on its desk. */
export interface ContestWork {
  village: Village;
  id: string;
  no: number;
  title: string;
  path: string;
  stage: FoundContest['stage'];
  contest: ContestRow;
  /** Those whom this viewer asks on paper; of the others he learns nothing. */
  toAsk: PaperHousehold[];
  /** For who decides: what was said, who judges, how many sheets are there. */
  decides: {
    objections: (ObjectionRow & { nominee: string })[];
    jurors: JurorRow[];
    sitting: string[];
    /** Who has judged every family that stands. */
    judged: string[];
    signed: { nomineeId: string; name: string }[];
  } | null;
  /** How many would judge, while too few do and the notice is over; null otherwise. */
  volunteers: number | null;
  /** The last day under way, for who may put it off; null where nobody may. */
  extendable: LocalDate | null;
  mayEnd: boolean;
  key: string;
}

/** One choice on its desk; null for whoever has no part in it there. */
export async function contestWork(ctx: Context, id: string): Promise<ContestWork | null> {
  ctx.page.keepPrivate();
  const found = await contestAt(ctx, { id });
  if (!found || !takesPart(ctx, found.village.path)) return null;
  const { village, contest, loaded, stage } = found;
  const decides = await actingOnContest(ctx, id, 'contest.decide');
  const opens = actingPost(ctx.viewer, 'contest.open', village.path) !== null;
  const isOver = stage === 'decided' || stage === 'void';
  return {
    ...{ village, id, no: loaded.post.no, title: loaded.post.title, path: loaded.path },
    ...{ stage, contest },
    toAsk: stage === 'nominating' ? await householdsToAsk(ctx, found) : [],
    decides: decides.ok ? await decidersPart(ctx, contest) : null,
    volunteers: stage === 'waiting' ? ((await countAgreed(ctx.db.read, [id])).get(id) ?? 0) : null,
    extendable: opens ? extendableDay(found) : null,
    mayEnd: !isOver && (opens || decides.ok),
    key: newToken(),
  };
}

function extendableDay({ contest, stage }: FoundContest): LocalDate | null {
  if (contest.drawId !== null) return null;
  if (stage === 'nominating') return contest.nominateThrough;
  return stage === 'objections' || stage === 'waiting' ? contest.objectThrough : null;
}

/** Where nobody of a family has an account and this viewer serves there. */
async function householdsToAsk(
  ctx: Context,
  { contest, village }: FoundContest,
): Promise<PaperHousehold[]> {
  const asked = await selectNominees(ctx.db.read, contest.id, 'asked');
  const members = Map.groupBy(
    await selectMembers(
      ctx.db.read,
      asked.map(({ householdId }) => householdId),
    ),
    ({ householdId }) => householdId,
  );
  const groups = new Map((await groupsOf(ctx, village.code)).map(({ code, name }) => [code, name]));
  const found = await Promise.all(
    asked.map(async (nominee) => {
      const own = members.get(nominee.householdId) ?? [];
      return (await isAskedBy(ctx, own)) ? paperHousehold(nominee, own, groups) : null;
    }),
  );
  return found.filter((one) => one !== null);
}

async function isAskedBy(ctx: Context, members: HouseholdMember[]): Promise<boolean> {
  const [first] = members;
  if (!first || members.some(({ personId }) => personId !== null)) return false;
  const path = await gridPath(ctx, first.gridCode);
  return path !== null && speakingPost(ctx.viewer, 'contest.nominate', path) !== null;
}

function paperHousehold(
  { id: nomineeId, no, html }: NomineeRow,
  [first]: HouseholdMember[],
  groups: Map<string, string>,
): PaperHousehold {
  const { name: head = '', householdNumber: household = '', gridCode = '' } = first ?? {};
  return { nomineeId, no, head, household, group: groups.get(gridCode) ?? '', html };
}

async function decidersPart(
  ctx: Context,
  contest: ContestRow,
): Promise<NonNullable<ContestWork['decides']>> {
  const { read } = ctx.db;
  const [objections, jurors, agreed, out] = await Promise.all([
    selectObjections(read, contest.id),
    selectJurors(read, contest.id),
    selectNominees(read, contest.id, 'agreed'),
    selectNominees(read, contest.id, 'out'),
  ]);
  const sheets = await selectSheets(
    read,
    agreed.map(({ id }) => id),
  );
  const given = Map.groupBy(sheets, ({ villagerId }) => villagerId);
  const isWhole = ([, own]: [string, unknown[]]) => own.length >= agreed.length;
  const names = new Map([...agreed, ...out].map(({ id, name }) => [id, name]));
  return {
    objections: objections.map((one) => ({ ...one, nominee: names.get(one.nomineeId) ?? '' })),
    jurors: jurors.filter(({ state, seat }) => state === 'drawn' || seat !== null),
    sitting: sittingJurors(jurors, contest.jurors),
    judged: [...given].filter(isWhole).map(([villagerId]) => villagerId),
    signed: agreed.flatMap(({ id, name, photoId }) =>
      photoId === null ? [] : [{ nomineeId: id, name }],
    ),
  };
}
