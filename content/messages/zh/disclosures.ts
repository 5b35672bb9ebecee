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
  said: {
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
  },
  brief: {
    ledger: (income: string, spending: string) => `收 ${income} 元，支 ${spending} 元`,
    rows: (n: number, unit: keyof typeof UNIT) => `${n} ${UNIT[unit]}`,
  },
  page: {
    home: (affairs: string) => `${affairs}公开`,
    comma: '，',
    even: '账对得上',
    signed: (n: number) => `监督委员会 ${n} 人已签`,
    published: (day: string) => `${day}公开`,
    early: (days: number) => `比规定早 ${days} 天`,
    onTime: '正是规定的最后一天',
    late: (days: number) => `晚了 ${days} 天`,
    lateReason: '晚的原因：',
    publicityShort: (day: string) => `公示到${day}`,
    publicity: (day: string) => `公示到${day}，有话在这之前说`,
    postsEnded: (names: string) =>
      `${names}连续两次被评为不称职。按村民委员会组织法第三十八条，职务自行终止。`,
    villageOnly:
      '只有本村的人登录后看得到，还有镇上的干部和代账会计、全县管调度和管纪检的同志。搜不到，也下载不了。',
    names: '名字遮过了。本村的人登录后看全名，您自己的那一行看得到您的号码。',
    corrected: (day: string) => `${day}改过，改掉的划了线，还看得见。原因：`,
    versions: '改了什么',
    shownThrough: (day: string) => `至少挂到${day}`,
    recipients: '名单怎么定的：',
    rule: '看定下来的那份',
    talk: '对整份有话说',
  },
  table: {
    caption: (title: string) => `${title}，每行一笔`,
    item: '项目',
    day: '日期',
    voucher: '凭证',
    amount: '金额（元）',
    ask: '问',
    asks: (n: number) => `${n} 问`,
    askLine: (no: number) => `对第 ${no} 行有疑问`,
    asked: (n: number, no: number) => `第 ${no} 行有 ${n} 个问题，再问一个`,
    side: { in: '收入', out: '支出' },
    sideRows: (side: string, n: number) => `${side} ${n} 笔`,
    goesOn: (side: string) => `${side}（接上一页）`,
    opening: { month: '月初', quarter: '季度初', year: '年初', event: '原来' },
    closing: { month: '月底结余', quarter: '季度末结余', year: '年底结余', event: '结余' },
    total: '合计',
    struck: (reason: string) => `划掉了：${reason}`,
    added: (day: string) => `${day}改的时候加上`,
    withdrawn: '这一行撤下了',
    mine: '这是您',
    own: { id: '身份证号', card: '卡号', phone: '手机' },
    resolution: '哪次会定的',
    checked: '有人问过，已核实',
    vouchers: (n: number) => `凭证 ${n} 张`,
    keptAt: (office: string) => `凭证已存档，可到${office}查看。`,
    question: '有人问：',
    hands: (hands: string) => `这张表里都是：${hands}。`,
    answered: (who: string, day: string) => `${who} ${day}答`,
    unanswered: '还没答',
    red: '冲红',
    accountOf: (name: string, village: string) => `${name}（原${village}的，单独记）`,
    nothing: '没有找到这样的。',
    nothingHint: '换个词，或者看整张表。',
    none: '这张表里没有行。',
    before: '上一页',
    after: '下一页',
    pages: '这张表的前后页',
  },
  filter: {
    title: '在这张表里找',
    q: '找什么',
    kind: '哪一类',
    side: '收还是支',
    sort: '怎么排',
    all: '全部',
    orders: { table: '按表上的顺序', amount: '金额从大到小', day: '按日期' },
    apply: '应用',
    clear: '看整张表',
    on: '只看其中一部分：',
  },
  pictures: {
    spending: (n: number) => (n === 6 ? '半年花了多少' : `最近 ${n} 期花了多少`),
    sides: { out: '钱花在哪', in: '钱从哪来', all: '分类看' },
    changes: { month: '跟上个月比', quarter: '跟上季度比', year: '跟去年比', event: '跟上次比' },
    more: (amount: string) => `多 ${amount}`,
    less: (amount: string) => `少 ${amount}`,
    unit: '单位：元。',
    now: '深色的是这一期。',
    pair: '浅色是收入，深色是支出。',
    what: '项目',
    howMuch: '元',
    change: '多了还是少了（元）',
    rows: (n: number) => `${n} 笔`,
    both: '每个月收多少、支多少',
  },
  beside: {
    none: '本期无',
    title: '还公开了',
    signIn: '本村的人登录后看',
    month: (month: string) => `${month}公开的都在这里`,
  },
  take: {
    title: (isLedger: boolean): string => (isLedger ? '拿走这份账' : '拿走这张表'),
    excel: 'Excel',
    csv: 'CSV',
    print: '打印上墙',
  },
  steps: {
    title: '谁经的手',
    drafted: '填好了表',
    signed: '看过，签了字',
    met: (present: number | null) =>
      present === null ? '两委碰头，同意公开' : `两委碰头，到 ${present} 人，同意公开`,
    publicity: '开始公示',
    published: '公开了',
    decided: '公示完，定下来了',
    corrected: '说明原因，改了表',
  },
  month: {
    title: (month: string) => `${month}公开的`,
    intro: '一件一句话，点开看整张表。',
    nothing: (month: string) => `${month}还没有公开的。`,
    year: (year: number) => `${year}年的都在这里`,
    all: '该公开什么、哪天前',
    none: (items: string[]) => `这个月没有的：${items.join('、')}`,
  },
  year: {
    title: (year: number) => `${year}年公开的`,
    intro: '每个月公开了什么，晚没晚，都在这里。',
    nothing: (year: number) => `${year}年还没有公开的。`,
    balance: '一年收支',
    income: '收入',
    spending: '支出',
    closing: '月底',
    months: '一个月一个月看',
    count: (n: number) => `${n} 项`,
    nothingYet: '还没有公开的',
    late: (days: number) => `晚了 ${days} 天`,
    before: (year: number) => `${year}年`,
    years: '别的年份',
  },
  home: {
    tile: (affairs: string) => `${affairs}公开`,
    money: (period: string, income: string, spending: string) =>
      `${period}收 ${income} 元，支 ${spending} 元`,
  },
  plate: {
    clocks: '哪一行看不明白，点后面的“问”：先回一句、说清楚，都有日子。',
    counted: (asked: number, answered: number) =>
      `这张表下面问了 ${asked} 句，答了 ${answered} 句。`,
  },
};

/** What an ordinary table says: how many rows of what, and their sum. */
export interface TableWords {
  n: number;
  unit: 'household' | 'person' | 'payment' | 'thing';
  total: string | null;
  greatest: { words: string; amount: string } | null;
}
