import type { DemoVillage } from '#server/demo/content.ts';
import type {
  DemoDisclosures,
  DemoLine,
  SharedTable,
  SharedTables,
} from '#server/demo/disclosure-content.ts';
import { periodEnd, periodOf } from '#server/rules/disclosure-periods.ts';

type Gaps = Record<string, string>;

/** The rows of a table that all villages have, with this village's own people and numbers. */
export function filledRows(
  table: SharedTable,
  village: DemoVillage,
  { shared, told, period }: { shared: SharedTables; told: DemoDisclosures; period: string },
): DemoLine[] {
  const own = gapsOf(village, period);
  const each =
    table.each === undefined ? [{}] : rowsFor(village, { shared, told, period })[table.each];
  return each.flatMap((gaps) =>
    table.rows.map((cells) =>
      Object.fromEntries(
        table.columns.map((code, at) => [code, filled(cells[at] ?? '', { ...own, ...gaps })]),
      ),
    ),
  );
}

/** '{size}', '{members-2}' or '{people*6.00}' in a cell. */
const GAP = /\{(\w+)(?:-(\d+)|\*(\d+)\.(\d\d))?\}/g;

function filled(cell: string, gaps: Gaps): string {
  return cell.replace(GAP, (_, name: string, less = '', yuan = '', fen = '') => {
    const value = gaps[name];
    if (value === undefined) throw new Error(`nothing fills {${name}}`);
    if (less !== '') return String(Number(value) - Number(less));
    return yuan === '' ? value : yuanOf(Number(value) * Number(`${yuan}${fen}`));
  });
}

function yuanOf(fen: number): string {
  return (fen / 100).toFixed(2);
}

const ONE_IN_ELDERS = 8;
const PARTY_BESIDES_GROUPS = 12;
const REPRESENTATIVES_BESIDES_GROUPS = 22;

function gapsOf(village: DemoVillage, period: string): Gaps {
  const { households, groups, office } = village;
  const serving = servingIn(village, period);
  const people = households.reduce((sum, { members }) => sum + members.length, 0);
  const nameOf = (...posts: string[]) =>
    serving.find((one) => one.posts.some(({ post }) => posts.includes(post)))?.name ?? '';
  return {
    village: village.name,
    people: String(people),
    homes: String(households.length),
    elders: String(Math.round(people / ONE_IN_ELDERS)),
    members: String(village.partyMembers ?? PARTY_BESIDES_GROUPS + groups.length),
    reps: String(REPRESENTATIVES_BESIDES_GROUPS + groups.length),
    director: nameOf('village_director', 'secretary'),
    clerk: nameOf('clerk'),
    office: office.phone,
    place: groups[0]?.name ?? '',
  };
}

/** What a table has a row for. */
function rowsFor(
  village: DemoVillage,
  { shared, told, period }: { shared: SharedTables; told: DemoDisclosures; period: string },
): Record<NonNullable<SharedTable['each']>, Gaps[]> {
  const { households, groups } = village;
  const officers = servingIn(village, period).flatMap(({ name, posts: [held], duty, phone }) => {
    const pay = shared.pay[held?.post ?? ''];
    if (!held || pay === undefined) return [];
    const does = duty ?? shared.duties[held.post] ?? '';
    return [{ name, title: held.title, phone, duty: does, pay }];
  });
  const homes = households.map(({ group, members }) => {
    const [head] = members;
    return {
      head: head?.name ?? '',
      group,
      size: String(members.length),
      phone: head?.phone ?? '',
    };
  });
  return {
    officer: officers,
    group: groups.map(({ name }) => {
      const here = homes.filter(({ group }) => group === name);
      return { group: name, rep: here[0]?.head ?? '', homes: String(here.length) };
    }),
    home: homes,
    alone: homes.filter(({ phone }) => phone === ''),
    office: told.lines
      .filter(({ kind, day = '' }) => kind === shared.office && isIn(period, day))
      .map(({ day = '', item = '', out = '', handler = '' }) => ({ day, item, out, handler })),
  };
}

/** Who held an office at the end of a period. */
function servingIn({ people }: DemoVillage, period: string) {
  const day = periodEnd(period);
  return people.filter(({ since, until = '9999' }) => since <= day && until > day);
}

function isIn(period: string, day: string): boolean {
  return periodOf('quarterly', day) === period;
}
