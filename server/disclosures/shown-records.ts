import { and, asc, desc, eq, gte, lte } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { accountBalance, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';

/** A disclosure in a list: its item, its period and what its sentence says; no line of it. */
const shownColumns = {
  id: disclosure.id,
  no: post.no,
  itemCode: disclosure.itemCode,
  period: disclosure.period,
  endsOn: disclosure.endsOn,
  openTo: disclosure.openTo,
  isTakenAway: disclosure.isTakenAway,
  state: disclosure.state,
  version: disclosure.version,
  publishedAt: disclosure.publishedAt,
  publicityThrough: disclosure.publicityThrough,
  lateDays: disclosure.lateDays,
  summary: disclosure.summary,
};

/** Of a month or a year: 48 items, some of them with many events. */
const MOST_SHOWN = 1_000;

const shownBetween = prepared(['villageCode', 'from', 'to'], (db, marks) =>
  db
    .select(shownColumns)
    .from(disclosure)
    .innerJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(
        eq(disclosure.villageCode, marks.villageCode),
        gte(disclosure.endsOn, marks.from),
        lte(disclosure.endsOn, marks.to),
        standing(),
      ),
    )
    .orderBy(asc(disclosure.endsOn), asc(disclosure.itemCode), asc(disclosure.id))
    .limit(MOST_SHOWN),
);

export type ShownRecord = Awaited<ReturnType<typeof shownBetween>>[number];

/** What a village published for periods that ended between two local dates, both counted. */
export function selectShownBetween(
  db: Reader,
  of: { villageCode: string; from: string; to: string },
): Promise<ShownRecord[]> {
  return shownBetween(db, of);
}

const ofPeriod = prepared(['villageCode', 'itemCode', 'period'], (db, marks) =>
  db
    .select(shownColumns)
    .from(disclosure)
    .innerJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(
        eq(disclosure.villageCode, marks.villageCode),
        eq(disclosure.itemCode, marks.itemCode),
        eq(disclosure.period, marks.period),
        standing(),
      ),
    )
    .limit(1),
);

/** What a village published of an item for a period; null for nothing. */
export async function selectShownOf(
  db: Reader,
  of: { villageCode: string; itemCode: string; period: string },
): Promise<ShownRecord | null> {
  const [row] = await ofPeriod(db, of);
  return row ?? null;
}

const balancesBetween = prepared(['villageCode', 'from', 'to'], (db, marks) =>
  db
    .select({
      disclosureId: accountBalance.disclosureId,
      accountId: accountBalance.accountId,
      name: moneyAccount.name,
      ofVillageCode: moneyAccount.ofVillageCode,
      sort: moneyAccount.sort,
      period: accountBalance.period,
      endsOn: accountBalance.endsOn,
      opening: accountBalance.opening,
      income: accountBalance.income,
      spending: accountBalance.spending,
      closing: accountBalance.closing,
    })
    .from(accountBalance)
    .innerJoin(moneyAccount, eq(moneyAccount.id, accountBalance.accountId))
    .where(
      and(
        eq(accountBalance.villageCode, marks.villageCode),
        eq(accountBalance.isStanding, true),
        gte(accountBalance.endsOn, marks.from),
        lte(accountBalance.endsOn, marks.to),
      ),
    )
    .orderBy(asc(accountBalance.endsOn))
    .limit(500),
);

export type PeriodBalance = Awaited<ReturnType<typeof balancesBetween>>[number];

/** What each account of a village took in and spent in periods that ended between two dates. */
export function selectBalancesBetween(
  db: Reader,
  of: { villageCode: string; from: string; to: string },
): Promise<PeriodBalance[]> {
  return balancesBetween(db, of);
}

const noneBetween = prepared(['villageCode', 'from', 'to'], (db, marks) =>
  db
    .select({ itemCode: disclosureDuty.itemCode, period: disclosureDuty.period })
    .from(disclosureDuty)
    .where(
      and(
        eq(disclosureDuty.villageCode, marks.villageCode),
        gte(disclosureDuty.endsOn, marks.from),
        lte(disclosureDuty.endsOn, marks.to),
        eq(disclosureDuty.isNone, true),
      ),
    )
    .limit(MOST_SHOWN),
);

/** 本期无: items of which a village confirmed that there was nothing in periods ended between two dates. */
export function selectNoneBetween(
  db: Reader,
  of: { villageCode: string; from: string; to: string },
): Promise<{ itemCode: string; period: string }[]> {
  return noneBetween(db, of);
}

const lastBalances = prepared(['villageCode', 'limit'], (db, { villageCode, limit }) =>
  db
    .select({
      period: accountBalance.period,
      disclosureId: accountBalance.disclosureId,
      income: accountBalance.income,
      spending: accountBalance.spending,
    })
    .from(accountBalance)
    .where(and(eq(accountBalance.villageCode, villageCode), eq(accountBalance.isStanding, true)))
    .orderBy(desc(accountBalance.endsOn))
    .limit(limit),
);

/** The newest balances of a village, those of all its accounts of the last period among them. */
export function selectLastBalances(
  db: Reader,
  of: { villageCode: string; limit: number },
): Promise<{ period: string; disclosureId: string; income: number; spending: number }[]> {
  return lastBalances(db, of);
}
