import { describe, expect, test } from 'vitest';
import { type AccountStatement, type BalanceLine, checkBalance } from '#server/rules/balance.ts';
import { parseMoney } from '#server/rules/money.ts';

function fen(yuan: string): number {
  const amount = parseMoney(yuan);
  if (amount === null) throw new Error(`${yuan} is no amount`);
  return amount;
}

function line(no: number, side: 'in' | 'out', yuan: string, balance?: string): BalanceLine {
  return {
    no,
    account: 'basic',
    side,
    amount: fen(yuan),
    balance: balance === undefined ? null : fen(balance),
  };
}

function statement(over: Partial<AccountStatement> = {}): AccountStatement {
  return {
    account: 'basic',
    opening: fen('110,077.22'),
    closing: fen('126,431.72'),
    lastClosing: fen('110,077.22'),
    statedIn: null,
    statedOut: null,
    ...over,
  };
}

const october = [
  line(1, 'in', '48,260.00', '158,337.22'),
  line(2, 'out', '6,800.00', '151,537.22'),
  line(3, 'out', '25,105.50', '126,431.72'),
];

test('the October of 高拱桥村 comes out', () => {
  const { sums, faults } = checkBalance(october, [statement()]);

  expect(faults).toEqual([]);
  expect(sums).toEqual([
    {
      account: 'basic',
      opening: 11_007_722,
      income: 4_826_000,
      spending: 3_190_550,
      closing: 12_643_172,
    },
  ]);
});

describe('one 分 is enough', () => {
  test.each([
    ['the closing', { closing: fen('126,431.73') }, 'closing', 1],
    ['the closing, below', { closing: fen('126,431.71') }, 'closing', -1],
    ['the total taken in', { statedIn: fen('48,260.01') }, 'total-in', 1],
    ['the total spent', { statedOut: fen('31,905.49') }, 'total-out', -1],
    ['the opening beside the last closing', { lastClosing: fen('110,077.21') }, 'opening', 1],
  ])('%s', (_, over, fault, off) => {
    const { faults } = checkBalance(october, [statement(over)]);

    expect(faults).toMatchObject([{ fault, account: 'basic', no: null, off }]);
  });

  test('a line that is one 分 off is named, and the lines after it are not', () => {
    const lines = [
      line(1, 'in', '48,260.00', '158,337.22'),
      line(2, 'out', '6,800.01', '151,537.22'),
      line(3, 'out', '25,105.50', '126,431.72'),
    ];

    const { faults } = checkBalance(lines, [statement()]);

    expect(faults).toMatchObject([
      { fault: 'closing', off: 1 },
      { fault: 'running', no: 2, said: 15_153_722, counted: 15_153_721, off: 1 },
    ]);
  });
});

describe('a running balance names the one line that is wrong', () => {
  const of = (...balances: (string | undefined)[]) =>
    balances.map((balance, at) => line(at + 1, 'out', '10', balance));
  const wrongIn = (lines: BalanceLine[]) => {
    const said = statement({ opening: fen('100'), lastClosing: fen('100'), closing: 0 });
    const { faults } = checkBalance(lines, [said]);
    return faults.flatMap((one) => (one.fault === 'running' ? [[one.no, one.off]] : []));
  };

  test.each([
    ['none', of('90', '80', '70', '60'), []],
    ['a slip of the balance', of('90', '80', '70.01', '60', '50'), [[3, 1]]],
    ['a slip in the first line', of('90.01', '80', '70'), [[1, 1]]],
    ['a slip in the last line', of('90', '80', '70.01'), [[3, 1]]],
    ['a slip that was counted on', of('90', '80', '70.01', '60.01', '50.01'), [[3, 1]]],
    ['a slip before a line without a balance', of('90', '80.01', undefined, '60'), [[2, 1]]],
    [
      'two slips',
      of('90', '80.01', '70', '60', '50.02', '40'),
      [
        [2, 1],
        [5, 2],
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(wrongIn(lines)).toEqual(expected);
  });
});

test('a new account has no closing to begin with', () => {
  const { faults } = checkBalance(
    [line(1, 'in', '100')],
    [statement({ opening: 0, closing: 10_000, lastClosing: null })],
  );

  expect(faults).toEqual([]);
});

test('a line taken back in red lowers what was spent', () => {
  const lines = [line(1, 'out', '500'), line(2, 'out', '-500'), line(3, 'out', '450')];
  const stated = statement({ opening: 100_000, lastClosing: 100_000, closing: 55_000 });

  const { sums, faults } = checkBalance(lines, [stated]);

  expect(faults).toEqual([]);
  expect(sums).toMatchObject([{ spending: 45_000 }]);
});

test('the accounts of merged villages are counted apart', () => {
  const lines = [
    { ...line(1, 'in', '10'), account: 'own' },
    { ...line(2, 'in', '20'), account: 'merged' },
  ];
  const of = (account: string, closing: number) =>
    statement({ account, opening: 0, lastClosing: 0, closing });

  expect(checkBalance(lines, [of('own', 1_000), of('merged', 2_000)]).faults).toEqual([]);
  expect(checkBalance(lines, [of('own', 2_000), of('merged', 1_000)]).faults).toMatchObject([
    { account: 'own', off: 1_000 },
    { account: 'merged', off: -1_000 },
  ]);
});

test('a line of an account that nobody stated is named', () => {
  const { faults } = checkBalance([{ ...line(7, 'out', '1'), account: 'petty' }], []);

  expect(faults).toMatchObject([{ fault: 'no-account', account: 'petty', no: 7 }]);
});

test('a period without a line keeps what was there', () => {
  expect(checkBalance([], [statement({ closing: fen('110,077.22') })]).faults).toEqual([]);
  expect(checkBalance([], [statement()]).faults).toMatchObject([
    { fault: 'closing', off: 1_635_450 },
  ]);
});
