import demo from '#content/demo/county.json' with { type: 'json' };
import { importCommand, readCountyName } from '#server/grids/division-content.ts';
import { countiesHere } from '#server/grids/levels.ts';
import type { App } from '#server/kernel/context.ts';
import type { Env } from '#server/kernel/env.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/**
 * Stops a start that would serve an empty or another county; says what comes next where only the
 * divisions are missing. An unknown COUNTY is named.
 */
export async function checkCounty(app: Pick<App, 'db' | 'env'>): Promise<string | null> {
  const { countyCode, root } = app.env;
  const here = await countiesHere(app);
  const other = here.find((code) => code !== countyCode);
  if (here.includes(countyCode)) return null;
  if (other) {
    throw new Error(
      `This database holds county ${other}, not ${countyCode}. Set COUNTY=${other}, or DATA_DIR to another folder.`,
    );
  }
  const name = readCountyName(root, countyCode);
  return `${name} has no towns and villages yet. Bring them in: ${importCommand(root, countyCode)}`;
}

/** The demonstration is one county; under another COUNTY nobody would see it. */
export function checkDemoCounty({ countyCode, root }: Pick<Env, 'countyCode' | 'root'>): void {
  const name = readCountyName(root, countyCode);
  if (countyCode === demo.county) return;
  throw new Error(
    `The demonstration is county ${demo.county}. For ${countyCode} ${name} start with SEED=none, or leave COUNTY out.`,
  );
}

/** Before divisions come in: they must be this county's, and no demonstration is loaded later. */
export async function beginCounty(app: Pick<App, 'db' | 'env'>, csv: string): Promise<void> {
  const { countyCode } = app.env;
  const [, first = ''] = csv.split(/\r?\n/);
  const code = first.slice(0, CODE_LENGTH.county);
  if (/^\d{6}$/.test(code) && code !== countyCode) {
    throw new Error(`The file is of county ${code}. Say COUNTY=${code} before the command.`);
  }
  if ((await readSetting(app.db.read, 'installation')) !== undefined) return;
  await app.db.write((tx) => writeSetting(tx, 'installation', 'empty'));
}
