import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkTable } from '#server/draws/checking.ts';
import { sha256 } from '#server/draws/table.ts';
import { publishedDraw } from '#server/draws/views.ts';
import type { App } from '#server/kernel/context.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { type PublishedDraw, replayDraw } from '#server/rules/draw-replay.ts';

const shape = z.object({
  method: z.literal('VSQ1'),
  id: z.string(),
  size: z.number().int().positive(),
  need: z.number().int().positive(),
  poolHash: z.string(),
  tableHash: z.string(),
  numbers: z.array(z.array(z.number().int())).nullable(),
  steps: z.array(
    z.object({
      step: z.number().int(),
      digest: z.string(),
      remaining: z.number().int(),
      token: z.string(),
      skipped: z.string().nullable(),
    }),
  ),
});

/** What a replay says, line by line, and whether everything agreed. */
export interface ReplayReport {
  lines: string[];
  agrees: boolean;
}

/** Computes a downloaded draw anew; throws one sentence when the file is no draw. */
export async function replayFile(file: string): Promise<ReplayReport> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const read = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is no draw of ours.`);
  return report(read.data);
}

/** Computes a draw of the database anew, and checks its sealed table against what was published. */
export async function replayStored(app: App, id: string): Promise<ReplayReport> {
  const ctx = systemContext(app);
  const draw = await publishedDraw(ctx, id);
  const table = await checkTable(ctx, id);
  if (!draw || !table) throw new Error(`There is no draw ${id}.`);
  const { lines, agrees } = await report(draw);
  const isTrue = table.isTableSame && table.isHashSame;
  const found = [
    ...(table.isTableSame ? [] : ['The sealed table is NOT the one that was frozen.']),
    ...(table.isHashSame ? [] : ['The hash of the table is NOT the one in the ledger.']),
    ...(isTrue ? ['The sealed table is the one that was frozen.'] : []),
  ];
  return { lines: [...lines, ...found], agrees: agrees && isTrue };
}

async function report(draw: PublishedDraw): Promise<ReplayReport> {
  const replay = await replayDraw(draw, sha256);
  if (!replay) return { lines: [`${draw.id} is announced and not drawn yet.`], agrees: true };
  const steps = replay.steps.map(({ index, digest, left, picked }) => {
    const { skipped = null, token = '' } = draw.steps[index] ?? {};
    const isSame = !replay.differing.includes(index);
    const said = isSame ? (skipped === null ? '' : `  skipped: ${skipped}`) : `  NOT ${token}`;
    return `${index + 1}  ${digest}  of ${left}  ${picked}${said}`;
  });
  const pool = replay.isPoolSame ? [] : ['The hash of the pool is NOT that of its tokens.'];
  const count = replay.isCountRight ? [] : [`It is NOT ${draw.need} that count.`];
  const end = replay.agrees ? 'Every step agrees.' : 'It does NOT agree.';
  return { lines: [replay.key, ...steps, ...pool, ...count, end], agrees: replay.agrees };
}
