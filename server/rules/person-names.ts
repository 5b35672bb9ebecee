import { fold } from '#server/rules/fold.ts';
import { surnameLength } from '#server/rules/surnames.ts';

/** A name that stands in a folded text. */
export interface NameSpan {
  start: number;
  end: number;
}

/** Names that are known, folded. */
export interface KnownNames {
  /** Villagers'; and the characters with which they begin. */
  all: ReadonlySet<string>;
  beginnings: ReadonlySet<string>;
  longest: number;
  /** Of those in office, who may be named everywhere. */
  official: ReadonlySet<string>;
}

/** Prepares names for `findNames` as cells of names have them, with whatever stands beside them. */
export function knownNames(names: Iterable<string>, officials: Iterable<string> = []): KnownNames {
  const official = new Set([...officials].map(bare));
  const all = new Set([...names].flatMap(namesWithin).filter((name) => !official.has(name)));
  const longest = Math.max(0, ...[...all].map((name) => name.length));
  return { all, beginnings: new Set([...all].map((name) => name.charAt(0))), longest, official };
}

/** 张三13800138000 has one name, 张小明、李四 two. */
function namesWithin(cell: string): string[] {
  const folded = fold(cell);
  return findNameRuns(folded)
    .map(({ start, end }) => bare(folded.slice(start, end)).replace(TITLE, ''))
    .filter((name) => name.length > 1 && (name.includes('·') || [...name].length <= LONGEST))
    .filter((name) => !COMMON_NAME.test(name))
    .map((name) => name.replaceAll('·', ''));
}

/**
 * Tells whether a party to a contract is a person: two to four characters with a known surname and
 * no word of an organisation, or a name with a dot. In doubt it is one, and is masked.
 */
export function looksLikePerson(party: string): boolean {
  const name = bare(party).replace(TITLE, '');
  if (DOTTED.test(name)) return true;
  if (!/^\p{Script=Han}{2,4}$/u.test(name) || ORGANISATION.test(name)) return false;
  const surname = surnameLength(name);
  return surname > 0 && [...name].length - surname <= (surname === 2 ? 3 : 2);
}

/** Every run of letters in a name column is a name, unless it says what is no person. */
export function findNameRuns(text: string): NameSpan[] {
  return [...text.matchAll(NAME_RUN)]
    .filter(([run]) => !NO_NAME.test(run) && !isOrganisation(run))
    .map(({ 0: run, index }) => ({ start: index, end: index + run.length }));
}

/** The people among the parties in a column of parties. */
export function findPartyNames(text: string): NameSpan[] {
  return [...text.matchAll(PARTY_RUN)]
    .filter(([run]) => looksLikePerson(run))
    .map(({ 0: run, index }) => ({ start: index, end: index + run.length }));
}

/** Names in the middle of words: those that are known, and those that a word before or behind tells. */
export function findNames(text: string, known: KnownNames): NameSpan[] {
  const found = findKnown(text, known);
  const called = findCalled(text).filter(
    ({ start, end }) =>
      !known.official.has(text.slice(start, end)) &&
      !found.some((one) => one.start < end && start < one.end),
  );
  return [...found, ...called];
}

function findKnown(text: string, { all, beginnings, longest }: KnownNames): NameSpan[] {
  const found: NameSpan[] = [];
  for (let start = 0; start < text.length; start += 1) {
    if (!beginnings.has(text.charAt(start))) continue;
    const name = knownAt(text, start, all, longest);
    if (!name) continue;
    found.push(name);
    start = name.end - 1;
  }
  return found;
}

function knownAt(text: string, start: number, all: ReadonlySet<string>, longest: number) {
  let letters = '';
  let longestFound: NameSpan | undefined;
  for (let end = start; end < text.length && letters.length < longest; end += 1) {
    const letter = text.charAt(end);
    if (BETWEEN.test(letter)) continue;
    letters += letter;
    if (all.has(letters)) longestFound = { start, end: end + 1 };
  }
  return longestFound;
}

function findCalled(text: string): NameSpan[] {
  const before = [...text.matchAll(CALLED_BEFORE)];
  const behind = [...text.matchAll(CALLED_BEHIND)];
  const paid = [...text.matchAll(PAID)];
  return [...before, ...behind, ...paid].flatMap((match) => {
    const name = match[1] ?? '';
    const from = match.index + match[0].lastIndexOf(name);
    return isSurelyName(name) ? [{ start: from, end: from + name.length }] : [];
  });
}

/** Whether a word begins with a surname, and is none of the words that do so too. */
export function isSurelyName(name: string): boolean {
  const surname = surnameLength(name);
  const given = [...name].length - surname;
  const isOfNameLength = surname > 0 && given > 0 && given <= (name.includes('·') ? 9 : 2);
  return isOfNameLength && !COMMON_WORD.test(name) && !ORGANISATION.test(name);
}

function bare(name: string): string {
  return fold(name).replace(/[\s·•・‧.]/g, (sign) => (/\s/.test(sign) ? '' : '·'));
}

const LONGEST = 4;
/** A villager may be called so, and a road or a season more often is. */
const COMMON_NAME =
  /^(?:高峰|高温|高山|高原|平安|安全|安康|方便|方圆|方向|金秋|金桥|黄河|黄沙|黄金|江水|江山|江边|马路|田园|田间|石林|石桥|石头|文明|文化|向阳|成都|成果|广元|广场|白马|白云|白沙|青山|云南|和平|明白|常年|时间|关口|花园|花椒|水利|水库|水田|路口|林场|林业|龙门|龙泉|万家|丰收|春耕|秋收|夏收|双堰|全家|元旦|国庆)$/;

const BETWEEN = /[\s\p{Cf}·•・‧.]/u;
const TITLE = /(?:先生|女士|同志|师傅|老板|等\d*人?)$/;
const DOTTED = /^\p{Script=Han}{1,10}(?:·\p{Script=Han}{1,10})+$/u;

const ORGANISATION =
  /公司|集团|中心|合作|超市|商[店铺行贸城场]|经营|农[资场庄家户机技贸]|建[材筑设]|石材|五金|工程|机械|电力|供[电水销]|电信|移动|联通|广电|银行|信用|保险|基金|政府|街道|社区|村[委民]|居[委民]|委员会|党支部|小组|全体|各[组户村]|代表|协会|学校|小学|医院|卫生|养殖|种植|林场|苗圃|园林|茶[馆楼]|饭[店馆]|餐|酒店|运输|物流|环[保卫]|广告|打印|文印|加油|修理|汽修|租赁|劳务|家具|电器|建工|批发|市场|车队|作坊|大院|集体|合计|小计|[厂店部站所院校局委队铺馆镇乡县办处科司行坊村]$|\d|[组社]$/;
/** In a name column only what is plainly none is left: 李建社 and 王新村 are people. */
const WHOLE_ORGANISATION =
  /公司|集团|合作社|经营部|村民委员会|居民委员会|村委会|居委会|党支部|全体|村集体|村民小组$|农户|各[组户]|(?:街道|社区|乡政府|镇政府)$/;
const NO_NAME =
  /^(?:合计|小计|共计|总计|累计|本页|户主?|人|等|无|本期无|空|组|社|队|号|代|家|元|和|及|与|年|月|日|女|男|户数|人数|低保户?|特困户?|脱贫户|监测户|一般户|代领人?|代签|已领|本人|户主本人|监护人|负责人|法人|组长|队长|新增|注销|已故|死亡|见附件|详见附件|转包|流转|自种)$/;

function isOrganisation(run: string): boolean {
  return WHOLE_ORGANISATION.test(run);
}

const LETTERS = '[\\p{L}\\p{M}\\p{Co}〇]+';
const NAME_RUN = new RegExp(`${LETTERS}(?:[ ·•・‧.'-]{1,2}${LETTERS})*`, 'gu');
const PARTY_RUN = /[\p{Script=Han}〇]+(?:[ ·•・‧.]{1,2}[\p{Script=Han}〇]+)*/gu;

/** A name of two or three characters; the fewest that what follows allows. */
const NAME = '(\\p{Script=Han}{2,4}?)';
const BEHIND =
  '(?=$|[^\\p{L}]|家|户|等|的|同志|先生|女士|老人|误工|代|领|一家|夫妇|住院|因|患|生活|丧|治|房|看病|医|工[资钱]|土地|承包|补|慰问|困难|残)';
const CALLED_BEFORE = new RegExp(
  `(?:慰问|看望|走访|村民|居民|社员|户主|低保户|特困户|五保户|贫困户|脱贫户|监测户|困难户|收款人|领款人|领取人|申请人|承租人|承包人|承包户|缴款人|付款人|捐款人|捐赠人|姓名|死者|病人|患者|家属|支付|付给|发给|发放给|补给|补助|代办人?:)[: (（]{0,2}(?:\\d+组|[一二三四五六七八九十]+组)?${NAME}${BEHIND}`,
  'gu',
);
const PAID =
  /(?:支付|代付|补付|付清|付给|付|结算|报销)(?:\d+组|[一二三四五六七八九十]+组)?(\p{Script=Han}{2,3}?)(?=(?:等[\d一二三四五六七八九十]+人)?的?(?:误工|工资|工钱|劳务|运费|材料|货款|租金|租车|挖机|车费|餐费|伙食|生活费|报酬|垫付|借款|押金|清洁费|看守))/gu;
const CALLED_BEHIND =
  /(?<![\p{Script=Han}])(\p{Script=Han}{2,3}?)(?:户(?=$|[^\p{L}])|家(?=$|[^\p{L}])|等[\d一二三四五六七八九十]+[户人]|同志|先生|女士|大爷|大娘|婆婆|老人|代领|误工|夫妇)/gu;
/** Words that begin like a name: 水费, 路面, 高龄. */
const COMMON_WORD =
  /费|款|母[猪牛羊]|竹[子林木]|鲜[花奶]|公[约益共里家]|养老|自[来治]|住房|居[家住]|会议|项目|保[洁安险管]|水[泥稻沟管]|河道|金额|资金|路[面灯基沿]|[水电]|石[子料]|沙|高[龄温]|安[全置装]|平[安整台]|方[案便]|全[体村县]|农[户村机]|马路|田[间地]|车|机|班|文[化艺件]|常[规务]|时[间]|明[年白]|广[播场告]|通[讯知]|困难|党员|干部|群众|代表|老人|孤寡|儿童|学生|军属|烈属|五保|低保|户$|组$|人[员]|工[资程]|补[贴助]|垃圾|清[运洁]|管[护网]|和|及|家庭|成员|白酒|大?米[面袋]|油[料费]|面粉|花[草木卉]|温度|谷物|万[元户]|双[抢]|[元人户亩吨米]$/;
