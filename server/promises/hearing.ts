import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What drawn villagers decided on a promise. */
export interface Decided {
  promiseId: string;
  /** The letter that made it. */
  postId: string;
  verdict: string;
  at: EpochMs;
}

type Hear = (tx: Tx, ctx: Context, decided: Decided) => Promise<void>;

const hearers: Hear[] = [];

/** Hears of every verdict inside its own write; promises need not know what hangs on them. */
export function onVerdict(hear: Hear): void {
  hearers.push(hear);
}

/** Tells everybody who asked to hear of verdicts. */
export async function tellVerdict(tx: Tx, ctx: Context, decided: Decided): Promise<void> {
  for (const hear of hearers) await hear(tx, ctx, decided);
}
