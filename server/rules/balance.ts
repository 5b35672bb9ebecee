/**
 * Whether accounts come out, to the 分 (domain: opening + in − out = closing per account and
 * period, opening = last closing, totals = rows). What does not is named with its line.
 */

/** A line of income or spending, in 分; negative for 冲红. `balance` is what the table says is left. */
export interface BalanceLine {
  no: number;
  account: string;
  side: 'in' | 'out';
  amount: number;
  balance: number | null;
}

/** What is said of an account for a period, in 分; null where nothing is said or known. */
export interface AccountStatement {
  account: string;
  opening: number;
  closing: number;
  /** What it was left with at the end of the period before; null of a new account. */
  lastClosing: number | null;
  statedIn: number | null;
  statedOut: number | null;
}

/** What the lines of an account come to, in 分. */
export interface AccountSum {
  account: string;
  opening: number;
  income: number;
  spending: number;
  closing: number;
}

/** Something that does not come out: `off` is how many 分 what is said lies above what is counted. */
export type BalanceFault =
  | ({ fault: 'opening' | 'closing' | 'total-in' | 'total-out'; account: string; no: null } & Off)
  | ({ fault: 'running'; account: string; no: number } & Off)
  | { fault: 'no-account'; account: string; no: number; said: null; counted: null; off: null };

interface Off {
  said: number;
  counted: number;
  off: number;
}

/** Counts each account and names every fault, account by account; none means that it balances. */
export function checkBalance(
  lines: BalanceLine[],
  statements: AccountStatement[],
): { sums: AccountSum[]; faults: BalanceFault[] } {
  const known = new Set(statements.map(({ account }) => account));
  const strays = lines.filter(({ account }) => !known.has(account)).map((line) => strayFault(line));
  const counted = statements.map((statement) => {
    const own = lines.filter(({ account }) => account === statement.account);
    const sum = sumOf(statement, own);
    return { sum, faults: [...statementFaults(statement, sum), ...runningFaults(statement, own)] };
  });
  return {
    sums: counted.map(({ sum }) => sum),
    faults: [...strays, ...counted.flatMap(({ faults }) => faults)],
  };
}

function sumOf({ account, opening, closing }: AccountStatement, lines: BalanceLine[]): AccountSum {
  const total = (side: 'in' | 'out') =>
    lines.reduce((sum, line) => (line.side === side ? sum + line.amount : sum), 0);
  return { account, opening, income: total('in'), spending: total('out'), closing };
}

function statementFaults(said: AccountStatement, sum: AccountSum): BalanceFault[] {
  const closing = sum.opening + sum.income - sum.spending;
  const checks = [
    ['opening', said.opening, said.lastClosing],
    ['total-in', said.statedIn, sum.income],
    ['total-out', said.statedOut, sum.spending],
    ['closing', said.closing, closing],
  ] as const;
  return checks.flatMap(([fault, stated, counted]) =>
    stated === null || counted === null || stated === counted
      ? []
      : [{ fault, account: said.account, no: null, said: stated, counted, off: stated - counted }],
  );
}

// One slip names one line: after a wrong balance it goes on from what the next one goes on from.
function runningFaults(statement: AccountStatement, lines: BalanceLine[]): BalanceFault[] {
  let before = statement.opening;
  const faults: BalanceFault[] = [];
  for (const [at, { no, account, balance, ...line }] of lines.entries()) {
    const counted = before + movement(line);
    const said = balance ?? counted;
    if (said !== counted)
      faults.push({ fault: 'running', account, no, said, counted, off: said - counted });
    before = goesOnFrom(counted, lines.slice(at + 1, at + 1 + LOOK_AHEAD)) ? counted : said;
  }
  return faults;
}

function movement({ side, amount }: Pick<BalanceLine, 'side' | 'amount'>): number {
  return side === 'in' ? amount : -amount;
}

/** Lines without a balance of their own between two that have one. */
const LOOK_AHEAD = 50;

/** Whether the next balance that is written down was counted on from this one. */
function goesOnFrom(before: number, next: BalanceLine[]): boolean {
  let counted = before;
  for (const { balance, ...line } of next) {
    counted += movement(line);
    if (balance !== null) return balance === counted;
  }
  return false;
}

function strayFault({ account, no }: BalanceLine): BalanceFault {
  return { fault: 'no-account', account, no, said: null, counted: null, off: null };
}
