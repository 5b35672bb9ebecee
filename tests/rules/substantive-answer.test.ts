import { describe, expect, test } from 'vitest';
import rule from '#content/answer-rule.json';
import { isSubstantive } from '#server/rules/substantive-answer.ts';

describe('a receipt or a stock phrase is no answer', () => {
  test.each([
    '已收悉,正在办理。',
    '您好,您反映的问题已收到,我们高度重视,将尽快处理,请您耐心等待。',
    '收到!谢谢!',
    '感谢您对我们工作的关心和支持,祝您生活愉快!',
    '已轉有關部門處理',
    'Thank you. We are working on it.',
    '  ',
    '。。。。。。。。。。',
    '👍👍👍👍👍👍👍👍',
  ])('%s', (words) => {
    expect(isSubstantive(words, rule)).toBe(false);
  });
});

describe('who, when or how is an answer', () => {
  test.each([
    '我今晚七点去数,看要装好多盏。',
    '您好,已收到。明天上午我带电工来看,下午给您回话。',
    '现在还办不了。卡在没有项目资金,等明年三月镇上批了再办。',
    'I will come on Thursday at three and bring the electrician.',
  ])('%s', (words) => {
    expect(isSubstantive(words, rule)).toBe(true);
  });
});

describe('a question under a post', () => {
  test.each([
    ['收到', false],
    ['您好，您反映的问题已收悉，我们会尽快处理，请耐心等待。', false],
    ['已转相关部門核實處理，感謝您的支持和理解！', false],
    ['明天来修', true],
    ['17 车，每车 400 元，过磅单补上了', true],
  ])('%s: an answer? %s', (words, expected) => {
    expect(isSubstantive(words, rule, 'question')).toBe(expected);
  });
});
