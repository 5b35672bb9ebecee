import { describe, expect, test } from 'vitest';
import { fold, foldWithMap } from '#server/rules/fold.ts';

describe('folding for search', () => {
  test.each([
    ['路燈', '路灯'],
    ['村裏的路燈壞了', '村里的路灯坏了'],
    ['村裡', '村里'],
    ['亮著', '亮着'],
    ['瞭解', '了解'],
    ['乾燥', '干燥'],
    ['妳好', '你好'],
    ['ＬＥＤ　路灯', 'led 路灯'],
    ['１３号', '13号'],
    ['Ａ４', 'a4'],
    ['㎡', 'm2'],
    ['㛃𬭎', '㛃𬭎'],
    ['', ''],
    ['已经是简体的一句话。', '已经是简体的一句话。'],
  ])('%s is looked up as %s', (written, folded) => {
    expect(fold(written)).toBe(folded);
  });

  test('a word folds alone as it folds inside a sentence', () => {
    expect(fold('乾隆年间修的水渠')).toContain(fold('乾'));
  });

  test('folding twice changes nothing more', () => {
    const once = fold('原雙堰那條路，晚上黑黢黢的，ＬＥＤ路燈著了沒？');

    expect(fold(once)).toBe(once);
  });
});

describe('folding with a way back', () => {
  test('each place points into the original, past characters that nobody sees', () => {
    const original = '燈1\u{200B}3８𬭎x';

    const { text, at } = foldWithMap(original);

    expect(text).toBe('灯138𬭎x');
    expect(at).toEqual([0, 1, 3, 4, 5, 5, 7, 8]);
  });

  test('a circled number stays a list mark and a squared unit stays one character', () => {
    expect(foldWithMap('①13㎡').text).toBe('①13㎡');
  });
});
