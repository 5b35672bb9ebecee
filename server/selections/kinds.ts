import type { Reader } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { tableOf } from '#server/kernel/rule-versions.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { KindNumbers, RoundKindCode } from '#server/rules/selection-book.ts';
import type { EntryVerdict } from '#server/rules/selection-rounds.ts';

/** What an entry is judged by when somebody offers it: which round, and who offers it. */
export interface Offered {
  /** '2026-11': the month of the round. */
  month: string;
  byId: string;
}

/** A post that might be entered, with each rule's verdict. */
export interface Offer {
  postId: string;
  no: number;
  title: string;
  verdicts: EntryVerdict[];
}

/** A post as the rules of entry see it, inside the write that enters it. */
export interface Judged {
  /** The village it stands for; a town's own code for what the town itself made. */
  placeCode: string;
  verdicts: EntryVerdict[];
}

/** What a reviewer reads. Names of people and places are covered afterwards, by the one who asks. */
export interface Reading {
  /** The words as plain text, a line for each paragraph; reviewers see no photos and hear no voice. */
  body: string;
  /** Lines below the words: promises with their measure and day, what was agreed. */
  lines: string[];
}

/** An entry as its fulfilment is counted. */
export interface CountedEntry {
  postId: string;
  villageCode: string;
  /** Who entered it. */
  byId: string;
}

/** How many of what was promised or owed came out as it should; 0 of 0 where nothing was. */
export interface Fulfilment {
  done: number;
  due: number;
}

/**
 * A kind of round, as everything common to rounds must know it. A kind is one file,
 * server/selections/<what>-entries.ts, that calls `registerRoundKind`, a line in server/kinds.ts, its
 * numbers and rubric under `kinds` in content/selections.json, and its words under `kinds` in
 * content/messages/{zh,en}/selections.ts. Every entry is a post. Nothing here may look at likes,
 * comments, co-signatures, views or sign-ins: tests/rules/selection-sources.test.ts reads the imports and columns.
 */
export interface RoundKind {
  code: RoundKindCode;
  /** The kind of post that is entered: 'letter'. */
  post: string;
  /** The act whose holders enter, each at the place of his own post. */
  enters: Action;
  /** The rules by their codes, in the order in which they are shown. */
  rules: readonly string[];
  /** Where an entry is read; the slug of its village, null where it is a town's. */
  path(slug: string | null, no: number): string;
  /** The posts of a place, of the round's month, with each rule's verdict, the newest first. */
  offers(
    ctx: Context,
    asked: Offered & { placeCode: string; from: EpochMs; until: EpochMs },
  ): Promise<Offer[]>;
  /** One post with each rule's verdict; null where there is none, or it may never be entered. */
  judge(db: Reader, ctx: Context, postId: string, asked: Offered): Promise<Judged | null>;
  /** What reviewers read of these posts, by the post's id. */
  readings(ctx: Context, postIds: string[]): Promise<Map<string, Reading>>;
  /** What was kept or done in time until an instant, by the post's id; read inside the closing write. */
  fulfilments(
    db: Reader,
    ctx: Context,
    entries: CountedEntry[],
    until: EpochMs,
  ): Promise<Map<string, Fulfilment>>;
}

const kinds = new Map<string, RoundKind>();

/** Makes a kind of round known; server/kinds.ts names every one. */
export function registerRoundKind(kind: RoundKind): RoundKind {
  kinds.set(kind.code, kind);
  return kind;
}

/** The kind of a round; an unknown one is a bug. */
export function roundKind(code: string): RoundKind {
  const kind = kinds.get(code);
  if (!kind) throw new Error(`nothing is chosen among ${code}`);
  return kind;
}

/** Every kind of round there is, in the order of registration. */
export function roundKinds(): RoundKind[] {
  return [...kinds.values()];
}

/** The county's numbers for a kind of round as they are in force now. */
export function numbersOf(ctx: Pick<Context, 'book'>, { code }: RoundKind): KindNumbers {
  return ctx.book.selections.kinds[code];
}

/**
 * The numbers under which a round was opened: what a county changes meanwhile counts from the next
 * round on. Inside a write they are read through its tx.
 */
export async function roundNumbers(
  db: Reader,
  ctx: Pick<Context, 'book'>,
  { kind: code, ruleVersion }: { kind: string; ruleVersion: number },
): Promise<KindNumbers> {
  const kind = roundKind(code);
  if (ruleVersion === ctx.book.selections.version) return numbersOf(ctx, kind);
  const kept = await tableOf(db, 'selections', ruleVersion);
  // A number that did not exist then is the one of today.
  return { ...numbersOf(ctx, kind), ...(isBook(kept) ? kept.kinds[kind.code] : undefined) };
}

function isBook(body: unknown): body is { kinds: Partial<Record<RoundKindCode, KindNumbers>> } {
  return typeof body === 'object' && body !== null && 'kinds' in body;
}
