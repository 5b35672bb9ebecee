import { and, eq, isNull, lt } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import { accountBalance, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { startDisclosure as startVillage } from '#server/disclosure-duties/duties.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import { sendForReview, signDisclosure } from '#server/disclosure-review/steps.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import type { Result } from '#server/kernel/result.ts';
import { instantOf, localDate } from '#server/rules/dates.ts';
import { periodEnd, periodStart } from '#server/rules/disclosure-periods.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';
import type { World } from '#tests/support/world.ts';

/** Who has a part in what 北坡村 publishes: its clerk and secretary come with the county. */
export interface DisclosurePeople {
  clerk: string;
  secretary: string;
  director: string;
  /** Three members of the supervision committee, the head first. */
  supervision: [string, string, string];
  bookkeeper: string;
}

/** The village committee, the supervision committee and the town's bookkeeper, each with an account. */
export async function disclosurePeople({ county, people }: World): Promise<DisclosurePeople> {
  const at = (post: 'supervision' | 'village_director', title: string, no: number) => ({
    ...{ post, title, no, gridCode: county.north },
  });
  return {
    clerk: people.clerk,
    secretary: people.secretary,
    director: await county.addPerson('鲁小满', at('village_director', '村委会主任', 61)),
    supervision: [
      await county.addPerson('严立春', at('supervision', '监督委员会主任', 62)),
      await county.addPerson('向清明', at('supervision', '监督委员会委员', 63)),
      await county.addPerson('龙白露', at('supervision', '监督委员会委员', 64)),
    ],
    bookkeeper: await county.addPerson('邹秋分', {
      ...{ post: 'bookkeeper', title: '镇代账会计', no: 65, gridCode: county.townCode },
    }),
  };
}

/** 北坡村 (or another village) publishes here since the beginning of the year. */
export async function startDisclosure(
  world: World,
  { villageCode = world.county.north, since = '2026-01-01' } = {},
): Promise<void> {
  const ctx = await world.ctx(world.people.town);
  must(await startVillage(ctx, { villageCode, since, key: newToken() }));
}

type Cells = Record<string, string | number | null>;

/** A line of a draft as the masking leaves it; what a story does not name is empty. */
export interface DraftLine {
  shown: Cells;
  /** What the village reads besides: the full name. */
  village?: Cells;
  side?: 'in' | 'out';
  kind?: string;
  day?: string;
  /** In 分. */
  amount?: number;
  /** The account that it is about, and his numbers. */
  personId?: string;
  own?: Record<string, string>;
}

interface NewDraft {
  itemCode: string;
  period: string;
  lines: DraftLine[];
  villageCode?: string;
  note?: string;
  /** By which rule people were chosen. */
  recipientRule?: string;
  /** In 分, of a ledger; what it closes with is counted. */
  opening?: number;
  draftedById?: string;
  /** The accounts of the periods before stay owed; else nothing happened in them, and it was said. */
  owesEarlier?: boolean;
}

/**
 * A draft of the clerk with these lines, written past the masking: a story about what happens to a
 * table afterwards says itself what everybody reads. Gives its id.
 */
export async function draftTable(world: World, draft: NewDraft): Promise<string> {
  const { app, county, people } = world;
  const { itemCode, period, lines, villageCode = county.north } = draft;
  const item = await itemOf(await world.ctx(), villageCode, itemCode);
  if (!item) throw new Error(`no item ${itemCode}`);
  const at = world.clock.now();
  const id = newId();
  const accountId = item.isLedger ? await accountOf(world, villageCode) : null;
  if (item.isLedger && !draft.owesEarlier) await settleBefore(world, { ...draft, villageCode });
  const rows = await Promise.all(
    lines.map(async (line, index) => ({
      ...emptyRow,
      ...{ id: newId(), disclosureId: id, no: index + 1, accountId },
      ...{ side: line.side ?? null, kind: line.kind ?? null, day: line.day ?? null },
      ...{ amount: line.amount ?? null, shown: line.shown, village: line.village ?? null },
      words: filterWords(line.shown),
      ownSealed: line.own ? app.secrets.seal('disclosure-row', JSON.stringify(line.own)) : null,
      draftSealed: app.secrets.seal(
        'disclosure-row',
        JSON.stringify({ ...line.shown, ...line.village }),
      ),
      villagerId: line.personId ? await villagerOf(world, line.personId, villageCode) : null,
    })),
  );
  await app.db.write(async (tx) => {
    await tx.insert(disclosure).values({
      ...{ id, villageCode, itemCode, period, endsOn: periodEnd(period) },
      ...{ catalogueVersion: app.book.catalogue.version, state: 'draft', version: 0 },
      ...{ openTo: item.openTo, isTakenAway: takenAway(item), note: draft.note ?? '' },
      ...{ recipientRule: draft.recipientRule ?? '', changeReason: '', draftedByPost: 'clerk' },
      ...{ draftedById: draft.draftedById ?? people.clerk, createdAt: at, changedAt: at },
    });
    for (let from = 0; from < rows.length; from += 200) {
      await tx.insert(disclosureRow).values(rows.slice(from, from + 200));
    }
    if (accountId !== null) {
      await tx.insert(accountBalance).values(balanceOf(draft, { id, accountId, villageCode }));
    }
  });
  return id;
}

interface PublishedHow {
  lateReason?: string;
  /** In 分: with what the clerk says that a corrected ledger closes. */
  closing?: number;
}

/** Sends a draft, has it signed by two, and publishes it after a meeting on this very day. */
export async function publishedDraft(
  world: World,
  people: DisclosurePeople,
  id: string,
  { lateReason = '报账员住院，镇代账会计补齐', closing }: PublishedHow = {},
): Promise<{ id: string; postId: string; no: number; path: string }> {
  if (closing !== undefined) await closesWith(world, id, closing);
  must(await sendForReview(await world.ctx(people.clerk), id));
  for (const member of people.supervision.slice(0, 2)) {
    must(await signDisclosure(await world.ctx(member), id));
  }
  const metOn = localDate(world.clock.now());
  const meeting = { metOn, present: 6, decision: '同意公开', lateReason };
  const published = must(await publishDisclosure(await world.ctx(people.secretary), id, meeting));
  return { id, ...published };
}

async function closesWith({ app }: World, id: string, closing: number) {
  const isIt = and(eq(accountBalance.disclosureId, id), eq(accountBalance.isStanding, false));
  await app.db.write(async (tx) => {
    await tx.update(accountBalance).set({ closing }).where(isIt);
  });
}

/** A draft that is published at once. */
export async function publishedTable(world: World, people: DisclosurePeople, draft: NewDraft) {
  return publishedDraft(world, people, await draftTable(world, draft));
}

/** 高拱桥's October in small: one income, two payments; everything in 分. */
export const OCTOBER: DraftLine[] = [
  ledgerLine('in', '2026-10-09', '鱼塘发包款', 'lease', 4_826_000),
  ledgerLine('out', '2026-10-16', '机耕道石子', 'works', 680_000),
  ledgerLine('out', '2026-10-28', '保洁员工资', 'cleaning', 300_000),
];

/** The accounts of a month, published: opening 110,077.22 unless the story says otherwise. */
export function publishedAccounts(
  world: World,
  people: DisclosurePeople,
  { period = '2026-10', lines = OCTOBER, opening = 11_007_722, ...more }: Partial<NewDraft> = {},
) {
  return publishedTable(world, people, {
    itemCode: 'finance-lines',
    period,
    lines,
    opening,
    ...more,
  });
}

/** A line of a ledger; `amount` in 分. */
export function ledgerLine(
  side: 'in' | 'out',
  day: string,
  item: string,
  kind: string,
  amount: number,
): DraftLine {
  const sums = { in: side === 'in' ? amount : null, out: side === 'out' ? amount : null };
  const hands = { handler: '费小暑', approver: '曾谷雨' };
  const shown = { day, voucher: '', item, kind, ...sums, balance: null, ...hands, account: '' };
  return { shown, side, kind, day, amount };
}

/** A household of 低保, as the village reads it and as the list shows it to nobody else. */
export function subsistenceLine(name: string, persons: number, amount: number): DraftLine {
  const shown = { head: `${[...name][0]}*`, group: '1组', persons, amount, from: '2026-07-01' };
  return {
    shown: { ...shown, reviewer: '', phone: null },
    village: { head: name },
    amount,
    own: { id: '5106**********1234' },
  };
}

/** The value of a command that must succeed in a story. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${result.field ?? ''}`);
  return result.value;
}

function takenAway(item: { class: string; openTo: string; isPersonal: boolean }): boolean {
  const isAboutNeed = item.class === 'relief' || item.class === 'subsidy';
  return item.openTo === 'public' && !(item.isPersonal && isAboutNeed);
}

/** What a village owed of an item for the periods before is 本期无, so that its accounts can go on. */
export async function settleBefore(
  { app, people, county }: World,
  { villageCode = county.north, itemCode, period }: Omit<NewDraft, 'lines'>,
): Promise<void> {
  const owed = and(
    eq(disclosureDuty.villageCode, villageCode),
    eq(disclosureDuty.itemCode, itemCode),
    lt(disclosureDuty.endsOn, periodStart(period)),
    isNull(disclosureDuty.metAt),
  );
  await app.db.write(async (tx) => {
    const rows = await tx.select().from(disclosureDuty).where(owed);
    for (const { id, dueOn } of rows) {
      const met = { metAt: instantOf(dueOn), metById: people.clerk, isNone: true, lateDays: 0 };
      await tx.update(disclosureDuty).set(met).where(eq(disclosureDuty.id, id));
    }
  });
}

const emptyRow = {
  ...{ fromVersion: 1, toVersion: null, replacesId: null, resolutionRowId: null },
  ...{ vouchers: 0, objections: 0 },
};

async function accountOf({ app }: World, villageCode: string): Promise<string> {
  const isIt = eq(moneyAccount.villageCode, villageCode);
  const [known] = await app.db.read.select().from(moneyAccount).where(isIt).limit(1);
  if (known) return known.id;
  const id = newId();
  const opened = { villageCode, name: '基本户', sort: 0, openedOn: '2026-01-01' };
  await app.db.write(async (tx) => {
    await tx.insert(moneyAccount).values({ id, ...opened });
  });
  return id;
}

function balanceOf(
  { period, lines, opening = 0 }: NewDraft,
  of: { id: string; accountId: string; villageCode: string },
) {
  const total = (side: 'in' | 'out') =>
    lines.reduce((sum, line) => (line.side === side ? sum + (line.amount ?? 0) : sum), 0);
  const [income, spending] = [total('in'), total('out')];
  return {
    ...{ disclosureId: of.id, version: 1, accountId: of.accountId, villageCode: of.villageCode },
    ...{ period, endsOn: periodEnd(period), opening, income, spending },
    ...{ closing: opening + income - spending, isStanding: false },
  };
}

async function villagerOf({ app }: World, personId: string, villageCode: string) {
  const isIt = and(eq(villager.personId, personId), eq(villager.villageCode, villageCode));
  const [row] = await app.db.read.select({ id: villager.id }).from(villager).where(isIt).limit(1);
  return row?.id ?? null;
}
