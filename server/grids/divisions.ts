import {
  type DivisionUnit,
  parseDivisions,
  readCountyName,
  readLevels,
  readSuccessions,
} from '#server/grids/division-content.ts';
import {
  addressesFor,
  kindOfCounty,
  kindOfTown,
  kindOfUnit,
  shortNameOf,
  townSlug,
} from '#server/grids/division-names.ts';
import {
  type GridRow,
  insertSuccessions,
  replaceLevels,
  selectNamedPlaces,
  upsertPlaces,
} from '#server/grids/division-records.ts';
import { presetOf } from '#server/grids/levels.ts';
import type { VillageKind } from '#server/grids/places.ts';
import type { App } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** What an import did. `absent` are units known before that the file no longer has. */
export interface ImportReport {
  countyCode: string;
  countyName: string;
  towns: number;
  villages: number;
  kinds: Record<VillageKind, number>;
  added: number;
  absent: string[];
}

/**
 * Brings a county's towns, villages, grid levels and merged villages into the database. Run again
 * it changes names and kinds where the file did, never an address. `preset` names the levels in
 * content/grid-presets.json; without it those the county has chosen are taken, or its own.
 */
export async function importDivisions(
  app: Pick<App, 'db' | 'clock' | 'env'>,
  csv: string,
  { preset }: { preset?: string } = {},
): Promise<ImportReport> {
  const units = parseDivisions(csv);
  const [first] = units;
  if (!first) throw new Error('the divisions file has no units');
  const countyCode = first.code.slice(0, CODE_LENGTH.county);
  const { root } = app.env;
  const county = { code: countyCode, name: readCountyName(root, countyCode) };
  const levels = readLevels(root, preset ?? (await presetOf(app.db.read)) ?? countyCode);
  const successions = readSuccessions(root, countyCode);

  return app.db.write(async (tx) => {
    const known = await selectNamedPlaces(tx);
    const retiredNames = successions.map((row) => row.oldSlug);
    const rows = placesOfCounty(county, units, known, retiredNames);
    await replaceLevels(
      tx,
      levels.map(({ rank, code, zh, en }) => ({ no: rank, code, nameZh: zh, nameEn: en })),
    );
    await upsertPlaces(tx, rows);
    await insertSuccessions(
      tx,
      successions.map(({ date, ...row }) => ({ ...row, since: date })),
    );
    const report = reportOf(county, rows, known);
    if (report.added > 0) await recordImport(tx, report, app.clock.now());
    // Names and words of a place stand on every page below it.
    tx.touch('*');
    return report;
  });
}

type Known = Awaited<ReturnType<typeof selectNamedPlaces>>;

function placesOfCounty(
  county: { code: string; name: string },
  units: DivisionUnit[],
  known: Known,
  retiredNames: string[],
): GridRow[] {
  const towns = new Map(units.map((unit) => [unit.townCode, unit.town]));
  const slugs = new Map(known.map((place) => [place.code, place.slug]));
  const taken = new Set([...retiredNames, ...known.flatMap((place) => place.slug ?? [])]);
  const unnamed = units
    .filter((unit) => !slugs.get(unit.code))
    .map((unit) => ({
      code: unit.code,
      shortName: shortNameOf(unit.name),
      townSlug: slugs.get(unit.townCode) ?? townSlug(unit.town),
    }));
  for (const { townSlug: slug } of unnamed) taken.add(slug);
  const addresses = addressesFor(unnamed, taken);
  return [
    countyRow(county),
    ...[...towns].map(([code, name], sort) => townRow(county.code, { code, name, sort })),
    ...units.map((unit, sort) =>
      villageRow(county.code, unit, {
        sort,
        slug: addresses.get(unit.code) ?? slugs.get(unit.code) ?? null,
      }),
    ),
  ];
}

function countyRow({ code, name }: { code: string; name: string }): GridRow {
  return {
    code,
    level: 'county',
    parentCode: null,
    path: `/${code}/`,
    name,
    shortName: name,
    kind: kindOfCounty(name),
    slug: null,
    sort: 0,
  };
}

function townRow(
  countyCode: string,
  { code, name, sort }: { code: string; name: string; sort: number },
): GridRow {
  return {
    code,
    level: 'town',
    parentCode: countyCode,
    path: `/${countyCode}/${code}/`,
    name,
    shortName: name,
    kind: kindOfTown(name),
    slug: townSlug(name),
    sort,
  };
}

function villageRow(
  countyCode: string,
  unit: DivisionUnit,
  { sort, slug }: { sort: number; slug: string | null },
): GridRow {
  return {
    code: unit.code,
    level: 'village',
    parentCode: unit.townCode,
    path: `/${countyCode}/${unit.townCode}/${unit.code}/`,
    name: unit.name,
    shortName: shortNameOf(unit.name),
    kind: kindOfUnit(unit.name),
    slug,
    sort,
  };
}

function reportOf(
  county: { code: string; name: string },
  rows: GridRow[],
  known: Known,
): ImportReport {
  const before = new Set(known.map((place) => place.code));
  const now = new Set(rows.map((row) => row.code));
  const villages = rows.filter((row) => row.level === 'village');
  const countKind = (kind: VillageKind) => villages.filter((row) => row.kind === kind).length;
  return {
    countyCode: county.code,
    countyName: county.name,
    towns: rows.filter((row) => row.level === 'town').length,
    villages: villages.length,
    kinds: {
      village: countKind('village'),
      community: countKind('community'),
      campus: countKind('campus'),
    },
    added: rows.filter((row) => !before.has(row.code)).length,
    absent: [...before].filter((code) => code.startsWith(county.code) && !now.has(code)),
  };
}

async function recordImport(
  tx: Parameters<typeof append>[0],
  report: ImportReport,
  at: number,
): Promise<void> {
  await append(tx, {
    what: 'divisions.imported',
    subjectKind: 'grid',
    subjectId: report.countyCode,
    villageCode: null,
    actorId: null,
    actorRole: 'sysadmin',
    at,
    ruleVersion: 0,
    facts: { towns: report.towns, villages: report.villages, added: report.added },
  });
}
