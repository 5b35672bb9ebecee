import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import book from '#content/disclosures.json' with { type: 'json' };
import { readDemoContent } from '#server/demo/content.ts';
import { type DemoLine, readDisclosed } from '#server/demo/disclosure-content.ts';
import { type BalanceLine, checkBalance } from '#server/rules/balance.ts';
import { moneyText, parseMoney } from '#server/rules/money.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { villages: lively } = readDemoContent(root);
const { villages } = readDisclosed(`${root}content/demo/disclosures`);
const kinds = {
  in: book.kinds.in.map(({ zh }) => zh),
  out: book.kinds.out.map(({ zh }) => zh),
};

const monthOf = (line: DemoLine) => line.day?.slice(0, 7) ?? '';
const sideOf = (line: DemoLine) => (line.in === '' ? 'out' : 'in');
const amountOf = (line: DemoLine) => parseMoney(line.in || line.out || '') ?? Number.NaN;

/** What an account of a village comes to, month after month. */
function monthsOf(lines: DemoLine[], account: string, opening: string) {
  const own = lines.filter((line) => (line.account ?? account) === account);
  let left = parseMoney(opening) ?? Number.NaN;
  return [...new Set(lines.map(monthOf))].sort().map((month) => {
    const counted = own
      .filter((line) => monthOf(line) === month)
      .map((line, at): BalanceLine => {
        return { no: at + 1, account, side: sideOf(line), amount: amountOf(line), balance: null };
      });
    const moved = counted.map(({ side, amount }) => (side === 'in' ? amount : -amount));
    const closing = moved.reduce((sum, amount) => sum + amount, left);
    const said = { account, opening: left, closing, lastClosing: left };
    const { sums, faults } = checkBalance(counted, [{ ...said, statedIn: null, statedOut: null }]);
    left = closing;
    return { month, sum: sums[0], faults };
  });
}

describe.each(villages)('the accounts of $village', ({ village, accounts, lines }) => {
  const people = lively.find(({ slug }) => slug === village)?.people.map(({ name }) => name) ?? [];

  test('cover twelve months, and no account is ever empty', () => {
    for (const { name, opening } of accounts) {
      const months = monthsOf(lines, name, opening);

      expect(months).toHaveLength(12);
      expect(months.flatMap(({ faults }) => faults)).toEqual([]);
      expect(months.filter(({ sum }) => (sum?.closing ?? 0) <= 0)).toEqual([]);
    }
  });

  test('name a kind of its side, a day in order and an own voucher on every line', () => {
    const vouchers = lines.map(({ voucher }) => voucher);
    const days = lines.map(({ day }) => day);

    expect(lines.filter((line) => !kinds[sideOf(line)].includes(line.kind ?? ''))).toEqual([]);
    expect(lines.filter((line) => !(amountOf(line) > 0))).toEqual([]);
    expect(new Set(vouchers).size).toBe(vouchers.length);
    expect(days).toEqual(days.toSorted());
  });

  test('are handled by one and approved by another, both of the village', () => {
    const wrong = lines.filter(
      ({ handler = '', approver = '' }) =>
        handler === approver || !people.includes(handler) || !people.includes(approver),
    );

    expect(wrong).toEqual([]);
  });
});

test('高拱桥村 begins October with 110,077.22 and is left with 126,431.72', () => {
  const told = villages.find(({ village }) => village === 'gaogongqiao');
  const [account] = told?.accounts ?? [];
  const months = monthsOf(told?.lines ?? [], account?.name ?? '', account?.opening ?? '');

  const october = months.at(-1)?.sum;

  expect(october).toBeDefined();
  expect(
    [october?.opening, october?.income, october?.spending, october?.closing].map((fen) =>
      moneyText(fen ?? 0),
    ),
  ).toEqual(['110,077.22', '48,260.00', '31,905.50', '126,431.72']);
});
