import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const level = z.object({
  code: z.string(),
  rank: z.number().int(),
  zh: z.string(),
  en: z.string(),
});
const preset = z.object({
  county: z.string(),
  zh: z.string(),
  en: z.string(),
  levels: z.array(level).min(3).max(6),
  pairing: z.object({
    by: z.enum(['grid', 'household']),
    householdsPerCadre: z.number().int().positive(),
  }),
});
const presets = z.object({ presets: z.array(preset) });
const counties = z.record(z.string(), z.object({ zh: z.string(), en: z.string() }));
const successions = z.object({
  rows: z.array(
    z.object({
      oldName: z.string(),
      oldSlug: z.string(),
      oldCode: z.string().nullable(),
      newCode: z.string(),
      date: z.string(),
      note: z.string(),
    }),
  ),
});

export type LevelPreset = z.infer<typeof level>;
/** A county's levels, and whether households are answered for by grid or paired one by one. */
export type GridPreset = z.infer<typeof preset>;
export type Succession = z.infer<typeof successions>['rows'][number];

/** One unit of a divisions file. */
export interface DivisionUnit {
  code: string;
  name: string;
  townCode: string;
  town: string;
}

/** The presets of content/grid-presets.json, each named by its county's code. */
export function readPresets(root: string): GridPreset[] {
  return presets.parse(readJson(root, 'grid-presets.json')).presets;
}

/** The grid levels of one preset. */
export function readLevels(root: string, county: string): LevelPreset[] {
  const found = readPresets(root).find((one) => one.county === county);
  if (!found) throw new Error(`content/grid-presets.json has no preset ${county}. Add one.`);
  return found.levels;
}

/** The name of a county, from content/divisions/counties.json. */
export function readCountyName(root: string, code: string): string {
  const known = counties.parse(readJson(root, 'divisions/counties.json'));
  const found = known[code];
  if (found) return found.zh;
  const names = Object.entries(known).map(([one, { zh }]) => `${one} ${zh}`);
  throw new Error(
    `content/divisions/counties.json does not name ${code}. Add it, or set COUNTY to one of: ${names.join(', ')}.`,
  );
}

/** The operator's command that brings in a county's towns and villages; our own file, if we have it. */
export function importCommand(root: string, county: string): string {
  const file = `content/divisions/${county}.csv`;
  const shown = existsSync(join(root, file)) ? file : '<file.csv>';
  return `COUNTY=${county} npm run cuntou -- import-divisions ${shown}`;
}

/** Villages of a county that were merged into others; none when no file says so. */
export function readSuccessions(root: string, county: string): Succession[] {
  const file = `divisions/succession-${county}.json`;
  if (!existsSync(join(root, 'content', file))) return [];
  return successions.parse(readJson(root, file)).rows;
}

/**
 * Reads a divisions file: header code,name,town_code,town, then one line a unit. A broken line
 * throws with its number.
 */
export function parseDivisions(csv: string): DivisionUnit[] {
  const [header, ...lines] = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  if (header !== 'code,name,town_code,town') {
    throw new Error('the first line of a divisions file must be code,name,town_code,town');
  }
  const units = lines.map((line, at) => unitOf(line, at + 2));
  const codes = new Set(units.map((unit) => unit.code));
  if (codes.size !== units.length) throw new Error('a code stands twice in the divisions file');
  return units;
}

function unitOf(line: string, lineNo: number): DivisionUnit {
  const [code, name, townCode, town, ...rest] = line.split(',');
  const isWhole = code && name && townCode && town && rest.length === 0;
  const isNested = isWhole && /^\d{12}$/.test(code) && code.startsWith(townCode);
  if (!isNested || townCode.length !== 9) {
    throw new Error(`line ${lineNo} of the divisions file is not code,name,town_code,town`);
  }
  return { code, name, townCode, town };
}

function readJson(root: string, file: string): unknown {
  return JSON.parse(readFileSync(join(root, 'content', file), 'utf8'));
}
