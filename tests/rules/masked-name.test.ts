import { describe, expect, test } from 'vitest';
import { maskName } from '#server/rules/masked-name.ts';

describe('names in public', () => {
  test.each([
    ['张三', '张*', '张*'],
    ['张小明', '张*明', '张**'],
    ['张小小明', '张**明', '张***'],
    ['欧阳修', '欧阳*', '欧阳*'],
    ['歐陽修', '歐陽*', '歐陽*'],
    ['欧阳小明', '欧阳*明', '欧阳**'],
    ['欧阳', '欧*', '欧*'],
    ['买买提·吐尔逊', '买**·***', '买**·***'],
    ['买买提•吐尔逊', '买**•***', '买**•***'],
    ['阿依古丽', '阿**丽', '阿***'],
    ['㛃秋𬭎', '㛃*𬭎', '㛃**'],
    ['𬭎三', '𬭎*', '𬭎*'],
    ['张小e\u{301}', '张*e\u{301}', '张**'],
    ['张', '*', '*'],
    ['', '', ''],
    [' 张三 ', '张*', '张*'],
    ['Ann Lee', 'A** ***', 'A** ***'],
  ])('%s is %s in a list and %s on an appeal', (name, inList, onAppeal) => {
    expect(maskName(name, 'list')).toBe(inList);
    expect(maskName(name, 'appeal')).toBe(onAppeal);
  });
});
