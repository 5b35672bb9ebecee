import {
  countHouseholds,
  countPaired,
  type OfficeRow,
  selectCareer,
  selectLeaves,
  selectLeaveTurn,
  selectOffice,
} from '#server/grids/people-records.ts';
import { formatCadreNo, type Village } from '#server/grids/places.ts';
import { maySeeFigures } from '#server/grids/seniority.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { peoplePath } from '#server/rules/links.ts';

/** Somebody in office, as the pages of a village show him. */
export interface OfficePerson {
  personId: string;
  name: string;
  /** '00012'; null for those without a public number. */
  cadreNo: string | null;
  path: string | null;
  post: string;
  /** The true title, or '' where the name of the post says it. */
  title: string;
  duty: string;
  officeHours: string;
  workPhone: string | null;
  /** Names of the groups he answers for, in order; empty for a post of the whole village. */
  groups: string[];
  deputies: string[];
  /** Until when he is away; his deputy answers. */
  awayUntil: EpochMs | null;
}

/** One body of a village: its Party organisation, its committee, … with the people in it. */
export interface OfficeBody {
  body: string;
  people: OfficePerson[];
}

/** The bodies of a village in the order in which they are introduced. */
const BODIES = ['party', 'committee', 'supervision', 'office'];

/** The Party organisation and the committees of a village. Work phones are public by the catalogue. */
export async function villageOrganisation(ctx: Context, village: Village): Promise<OfficeBody[]> {
  const people = await officeOf(ctx, village);
  const bodies = BODIES.map((body) => ({
    body,
    people: people.filter((one) => one.body === body).map(withoutBody),
  }));
  return bodies.filter(({ people: members }) => members.length > 0);
}

/** The grid cadres of a village, in the order of their groups. */
export async function villageCadres(ctx: Context, village: Village): Promise<OfficePerson[]> {
  const people = await officeOf(ctx, village);
  return people.filter((one) => one.post === 'grid_cadre').map(withoutBody);
}

/** A cadre by his public number, as his own page shows him. */
export interface CadreFacts {
  personId: string;
  name: string;
  cadreNo: string;
  posts: { post: string; title: string; groups: string[]; since: EpochMs; until: EpochMs | null }[];
  isInOffice: boolean;
  duty: string;
  officeHours: string;
  workPhone: string | null;
  deputies: string[];
  awayUntil: EpochMs | null;
  /** How many households he answers for: his grids' and those paired with him. */
  households: number;
  /** A grid cadre: his averages are shown to himself and his seniors only. */
  isPartTime: boolean;
  /** Whether this viewer may read averages of his answers. */
  showsFigures: boolean;
}

/** The cadre with this number in this village; null when he never held a post there. */
export async function cadreFacts(
  ctx: Context,
  village: Village,
  cadreNo: string,
): Promise<CadreFacts | null> {
  if (!/^\d{5}$/.test(cadreNo)) return null;
  const at = ctx.clock.now();
  const rows = await selectCareer(ctx.db.read, { no: Number(cadreNo), code: village.code });
  const own = rows.filter((row) => !row.isDeputy);
  const [first] = own.length > 0 ? own : rows;
  if (!first) return null;
  const { personId, name } = first;
  const held = own.filter((row) => isHeld(row, at));
  const grids = held.filter((row) => row.post === 'grid_cadre').map((row) => row.gridCode);
  const isPartTime = grids.length > 0;
  const [office, inGrids, paired] = await Promise.all([
    officeOf(ctx, village),
    countHouseholds(ctx.db.read, grids),
    countPaired(ctx.db.read, personId, at),
  ]);
  const now = office.find((one) => one.personId === personId);
  return {
    personId,
    name,
    cadreNo,
    posts: careerOf(own),
    isInOffice: held.length > 0,
    duty: now?.duty ?? '',
    officeHours: now?.officeHours ?? '',
    workPhone: now?.workPhone ?? null,
    deputies: now?.deputies ?? [],
    awayUntil: now?.awayUntil ?? null,
    households: inGrids + paired,
    isPartTime,
    showsFigures: maySeeFigures(ctx.viewer, {
      personId,
      path: village.path,
      isPartTime,
    }),
  };
}

interface InBody extends OfficePerson {
  body: string;
}

async function officeOf(ctx: Context, village: Village): Promise<InBody[]> {
  const at = ctx.clock.now();
  const { read } = ctx.db;
  const rows = await selectOffice(read, village.code, at);
  const ids = [...new Set(rows.map((row) => row.personId))];
  const [leaves, turn] = await Promise.all([
    selectLeaves(read, ids, at),
    selectLeaveTurn(read, ids, at),
  ]);
  ctx.page.shows(`village:${village.code}`, ...ids.map((id) => `person:${id}`));
  ctx.page.changesAt(turn);
  const away = new Map(leaves.map((one) => [one.personId, one.untilAt]));
  const posts = groupedByPost(rows.filter((row) => !row.isDeputy));
  return posts
    .map((own) => inBodyOf(own, { rows, away, slug: village.slug }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ order: _, ...one }) => one);
}

/** A person's rows of one post: a cadre of three groups is one entry with three groups. */
function groupedByPost(rows: OfficeRow[]): OfficeRow[][] {
  const groups = new Map<string, OfficeRow[]>();
  for (const row of rows) {
    const key = `${row.personId} ${row.post}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function inBodyOf(
  own: OfficeRow[],
  { rows, away, slug }: { rows: OfficeRow[]; away: Map<string, EpochMs>; slug: string },
): InBody & { order: number } {
  const [first] = own;
  if (!first) throw new Error('a post held by nobody');
  const grids = own.toSorted((a, b) => a.gridSort - b.gridSort);
  const deputies = rows.filter(
    (row) =>
      row.isDeputy && own.some((one) => one.gridCode === row.gridCode && one.post === row.post),
  );
  const cadreNo = first.cadreNo === null ? null : formatCadreNo(first.cadreNo);
  return {
    personId: first.personId,
    name: first.name,
    cadreNo,
    path: cadreNo && peoplePath(slug, cadreNo),
    post: first.post,
    body: first.body,
    title: first.title,
    duty: first.duty,
    officeHours: first.officeHours,
    workPhone: first.workPhone,
    groups: grids.filter((row) => row.level === 'grid').map((row) => row.gridName),
    deputies: [...new Set(deputies.map((row) => row.name))],
    awayUntil: away.get(first.personId) ?? null,
    order: first.post === 'grid_cadre' ? (grids[0]?.gridSort ?? 0) : first.sort,
  };
}

/** What somebody held, one line a post and a span: groups taken on the same day stand together. */
function careerOf(rows: OfficeRow[]): CadreFacts['posts'] {
  const lines = new Map<string, CadreFacts['posts'][number]>();
  for (const row of rows) {
    const key = `${row.post} ${row.title} ${row.since} ${row.until}`;
    const line = lines.get(key) ?? {
      post: row.post,
      title: row.title,
      groups: [],
      since: row.since,
      until: row.until,
    };
    if (row.level === 'grid') line.groups.push(row.gridName);
    lines.set(key, line);
  }
  return [...lines.values()];
}

function isHeld(row: { since: EpochMs; until: EpochMs | null }, at: EpochMs): boolean {
  return row.since <= at && (row.until === null || row.until > at);
}

function withoutBody({ body: _, ...person }: InBody): OfficePerson {
  return person;
}
