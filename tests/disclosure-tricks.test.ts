import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { publishDisclosure } from '#server/disclosures/publishing.ts';
import { sendForReview, signDisclosure } from '#server/disclosures/steps.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  must,
  OCTOBER,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** What somebody in office, or somebody curious, tries with what is disclosed. */

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
});

afterEach(() => world.close());

const as = (personId: string) => world.ctx(personId);
const meeting = {
  ...{ metOn: '2026-11-16', present: 6, decision: '同意公开', lateReason: '报账员住院' },
};
const month = (period: string, opening: number) =>
  draftTable(world, { itemCode: 'finance-lines', period, lines: OCTOBER, opening });

async function signed(id: string) {
  must(await sendForReview(await as(people.clerk), id));
  for (const member of people.supervision.slice(0, 2)) {
    must(await signDisclosure(await as(member), id));
  }
  return id;
}

const publish = async (id: string) => publishDisclosure(await as(people.secretary), id, meeting);

describe('accounts of two months under way at once', () => {
  test('a month goes out no more when the one before it ended with another sum', async () => {
    const october = await signed(await month('2026-10', 11_007_722));
    const september = await signed(await month('2026-09', 500_000));
    must(await publish(september));

    const off = await publish(october);

    expect(off).toMatchObject({ ok: false, code: 'ledgerOff' });
    const standing = await world.app.db.read
      .select({ period: accountBalance.period })
      .from(accountBalance)
      .where(and(eq(accountBalance.isStanding, true)));
    expect(standing).toEqual([{ period: '2026-09' }]);
  });

  test('a month that was signed first goes out no more under one that went on from less', async () => {
    const september = await signed(await month('2026-09', 500_000));
    must(await publish(await signed(await month('2026-10', 11_007_722))));

    const off = await publish(september);

    expect(off).toMatchObject({ ok: false, code: 'laterOpening' });
  });
});
