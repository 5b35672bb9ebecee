import type { Span } from '#server/rules/disclosure-masking-addresses.ts';
import { isSurelyName } from '#server/rules/person-names.ts';

/** People under 14 are children (个人信息保护法 28): what is known of them is never shown. */
const CHILD_YEARS = 14;

const CHILD_WORDS =
  /孤儿|留守儿童|困境儿童|儿童|无人抚养|未成年人?|婴儿|幼儿|小学生|中学生|学生|弃婴|双胞胎/g;
const CHILD_CALLED =
  /(?:儿童|孤儿|学生|幼儿|婴儿|子女|长子|次子|幼子|儿子|女儿|长女|次女|幼女|孙子|孙女|外孙女?|之子|之女|孩子|小孩|娃)[: (,]{0,2}(\p{Script=Han}{2,4}(?:·\p{Script=Han}{1,6})?)/gu;
const CALLED_CHILD =
  /(\p{Script=Han}{2,4}(?:·\p{Script=Han}{1,6})?)[ (]{1,2}(?:儿童|孤儿|学生|幼儿|婴儿|小学|幼儿园|一年级|二年级|三年级|四年级|五年级|六年级|孩子)\)?/gu;
const AGE = /(?<![\d.])(\d{1,2}) ?(?:周岁|岁)(?!以[上下]|及|至|-)|\d{1,2}个月大/g;
const MARITAL =
  /离异|离婚|丧偶|未婚|已婚|再婚|复婚|单亲|寡居|寡妇|鳏寡|非婚|私生|改嫁|入赘|婚嫁|出嫁|嫁入|嫁出|结婚/g;

/** Said of somebody wherever it stands; a cell that says nothing else is about somebody too. */
const SAID_OF_SOMEBODY = /离异|丧偶|离婚|再婚|改嫁|私生|非婚生/g;
const ONLY_CHILD_WORD = new RegExp(`(?<=^|[,;:] ?)(?:${CHILD_WORDS.source})(?=$|[,;])`, 'g');

const DAY = '(?:19|20)\\d\\d(?:[-/.年]\\d{1,2}(?:[-/.月]\\d{1,2}日?|月)?|\\d{4}|年)';
const BORN = new RegExp(
  `(?:出生(?:日期|年月日?)?|生日|生于)[:是为 ]{0,2}(${DAY})|(${DAY}) ?(?:出生|生(?![产活效育物态意]))(?!人口|率|婴儿|缺陷)`,
  'g',
);

/** Whom words are about: a person, a matter of the village's, or whole groups of people, counted. */
export type About = 'person' | 'matter' | 'groups';

/** What a folded text tells of children and families. */
export interface FamilyFinding extends Span {
  kind: 'child' | 'private';
}

/**
 * Finds children by name, age, birthday and state, and birthdays and marriages of others.
 * `today` is a local date. Of a person single words tell too much; 孤儿 that are counted are a group.
 */
export function findFamily(text: string, about: About, today: string): FamilyFinding[] {
  const found = [...birthdays(text, today), ...childrenByName(text)];
  if (about !== 'person') {
    const alone = about === 'groups' ? [] : [...text.matchAll(ONLY_CHILD_WORD)];
    return [
      ...found,
      ...[...text.matchAll(SAID_OF_SOMEBODY)].map((match) => whole(match, 'private')),
      ...alone.map((match) => whole(match, 'child')),
    ];
  }
  const ages = [...text.matchAll(AGE)].filter(([, years]) => Number(years ?? 0) < CHILD_YEARS);
  return [
    ...found,
    ...[...text.matchAll(CHILD_WORDS), ...ages].map((match) => whole(match, 'child')),
    ...[...text.matchAll(MARITAL)].map((match) => whole(match, 'private')),
  ];
}

function birthdays(text: string, today: string): FamilyFinding[] {
  if (!text.includes('生')) return [];
  const youngest = Number(today.slice(0, 4)) - CHILD_YEARS;
  return [...text.matchAll(BORN)].map((match) => {
    const day = match[1] ?? match[2] ?? '';
    const [year = '', month = '12', date = '31'] = partsOf(day);
    const born = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    const isChild = born > `${youngest}${today.slice(4)}`;
    return whole(match, isChild ? 'child' : 'private');
  });
}

function partsOf(day: string): string[] {
  const isRun = /^\d{8}$/.test(day);
  return isRun ? [day.slice(0, 4), day.slice(4, 6), day.slice(6)] : (day.match(/\d+/g) ?? []);
}

/** 孙女张小宝, 张小宝(学生): the name goes with the word. */
function childrenByName(text: string): FamilyFinding[] {
  const called = [...text.matchAll(CHILD_CALLED), ...text.matchAll(CALLED_CHILD)];
  return called.filter(([, name = '']) => isSurelyName(name)).map((match) => whole(match, 'child'));
}

function whole(match: RegExpExecArray, kind: FamilyFinding['kind']): FamilyFinding {
  return { kind, start: match.index, end: match.index + match[0].length };
}
