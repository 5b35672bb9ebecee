import { and, eq, ne } from 'drizzle-orm';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import {
  disclosure,
  disclosureFinding,
  disclosureStep,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import { disclosureFile, voucher } from '#db/schema/vouchers.ts';
import type { Tx } from '#db/surface.ts';

type Cover = (text: string) => string;

/** Covers a datum in what stands around the table of a post: notes, reasons, decisions; how many texts changed. */
export async function coverAround(tx: Tx, postId: string, cover: Cover): Promise<number> {
  const [row] = await tx.select().from(disclosure).where(eq(disclosure.postId, postId)).limit(1);
  if (!row) return 0;
  return (
    (await coverDisclosure(tx, row, cover)) +
    (await coverVersions(tx, row.id, cover)) +
    (await coverSteps(tx, row.id, cover)) +
    (await coverFindings(tx, row.id, cover)) +
    (await coverDuties(tx, row.id, cover)) +
    (await coverPapers(tx, row.id, cover))
  );
}

async function coverDisclosure(
  tx: Tx,
  { id, note, recipientRule, changeReason, summary }: typeof disclosure.$inferSelect,
  cover: Cover,
): Promise<number> {
  const greatest = summary?.greatest;
  const covered = {
    note: cover(note),
    recipientRule: cover(recipientRule),
    changeReason: cover(changeReason),
    // Its sentence names the greatest line.
    summary:
      summary && typeof greatest === 'string' ? { ...summary, greatest: cover(greatest) } : summary,
  };
  const changed = differences(
    [note, covered.note],
    [recipientRule, covered.recipientRule],
    [changeReason, covered.changeReason],
    [greatest ?? '', covered.summary?.greatest ?? ''],
  );
  if (changed > 0) await tx.update(disclosure).set(covered).where(eq(disclosure.id, id));
  return changed;
}

async function coverVersions(tx: Tx, disclosureId: string, cover: Cover): Promise<number> {
  const isOf = eq(disclosureVersion.disclosureId, disclosureId);
  const versions = await tx.select().from(disclosureVersion).where(isOf).limit(200);
  let changed = 0;
  for (const { no, note, reason, recipientRule } of versions) {
    const covered = {
      note: cover(note),
      reason: cover(reason),
      recipientRule: cover(recipientRule),
    };
    const here = differences(
      [note, covered.note],
      [reason, covered.reason],
      [recipientRule, covered.recipientRule],
    );
    changed += here;
    if (here === 0) continue;
    const isIt = and(isOf, eq(disclosureVersion.no, no));
    await tx.update(disclosureVersion).set(covered).where(isIt);
  }
  return changed;
}

async function coverSteps(tx: Tx, disclosureId: string, cover: Cover): Promise<number> {
  const isOf = eq(disclosureStep.disclosureId, disclosureId);
  const steps = await tx.select().from(disclosureStep).where(isOf).limit(500);
  let changed = 0;
  for (const { id, reason: before } of steps) {
    const reason = cover(before);
    if (reason === before) continue;
    await tx.update(disclosureStep).set({ reason }).where(eq(disclosureStep.id, id));
    changed += 1;
  }
  return changed;
}

/** Why a datum may stand, as somebody said. */
async function coverFindings(tx: Tx, disclosureId: string, cover: Cover): Promise<number> {
  const { id, reason } = disclosureFinding;
  const claims = await tx
    .select({ id, reason })
    .from(disclosureFinding)
    .where(and(eq(disclosureFinding.disclosureId, disclosureId), ne(reason, '')));
  let changed = 0;
  for (const claim of claims) {
    const covered = cover(claim.reason);
    if (covered === claim.reason) continue;
    await tx.update(disclosureFinding).set({ reason: covered }).where(eq(id, claim.id));
    changed += 1;
  }
  return changed;
}

async function coverDuties(tx: Tx, disclosureId: string, cover: Cover): Promise<number> {
  const isOf = eq(disclosureDuty.disclosureId, disclosureId);
  const duties = await tx.select().from(disclosureDuty).where(isOf).limit(50);
  let changed = 0;
  for (const { id, lateReason: before } of duties) {
    const lateReason = cover(before);
    if (lateReason === before) continue;
    await tx.update(disclosureDuty).set({ lateReason }).where(eq(disclosureDuty.id, id));
    changed += 1;
  }
  return changed;
}

/** What vouchers and files are called. */
async function coverPapers(tx: Tx, disclosureId: string, cover: Cover): Promise<number> {
  const vouchers = await tx
    .select({ id: voucher.id, title: voucher.title })
    .from(voucher)
    .where(eq(voucher.disclosureId, disclosureId));
  const files = await tx
    .select({ id: disclosureFile.id, name: disclosureFile.name })
    .from(disclosureFile)
    .where(eq(disclosureFile.disclosureId, disclosureId));
  let changed = 0;
  for (const { id, title: before } of vouchers) {
    const title = cover(before);
    if (title === before) continue;
    await tx.update(voucher).set({ title }).where(eq(voucher.id, id));
    changed += 1;
  }
  for (const { id, name: before } of files) {
    const name = cover(before);
    if (name === before) continue;
    await tx.update(disclosureFile).set({ name }).where(eq(disclosureFile.id, id));
    changed += 1;
  }
  return changed;
}

function differences(...pairs: (readonly [unknown, unknown])[]): number {
  return pairs.filter(([before, after]) => before !== after).length;
}
