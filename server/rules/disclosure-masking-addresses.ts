/** Places in a folded text, end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** A number of a door or house, as digits or spelt: 12, 十二. */
const N = '(?:\\d{1,4}|[一二三四五六七八九十百零〇]{1,4})';
const HOUSE = `第?${N}(?:[-–—之附]${N})*(?:号|#)(?:附${N}号?|院|内)?`;
/** 3号堰塘 and 12号动工 are a thing and a day, and no door. */
const NO_DOOR =
  '(?![地田土堰塘渠井泵闸桥路线点坝沟管杆灯变台机棚池圈涵段标库厂仓铺楼文令票车船]|门(?![前口])|鱼塘|大棚|公路|水库|村道|合同|凭证|发票|动工|开工|完工|放水|停[水电]|开会|验收|以?前|以?后|起|至|到|[上下]午|晚上|早上|当天|公告|垃圾|片区|宗地|便道|作业)';
/** Sums, areas and counts follow what is no number of a room. */
const NO_SUM = '(?![\\d.%]|元|万|平|㎡|m|亩|人|斤|吨|个|块|盏|座|只)';

const AFTER_GROUP = new RegExp(`(?<=[组社队] ?)${HOUSE}${NO_DOOR}`, 'g');
const AFTER_ROAD = new RegExp(`(?<=[路街巷弄坊道] ?)${HOUSE}${NO_DOOR}`, 'g');
const UNIT = `${N}单元 ?[-,]? ?(?:${N}[楼层] ?)?(?:\\d{3,4}[室号户]?|${N}[室号]|[左右]边?)`;
const BLOCK = `${N}(?:栋|幢|座|号楼|#楼?)`;
const ROOM = new RegExp(
  `(?:${BLOCK} ?[-,]? ?)?${UNIT}${NO_SUM}` +
    `|${BLOCK} ?[-,]? ?${N}单元(?: ?${N}[楼层])?` +
    `|${BLOCK} ?[-,]? ?(?:\\d{3,4}[室号户]?|${N}[室号])${NO_SUM}` +
    '|(?<!\\d)\\d{3,4}室(?![内外温])',
  'g',
);
const DOOR_PLATE = new RegExp(
  `(?<=门牌(?:号码?|编号)?[:是为 ]{0,2})${N}(?:[-–—之附]${N})*号?`,
  'g',
);
const LIVES =
  /(?:家住|住址|住在|现住|居住在?|地址|家在|户籍地?)[^\d。;\n]{0,24}?(\d{1,4}(?:[-–—之附]\d{1,4})*(?:号|室|$))/g;
const DASHED =
  /(?<=(?:小区|花园|家园|新居|新村|[苑庭府城湾里住]|地址)[^\d]{0,3})\d{1,3}[-–—]\d{1,2}[-–—]\d{3,4}(?!\d)/g;

/** Finds where somebody lives, nearer than by the group (domain rules §6), in a folded text. */
export function findAddresses(text: string): Span[] {
  if (!/[号#室单栋幢座]|门牌|住|址|户籍|\d[-–—]\d{1,2}[-–—]\d{3}/.test(text)) return [];
  const whole = [AFTER_GROUP, AFTER_ROAD, ROOM, DOOR_PLATE, DASHED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => spanOf(match, match[0])),
  );
  const lived = [...text.matchAll(LIVES)].map((match) => spanOf(match, match[1] ?? ''));
  return [...whole, ...lived];
}

/** Where a place column tells more than the group; of people's homes everything behind the group. */
export function findBehindGroup(text: string, isHome: boolean): Span[] {
  const inText = findAddresses(text);
  if (!isHome) return inText;
  const groups = [...text.matchAll(GROUP)];
  const last = groups.at(-1);
  const from = last ? last.index + last[0].length : text.search(FINER);
  const hasMore = from >= 0 && text.slice(from).trim() !== '';
  return hasMore ? [{ start: from, end: text.length }] : inText;
}

const GROUP = /(?:小组|组(?![长员织合建])|社(?![区员会保])|(?<!部)队(?![长员伍]))/g;
const FINER =
  /[第 ]?(?:\d|[一二三四五六七八九十])+(?:[-–—之附]\d+)*(?:号|室|户|栋|幢|座|单元|楼|#|$)/;

/** The part of a match that stands at its end. */
function spanOf(match: RegExpExecArray, part: string): Span {
  const end = match.index + match[0].length;
  return { start: end - part.length, end };
}
