import { and, asc, eq, gt } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { accountBalance, disclosureSum, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureStep, disclosureVersion } from '#db/schema/disclosures.ts';
import type { Reader } from '#db/surface.ts';
import { inStepOrder } from '#server/rules/disclosure-steps.ts';

/** What a page knows of a disclosure; its sealed things stay in the database. */
const readColumns = {
  id: disclosure.id,
  postId: disclosure.postId,
  villageCode: disclosure.villageCode,
  itemCode: disclosure.itemCode,
  period: disclosure.period,
  endsOn: disclosure.endsOn,
  state: disclosure.state,
  version: disclosure.version,
  openTo: disclosure.openTo,
  isTakenAway: disclosure.isTakenAway,
  // Of the version that is out: a correction under way has words of its own.
  note: disclosureVersion.note,
  recipientRule: disclosureVersion.recipientRule,
  recipientRuleNo: disclosure.recipientRuleNo,
  publishedAt: disclosure.publishedAt,
  shownThrough: disclosure.shownThrough,
  publicityThrough: disclosure.publicityThrough,
  lateDays: disclosure.lateDays,
  summary: disclosure.summary,
};

const ofPost = prepared(['postId'], (db, { postId }) =>
  db
    .select(readColumns)
    .from(disclosure)
    .innerJoin(
      disclosureVersion,
      and(
        eq(disclosureVersion.disclosureId, disclosure.id),
        eq(disclosureVersion.no, disclosure.version),
      ),
    )
    .where(eq(disclosure.postId, postId))
    .limit(1),
);

export type ReadDisclosure = Awaited<ReturnType<typeof ofPost>>[number];

/** The disclosure that a post carries. */
export async function selectDisclosureOfPost(
  db: Reader,
  postId: string,
): Promise<ReadDisclosure | null> {
  const [row] = await ofPost(db, { postId });
  return row ?? null;
}

const sumsOf = prepared(['ids'], (db, { ids }) =>
  db
    .select({
      disclosureId: disclosureSum.disclosureId,
      side: disclosureSum.side,
      kind: disclosureSum.kind,
      amount: disclosureSum.amount,
      rows: disclosureSum.rows,
    })
    .from(disclosureSum)
    .where(among(disclosureSum.disclosureId, ids))
    .limit(1_000),
);

export type KindSum = Awaited<ReturnType<typeof sumsOf>>[number];

/** The sums by kind of these tables, as their newest versions have them. */
export async function selectSums(db: Reader, ids: string[]): Promise<KindSum[]> {
  return ids.length === 0 ? [] : sumsOf(db, { ids });
}

const balancesOf = prepared(['disclosureId', 'version'], (db, { disclosureId, version }) =>
  db
    .select({
      accountId: accountBalance.accountId,
      name: moneyAccount.name,
      ofVillageCode: moneyAccount.ofVillageCode,
      sort: moneyAccount.sort,
      opening: accountBalance.opening,
      income: accountBalance.income,
      spending: accountBalance.spending,
      closing: accountBalance.closing,
    })
    .from(accountBalance)
    .innerJoin(moneyAccount, eq(moneyAccount.id, accountBalance.accountId))
    .where(and(eq(accountBalance.disclosureId, disclosureId), eq(accountBalance.version, version)))
    .limit(50),
);

export type BalanceRecord = Awaited<ReturnType<typeof balancesOf>>[number];

/** What each account of a version began and ended with, in 分. */
export function selectBalances(
  db: Reader,
  of: { disclosureId: string; version: number },
): Promise<BalanceRecord[]> {
  return balancesOf(db, of);
}

const metDuty = prepared(['disclosureId'], (db, { disclosureId }) =>
  db
    .select({
      dueOn: disclosureDuty.dueOn,
      lateDays: disclosureDuty.lateDays,
      lateReason: disclosureDuty.lateReason,
    })
    .from(disclosureDuty)
    // What it met besides was another village's.
    .where(and(eq(disclosureDuty.disclosureId, disclosureId), eq(disclosureDuty.ofVillageCode, '')))
    .limit(1),
);

/** By when a table was owed; null for what nobody asked for. */
export async function selectMetDuty(
  db: Reader,
  disclosureId: string,
): Promise<{ dueOn: string; lateDays: number | null; lateReason: string } | null> {
  const [row] = await metDuty(db, { disclosureId });
  return row ?? null;
}

const stepsOf = prepared(['disclosureId'], (db, { disclosureId }) =>
  db
    .select({
      what: disclosureStep.what,
      version: disclosureStep.version,
      round: disclosureStep.round,
      byId: disclosureStep.byId,
      byPost: disclosureStep.byPost,
      facts: disclosureStep.facts,
      at: disclosureStep.at,
    })
    .from(disclosureStep)
    .where(eq(disclosureStep.disclosureId, disclosureId))
    .orderBy(asc(disclosureStep.at), asc(disclosureStep.id))
    .limit(500),
);

export type ReadStep = Awaited<ReturnType<typeof stepsOf>>[number];

/** Who took which step with a disclosure, oldest first; reasons of a return are not for readers. */
export async function selectReadSteps(db: Reader, disclosureId: string): Promise<ReadStep[]> {
  return inStepOrder(await stepsOf(db, { disclosureId }));
}

const versionsOf = prepared(['disclosureId'], (db, { disclosureId }) =>
  db
    .select({
      no: disclosureVersion.no,
      reason: disclosureVersion.reason,
      publishedAt: disclosureVersion.publishedAt,
    })
    .from(disclosureVersion)
    .where(and(eq(disclosureVersion.disclosureId, disclosureId), gt(disclosureVersion.no, 1)))
    .orderBy(asc(disclosureVersion.no))
    .limit(100),
);

export type ReadVersion = Awaited<ReturnType<typeof versionsOf>>[number];

/** The corrections of a disclosure with their reasons, oldest first. */
export function selectCorrections(db: Reader, disclosureId: string): Promise<ReadVersion[]> {
  return versionsOf(db, { disclosureId });
}
