import { createHash, randomBytes } from 'node:crypto';
import { preparedInsert } from '#db/prepared-insert.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import type { Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A public act: what was done to what, by whom in which role, with the facts it is about. */
export interface Act {
  what: string;
  subjectKind: string;
  subjectId: string;
  villageCode: string | null;
  actorId: string | null;
  actorRole: string;
  at: EpochMs;
  ruleVersion: number;
  /** Small facts shown in timelines; no personal data and no wordings. */
  facts?: Record<string, unknown>;
  /** The wording or rows the act is about; only their salted commitment is kept here. */
  content?: unknown;
}

const insertEntry = preparedInsert(ledgerEntry);

/**
 * Appends a public act in the transaction of the act itself. The commitment is SHA-256 over a
 * 32-byte nonce and the canonical JSON of content, so that lawful erasure can remove text and nonce
 * while the entry stays.
 */
export async function append(tx: Tx, { content, facts = {}, ...act }: Act): Promise<void> {
  const nonce = randomBytes(32);
  const commitment = createHash('sha256')
    .update(nonce)
    .update(canonicalJson({ ...act, facts, content }));
  await insertEntry(tx, {
    id: newId(),
    ...act,
    facts,
    nonce: nonce.toString('hex'),
    commitment: commitment.digest('hex'),
  });
}

/** JSON with sorted keys and no spaces; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
