import { describe, expect, test } from 'vitest';
import { findNames, knownNames, looksLikePerson } from '#server/rules/person-names.ts';
import { surnameLength } from '#server/rules/surnames.ts';

describe('a party to a contract', () => {
  test.each([
    '王建国',
    '张三',
    '欧阳修',
    '諸葛亮',
    '上官小满',
    '谯大寒',
    '扎西次仁',
    '吉克阿牛',
    '买买提·吐尔逊',
    '㛃芷岚',
    '王建国先生',
    '李会',
    '王秋园',
  ])('%s is a person', (party) => {
    expect(looksLikePerson(party)).toBe(true);
  });

  test.each([
    '广汉市金雁建材有限公司',
    '张记建材店',
    '石材厂',
    '石梯村',
    '高坪镇',
    '石梯村3组',
    '供电所',
    '全体村民',
    '农机合作社',
    '中国移动',
    '金雁超市',
    '各组',
    '村集体',
    '5',
    '',
  ])('%s is none', (party) => {
    expect(looksLikePerson(party)).toBe(false);
  });
});

describe('a surname', () => {
  test.each([
    ['张三', 1],
    ['欧阳修', 2],
    ['欧阳', 1],
    ['扎西次仁', 2],
    ['㛃芷岚', 1],
    ['的确', 0],
    ['', 0],
  ])('%s begins with one of %i characters', (word, length) => {
    expect(surnameLength(word)).toBe(length);
  });
});

describe('names that are known', () => {
  const known = knownNames(
    ['卿芷岚 19900001234', '葉霜溪、金桐', '阿依·吐尔逊', '平安', '曾谷雨', '张'],
    ['曾谷雨'],
  );

  test.each([
    ['给卿芷岚的', ['卿芷岚']],
    ['叶霜溪和金桐', ['叶霜溪', '金桐']],
    ['卿 芷 岚', ['卿 芷 岚']],
    ['阿依•吐尔逊家', ['阿依•吐尔逊']],
    ['平安建设', []],
    ['曾谷雨带队', []],
    ['张家湾', []],
  ])('stand in %s: %j', (text, names) => {
    expect(findNames(text, known).map(({ start, end }) => text.slice(start, end))).toEqual(names);
  });
});
