import { isTotalLine } from '#server/rules/disclosure-rows.ts';
import type { Cell } from '#server/rules/sheet-cells.ts';
import { columnLetter, type Sheet } from '#server/rules/sheet-table.ts';

/**
 * The export of a whole town: which village each line is of. It stands in a column of its own, 村 or
 * 账套, or is the name of the sheet.
 */

/** A village as the county calls it: 石梯村. */
export interface CalledVillage {
  code: string;
  name: string;
}

/** A sheet whose column of villages was taken out, so that the rest reads like any village's own. */
export interface TownSheet {
  sheet: Sheet;
  /** The column that says the village; null where there is none. */
  place: { column: string; header: string } | null;
  /** What it says on each line, by its number from 0; '' where nothing stands. */
  said: string[];
}

/** Where the line of headers may stand, as in any table. */
const HEADER_WITHIN = 15;
/** A line of headers has more than the village. */
const HEADERS = 3;

/** Takes the column of villages out of a sheet; `headers` are the words that may stand above it. */
export function takeVillages(sheet: Sheet, headers: readonly string[]): TownSheet {
  const known = new Set(headers.map(bare));
  const isHeads = (row: Cell[]) =>
    row.filter((cell) => textOf(cell) !== '').length >= HEADERS &&
    row.some((cell) => known.has(bare(textOf(cell))));
  const heads = sheet.rows.slice(0, HEADER_WITHIN).find(isHeads);
  if (!heads) return { sheet, place: null, said: [] };
  const index = heads.findIndex((cell) => known.has(bare(textOf(cell))));
  const texts = sheet.rows.map((row) => textOf(row[index] ?? null));
  // 合计 often stands where the villages do: it stays, and names none of them.
  const isTotal = texts.map((text) => isTotalLine([text]));
  return {
    sheet: {
      ...sheet,
      rows: sheet.rows.map((row, at) => (isTotal[at] ? row : without(row, index))),
    },
    place: { column: columnLetter(index), header: textOf(heads[index] ?? null) },
    said: texts.map((text, at) => (isTotal[at] ? '' : text)),
  };
}

/**
 * The village that people mean: by its name, without 村 or 社区, or inside a longer one such as
 * 连山镇石梯村股份经济合作联合社. Null where none fits, or two that are not one inside the other.
 */
export function villageNamed<Village extends CalledVillage>(
  written: string,
  villages: readonly Village[],
): Village | null {
  const said = written.normalize('NFKC').replace(/\s/g, '');
  if (said === '') return null;
  const whole = villages.find(({ name }) => said === name || said === shortName(name));
  if (whole) return whole;
  const inside = villages
    .filter(({ name }) => said.includes(name))
    .toSorted((a, b) => b.name.length - a.name.length);
  const [best, ...others] = inside;
  const isClear = best && others.every(({ name }) => best.name.includes(name));
  return isClear ? best : null;
}

/** 石梯 for 石梯村. */
function shortName(name: string): string {
  return name.replace(/(?:村|社区)$/, '');
}

function without(row: Cell[], index: number): Cell[] {
  // A line may end before the column of villages.
  return index < row.length ? row.with(index, null) : row;
}

function textOf(cell: Cell): string {
  return cell === null || typeof cell === 'object' ? '' : String(cell).trim();
}

function bare(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:：]/g, '');
}
