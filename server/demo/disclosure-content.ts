import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { common, day, instant } from '#server/demo/event-parts.ts';
import { parseDelimited } from '#server/rules/delimited.ts';

/** Which hands it is in when it is not published: with the supervision committee, or sent back. */
const unfinished = z.object({
  sent: day,
  returned: z.object({ at: instant, who: z.string(), reason: z.string() }).optional(),
});

/** A table of the catalogue. `met` is the day of the joint meeting that published it. */
const table = z.object({
  item: z.string(),
  period: z.string(),
  met: day.optional(),
  stays: unfinished.optional(),
  recipientRule: z.string().default(''),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});

/** A line is called by its words, or by its number where its words are a name. */
const line = z.union([z.string(), z.number()]);

/** A drawing that stands for a paper; who looked at its blackened copy, when somebody has. */
const paper = z.object({ kind: z.string(), scene: z.string(), checkedBy: z.string().optional() });
const said = z.object({ ...common, text: z.string() });

const ask = said.extend({
  item: z.string().default('finance-lines'),
  period: z.string(),
  line,
  /** A first reply, before the answer itself. */
  reply: said.optional(),
  answer: said
    .extend({
      outcome: z.enum(['explained', 'corrected', 'unfounded']).default('explained'),
      voucher: paper.optional(),
    })
    .optional(),
});

const correction = z.object({
  period: z.string(),
  line: z.string(),
  begunAt: instant,
  met: day,
  reason: z.string(),
  instead: z.array(z.object({ item: z.string(), amount: z.string() })),
});

const village = z.object({
  village: z.string(),
  /** Since when what is owed, and where the accounts come once a quarter. */
  since: z.object({ ...common, on: day, quarterly: z.boolean().default(false) }),
  accounts: z.array(z.object({ name: z.string(), opening: z.string(), of: z.string().optional() })),
  /** Accounts that were published on another day than most, late, or not yet. */
  met: z.record(z.string(), day).default({}),
  late: z.record(z.string(), z.string()).default({}),
  stays: z.record(z.string(), unfinished).default({}),
  /** What is owed and nobody did: '<item> <period>'. */
  skip: z.array(z.string()).default([]),
  /** The town's bookkeeper sends the accounts of a period for the village to confirm. */
  upload: z.object({ ...common, period: z.string(), file: z.string() }).optional(),
  tables: z.array(table).default([]),
  /** Lines of accounts that a resolution of the meeting of that day allowed. */
  links: z
    .array(z.object({ period: z.string(), lines: z.array(z.string()), resolution: z.string() }))
    .default([]),
  /** What happened and is to be published by its own day. */
  events: z.array(said.extend({ item: z.string(), day })).default([]),
  vouchers: z
    .array(
      paper.extend({
        ...common,
        period: z.string(),
        line: z.string(),
      }),
    )
    .default([]),
  corrections: z.array(correction).default([]),
  asks: z.array(ask).default([]),
  request: z
    .object({ ...common, title: z.string(), text: z.string(), signers: z.number() })
    .optional(),
});

/** A table that all villages have; what stands in braces is each village's own. */
const sharedTable = z.object({
  item: z.string(),
  /** 'since' is the day on which a village begins. */
  periods: z.array(z.string()),
  of: z.enum(['village', 'community']).optional(),
  /** A row for each of these; without it the rows are as they stand. */
  each: z.enum(['officer', 'group', 'home', 'alone', 'office']).optional(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});

const shared = z.object({
  /** Which column of the catalogue's ledger each header in accounts/ is. */
  headers: z.record(z.string(), z.string()),
  /** What somebody does whose duty is not written down, and what he is paid in a quarter, by post. */
  duties: z.record(z.string(), z.string()),
  pay: z.record(z.string(), z.string()),
  /** The kind of the accounts' lines that are office spending. */
  office: z.string(),
  /** What a joint meeting says, and how many sit there. */
  meeting: z.object({ decision: z.string(), present: z.number() }),
  /** Items that villages chose to publish once a year. */
  yearly: z.array(z.string()),
  tables: z.array(sharedTable),
});

export type DemoTable = z.infer<typeof table>;
export type DemoUnfinished = z.infer<typeof unfinished>;
export type DemoAsk = z.infer<typeof ask>;
export type DemoCorrection = z.infer<typeof correction>;
/** A line of accounts, as typed, by the codes of the catalogue's columns. */
export type DemoLine = Record<string, string>;
/** What one village discloses, with a year's lines of its accounts. */
export type DemoDisclosures = z.infer<typeof village> & { lines: DemoLine[] };
export type SharedTables = z.infer<typeof shared>;
export type SharedTable = z.infer<typeof sharedTable>;

/** content/demo/disclosures: what lively villages disclose, and the tables all of them have. */
export interface DemoDisclosed {
  shared: SharedTables;
  villages: DemoDisclosures[];
}

/** Reads content/demo/disclosures; what does not fit throws with its file. */
export function readDisclosed(folder: string): DemoDisclosed {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const own = files.filter((file) => file !== SHARED).sort();
  const tables = read(shared, join(folder, SHARED));
  return {
    shared: tables,
    villages: own.map((file) => {
      const told = read(village, join(folder, file));
      const lines = linesOf(join(folder, 'accounts', `${told.village}.csv`), tables.headers);
      return { ...told, lines };
    }),
  };
}

const SHARED = 'common.json';

function linesOf(file: string, codes: Record<string, string>): DemoLine[] {
  const [headers = [], ...rows] = parseDelimited(readFileSync(file, 'utf8'));
  return rows.map((cells) =>
    Object.fromEntries(headers.map((header, at) => [codes[header] ?? header, cells[at] ?? ''])),
  );
}

function read<T>(schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
}
