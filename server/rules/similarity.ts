import { fold } from '#server/rules/fold.ts';

/** What someone wrote and where it is: village group, landmark, or both in one line. */
export interface Matter {
  text: string;
  place?: string | null;
}

/**
 * How likely two texts of one village tell the same matter, from 0 to 1: the same thing, the
 * same trouble with it, the same words, the same place. It only offers 我家也是; a person decides.
 */
export function similarity(a: Matter, b: Matter): number {
  return closeness(portrait(a), portrait(b));
}

/** The recent matters at least `threshold` alike (0 to 1), the likeliest first. */
export function likelyDuplicates<T extends Matter>(
  candidate: Matter,
  recent: T[],
  threshold: number,
): { matter: T; similarity: number }[] {
  const sought = portrait(candidate);
  return recent
    .map((matter) => ({ matter, similarity: closeness(sought, portrait(matter)) }))
    .filter((pair) => pair.similarity >= threshold)
    .sort((a, b) => b.similarity - a.similarity);
}

/** What of a matter is compared. */
interface Portrait {
  things: Set<string>;
  troubles: Set<string>;
  /** Pairs of neighbouring characters. */
  pairs: Set<string>;
  placePairs: Set<string>;
  /** 3组, 三组: '3'. */
  groups: Set<string>;
}

function portrait({ text, place }: Matter): Portrait {
  const words = fold(text);
  const somewhere = fold(place ?? '');
  const kept = words.replace(POLITE, '').replace(/[^\p{L}\p{N}]/gu, '');
  return {
    things: conceptsIn(words, THINGS),
    troubles: conceptsIn(words, TROUBLES),
    pairs: pairsOf(kept),
    placePairs: pairsOf(somewhere.replace(GROUP, '').replace(/[^\p{L}\p{N}]/gu, '')),
    groups: groupsIn(`${words} ${somewhere}`),
  };
}

function closeness(a: Portrait, b: Portrait): number {
  const bothNamed = a.things.size > 0 && b.things.size > 0;
  const thing = shareOfSmaller(a.things, b.things);
  if (bothNamed && thing === 0) return limited(overlap(a.pairs, b.pairs) * 0.5);
  const words = overlap(a.pairs, b.pairs);
  const trouble = shareOfSmaller(a.troubles, b.troubles);
  const troubleDiffers = a.troubles.size > 0 && b.troubles.size > 0 && trouble === 0;
  const said = bothNamed
    ? 0.3 * thing + 0.25 * trouble + 0.6 * words - (troubleDiffers ? 0.1 : 0)
    : 1.2 * words;
  const isElsewhere = bothInGroups(a, b) && shareOfSmaller(a.groups, b.groups) === 0;
  return limited(isElsewhere ? said * 0.4 : said + placeCloseness(a, b));
}

function bothInGroups(a: Portrait, b: Portrait): boolean {
  return a.groups.size > 0 && b.groups.size > 0;
}

function placeCloseness(a: Portrait, b: Portrait): number {
  const groups = bothInGroups(a, b) ? 0.1 : 0;
  if (a.placePairs.size === 0 || b.placePairs.size === 0) return groups;
  const isSamePlace = shareOfSmaller(a.placePairs, b.placePairs) >= 0.5;
  return groups + (isSamePlace ? 0.15 : -0.15);
}

// — Sets —

function limited(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function common(a: Set<string>, b: Set<string>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count += 1;
  return count;
}

function shareOfSmaller(a: Set<string>, b: Set<string>): number {
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 0 : common(a, b) / smaller;
}

/** Between Dice and the share of the shorter text: a long letter may hold a short one's matter. */
function overlap(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  const dice = (2 * common(a, b)) / (a.size + b.size);
  return (dice + shareOfSmaller(a, b)) / 2;
}

function pairsOf(text: string): Set<string> {
  const letters = [...text];
  const pairs = letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
  return new Set(pairs);
}

// — What villagers call things —

type Concepts = Record<string, RegExp>;

function conceptsIn(text: string, concepts: Concepts): Set<string> {
  const found = Object.entries(concepts).filter(([, pattern]) => pattern.test(text));
  return new Set(found.map(([concept]) => concept));
}

const THINGS: Concepts = {
  lamp: /路灯|街灯|太阳能灯|灯杆|灯泡|照明|[盏个根]灯|灯(?:不|没|坏|全|都|又|也|熄|灭|烂)/,
  rubbish: /垃圾|渣渣|废弃物|垃圾桶|垃圾池|脏东西/,
  ditch: /水沟|沟渠|排水|阴沟|下水道|边沟|沟(?:堵|里|头|垮)|涵洞|涵管/,
  canal: /堰渠|水渠|灌溉|放水|提灌|堰塘|斗渠|渠(?:道|垮|漏)/,
  road: /路面|公路|村道|组道|机耕道|水泥路|马路|路上.*坑|坑洼|凼凼|路(?:烂|坏|垮|塌|断)|坑/,
  tap: /自来水|停水|水管|水龙头|水压|没水|吃水|饮水|断水/,
  power: /停电|电压|电线|电杆|变压器|断电|没电/,
  bridge: /桥(?![头边下])|护栏|栏杆/,
  charger: /充电桩|充电/,
  cover: /井盖|窨井/,
  dog: /狗|犬/,
  dance: /广场舞|坝坝舞|喇叭|音响/,
  site: /工地|施工|装修/,
  smoke: /秸秆|烧(?:荒|草|麦)|油烟|浓烟|焚烧/,
  smell: /养殖|猪场|猪圈|粪|臭/,
  toilet: /厕所|化粪池|改厕|公厕/,
  aid: /低保|救助|特困|五保|困难户/,
  insurance: /医保|社保|养老金|养老保险/,
  fee: /水费|电费|物业费|卫生费/,
  farming: /(?:耕地|种粮|地力|农机).*补|粮补|直补/,
  aged: /高龄/,
  disabled: /残疾|残联/,
  clinic: /卫生室|卫生院|村医|看病/,
  office: /村委会|居委会|便民服务|办事窗口/,
  bus: /公交|班车|客车|校车/,
  net: /宽带|网络|信号|断网|光纤/,
  gym: /健身器材|健身|篮球架|乒乓/,
  tree: /树枝|树倒|大树|树丫|竹子/,
  parcel: /快递|包裹/,
};

const TROUBLES: Concepts = {
  dark: /黑黢黢|黑漆漆|黑咕隆咚|黑灯|看不[见清到]|摸黑/,
  broken:
    /不亮|没亮|不得亮|熄|灭|坏|烂|破|断|垮|塌|裂|松|倒了|跳闸|老是跳|电压.*低|关不上|打不开|歪|掉|缺了|丢了|不见|坑|凼|不能用|用不成|用不了/,
  blocked: /堵|淤|不通|积水|淹|倒灌|漫出来|排不出/,
  dirty: /脏|臭|没人收|没人扫|不收|堆|满了|满出来|乱倒|乱丢|没拉|没来拉|清运|气味/,
  missing: /能不能装|装几盏|安装|加装|新修|没有路灯|没安|想装|增设|修一条|硬化|没得/,
  stopped: /停水|停电|没水|断水|没电|断电|不来水|水压|没到|没来|断网/,
  loud: /吵|噪|睡不/,
  absent: /没人(?!收|扫)|找不到人|不在/,
  smoky: /烟|熏|呛/,
  loose: /没拴|乱跑|咬|追人/,
  late: /没发|没有打|没有发|没到账|没收到|还没打|什么时候发/,
};

const GROUP = /(\d{1,2}|[一二三四五六七八九十]{1,3})(?:组|社|队)/g;
const NUMERALS = '零一二三四五六七八九';

function groupsIn(text: string): Set<string> {
  return new Set([...text.matchAll(GROUP)].map(([, number = '']) => inDigits(number)));
}

function inDigits(number: string): string {
  if (/\d/.test(number)) return number;
  const [tens = '', ones = ''] = number.includes('十') ? number.split('十') : ['', number];
  const tenfold = number.includes('十') ? Math.max(1, NUMERALS.indexOf(tens || '一')) : 0;
  return String(tenfold * 10 + Math.max(0, NUMERALS.indexOf(ones || '零')));
}

/** Said in every message, so it tells nothing. */
const POLITE =
  /你好|您好|请问|麻烦|谢谢|希望|领导|书记|同志|村里|村上|我们|我家|咱们|能不能|可不可以|有没有|什么时候|尽快|赶紧|帮忙|解决|处理|反映|一下|这个|那个|现在|已经|好几天|几天|今天|昨天|最近|[的了吗呢啊吧嘛哦哈]/g;
