import { describe, expect, test } from 'vitest';
import type { ClockFace } from '#server/rules/clock-face.ts';
import type { Lang } from '#server/rules/dates.ts';
import { clockLines } from '#site/posts/clock-words.ts';
import { postWords } from '#site/posts/words.ts';
import { at } from '#tests/rules/calendar.ts';

const now = at('2026-11-16 08:30');

/** A running first clock, changed by what a case is about. */
function face(changes: Partial<ClockFace>): ClockFace {
  const dueAt = at('2026-11-16 18:00');
  const blank = {
    startsAt: null,
    endedAt: null,
    isUnmanned: false,
    confirmed: true,
    changesAt: null,
  };
  return { kind: 'first', state: 'run', used: 0.4, amount: null, dueAt, ...blank, ...changes };
}

describe('a clock says what it shows in two short lines', () => {
  const friday = at('2026-11-27 18:00');
  const cases: [string, Partial<ClockFace>, string, string | null][] = [
    ['running', { amount: { n: 5, unit: 'hours' } }, '还剩 5小时', '今天 18:00前'],
    [
      'nearly due',
      { state: 'soon', amount: { n: 2, unit: 'hours' } },
      '还剩 2小时',
      '今天 18:00前',
    ],
    [
      'received at night',
      { state: 'wait', startsAt: at('2026-11-17 08:30'), dueAt: at('2026-11-17 18:00') },
      '明早8:30起',
      '明天 18:00前',
    ],
    ['not begun', { kind: 'finish', state: 'wait', dueAt: null }, '还没开始', '答复后定'],
    [
      'answered',
      { state: 'done', amount: { n: 17, unit: 'minutes' }, endedAt: at('2026-11-11 08:47') },
      '17分钟',
      '11日答复',
    ],
    [
      'finished',
      { kind: 'finish', state: 'done', amount: { n: 36, unit: 'days' }, endedAt: now },
      '36 天办好',
      '今天办结',
    ],
    [
      'waiting for the person',
      { kind: 'finish', state: 'awaits', dueAt: friday },
      '等本人看',
      '27日前可打回',
    ],
    [
      'late',
      {
        kind: 'finish',
        state: 'late',
        amount: { n: 1, unit: 'days' },
        dueAt: at('2026-11-13 18:00'),
      },
      '晚了 1 天',
      '原定 13日',
    ],
    ['a kept plan', { kind: 'finish', dueAt: friday }, '按计划在办', '27日 18:00前'],
    ['no calendar', { state: 'unset', dueAt: null }, '等放假通知', '公布后算出'],
    ['no roster', { state: 'unset', dueAt: null, isUnmanned: true }, '没排值班', null],
  ];
  test.each(cases)('%s', (_name, changes, value, due) => {
    const lines = clockLines('zh', face(changes), now);

    expect(lines).toMatchObject({ value, due });
  });

  test('a resting clock gives its reason, and without one says when it will be counted', () => {
    const rest = face({ kind: 'finish', state: 'rest' });

    expect(clockLines('zh', rest, now, { restReason: '等补照片' }).due).toBe('等补照片');
    expect(clockLines('zh', rest, now).due).toBe('到时再算');
  });

  test('the person who raised it is asked with 您', () => {
    const awaits = face({ kind: 'finish', state: 'awaits', dueAt: friday });

    expect(clockLines('zh', awaits, now, { isMine: true }).value).toBe('等您看一眼');
  });
});

describe('a post in words', () => {
  const cases: [Lang, string, string | null, string][] = [
    ['zh', 'grid_cadre', '3组', '3组网格员'],
    ['zh', '党委书记', null, '党委书记'],
    ['en', 'grid_cadre', '3组', 'grid officer, 3组'],
  ];
  test.each(cases)('%s: %s of %s reads %s', (lang, post, groupName, words) => {
    expect(postWords(lang, { post, groupName })).toBe(words);
  });
});
