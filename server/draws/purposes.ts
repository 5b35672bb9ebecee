import type { Tx } from '#db/surface.ts';
import type { PoolRow } from '#server/draws/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Something that is to be drawn for: who may be drawn, and how many were left out and why. */
export interface DrawSubject {
  subjectId: string;
  villageCode: string | null;
  /** Ids of those who may be drawn; who they are is sealed. */
  candidates: string[];
  excluded: Record<string, number>;
  need: number;
}

/** A pool as it was drawn: its counting picks with who stands behind them. */
export interface DrawnPool {
  pool: PoolRow;
  picked: { token: string; candidateId: string }[];
}

/** What is drawn for, as all that is common to draws must know it. */
export interface DrawPurpose {
  code: string;
  /** Begins the name of its rounds: 'P' for 'P-202611'. */
  initial: string;
  /** A further round in the same month is named 'S-202611-2'; otherwise one a month is all. */
  isRepeatable?: boolean;
  /** Ids of what is due to be drawn for, without looking at anybody who may be drawn. */
  due(ctx: Context): Promise<string[]>;
  /** Everything that is due, with those who may be drawn. */
  gather(ctx: Context): Promise<DrawSubject[]>;
  /** Of those in a pool, who may no longer be drawn, and the reason that is published. */
  unfit(ctx: Context, pool: PoolRow, candidates: string[]): Promise<Map<string, string>>;
  /** Gets ready outside the write what follows a draw, and gives what is done inside it. */
  afterDraw(ctx: Context, drawn: DrawnPool[]): Promise<(tx: Tx, at: EpochMs) => Promise<void>>;
  /** What its subjects are called, and where they are read, for the public pages of draws. */
  subjects(ctx: Context, ids: string[]): Promise<Map<string, { title: string; path: string }>>;
}

const purposes = new Map<string, DrawPurpose>();

/** Makes a purpose known; server/kinds.ts names every one, so that draws need to know none. */
export function registerPurpose(purpose: DrawPurpose): DrawPurpose {
  purposes.set(purpose.code, purpose);
  return purpose;
}

/** The purpose of a round; an unknown one is a bug. */
export function purposeOf(code: string): DrawPurpose {
  const purpose = purposes.get(code);
  if (!purpose) throw new Error(`nothing is drawn for ${code}`);
  return purpose;
}

/** Every purpose there is, in the order of registration. */
export function drawPurposes(): DrawPurpose[] {
  return [...purposes.values()];
}

/** Whether there is such a purpose. */
export function isPurpose(code: string): boolean {
  return purposes.has(code);
}
