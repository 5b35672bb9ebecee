import type { Sentence } from '#content/messages/sentence.ts';

/** What a table says in its first sentence: sums as text, without 元. */
export interface LedgerWords {
  span: 'month' | 'quarter' | 'year' | 'event';
  income: string | null;
  spending: string | null;
  greatest: { words: string; amount: string } | null;
  closing: string;
}

const SPAN = { month: '这个月', quarter: '这个季度', year: '这一年', event: '这一次' };
const END = { month: '月底', quarter: '季度末', year: '年底', event: '到现在' };
const UNIT = { household: '户', person: '人', payment: '笔', thing: '项' };
const QUARTERS = ['一', '二', '三', '四'];

/** Words of 村务公开 as people read it. */
export const disclosures = {
  kind: {
    name: '村务公开',
    shared: (place: string, title: string) => `${place}公开了：${title}`,
  },
  period: {
    month: (month: number) => `${month}月`,
    quarter: (quarter: number) => `${QUARTERS[quarter - 1] ?? quarter}季度`,
    year: (year: number) => `${year}年`,
    withYear: (year: number, period: string) => `${year}年${period}`,
    day: (month: number, day: number) => `${month}月${day}日`,
    serial: (n: number) => `第 ${n} 次`,
  },
  title: {
    ledger: (period: string) => `${period}的账`,
    table: (period: string, item: string) => `${period}${item}`,
    event: (item: string, day: string) => `${item}（${day}）`,
  },
  ledger: ({ span, income, spending, greatest, closing }: LedgerWords): Sentence => [
    SPAN[span],
    ...(income === null ? ['没有收入'] : ['进来 ', { figure: `${income} 元` }]),
    ...(spending === null ? ['，没有支出'] : ['，花了 ', { figure: `${spending} 元` }]),
    ...(greatest
      ? ['，最大一笔是', { said: greatest.words }, ' ', { figure: `${greatest.amount} 元` }]
      : []),
    `。${END[span]}账上有 `,
    { figure: `${closing} 元` },
    '。',
  ],
  table: ({ n, unit, total, greatest }: TableWords): Sentence => [
    '一共 ',
    { figure: `${n} ${UNIT[unit]}` },
    ...(total === null ? [] : ['，合计 ', { figure: `${total} 元` }]),
    ...(greatest
      ? ['，最大一笔是', { said: greatest.words }, ' ', { figure: `${greatest.amount} 元` }]
      : []),
    '。',
  ],
};

/** What an ordinary table says: how many rows of what, and their sum. */
export interface TableWords {
  n: number;
  unit: 'household' | 'person' | 'payment' | 'thing';
  total: string | null;
  greatest: { words: string; amount: string } | null;
}
