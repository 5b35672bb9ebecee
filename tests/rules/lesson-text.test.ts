import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '#server/kernel/markdown.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { parseLesson, parseQuiz } from '#server/rules/lesson-text.ts';

const folder = join(process.cwd(), 'content/lessons');
const lessons = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, lesson: parseLesson(text) };
});

test('a question keeps its options, the right one and the reason', () => {
  const text = '1. 能开会吗？\n- [ ] 能\n- [x] 不能\n> 三分之二是 30 人。';

  expect(parseQuiz(text)).toEqual([
    { question: '能开会吗？', options: ['能', '不能'], right: 1, why: '三分之二是 30 人。' },
  ]);
});

test.each([
  ['no option is right', '1. 问\n- [ ] 能\n- [ ] 不能\n> 因为'],
  ['two are right', '1. 问\n- [x] 能\n- [x] 不能\n> 因为'],
  ['there is one option only', '1. 问\n- [x] 能\n> 因为'],
  ['nobody says why', '1. 问\n- [x] 能\n- [ ] 不能'],
  ['something else stands there', '1. 问\n- [x] 能\n- [ ] 不能\n> 因为\n随便'],
  ['it has no number', '问\n- [x] 能\n- [ ] 不能\n> 因为'],
])('a question is refused when %s', (_what, text) => {
  expect(() => parseQuiz(text)).toThrow();
});

test.each([
  ['names no source', '---\nseries: 甲\nnumber: 1\ntitle: 乙\nwritten: 2026-11-22\n---\n字\n---\n'],
  ['has no title', '---\nseries: 甲\nnumber: 1\nwritten: 2026-11-22\nsource: 丙\n---\n字\n---\n'],
  ['has no parts', '只有字'],
])('a lesson that %s is refused', (_what, text) => {
  expect(() => parseLesson(text)).toThrow();
});

describe('the lessons that come with the product', () => {
  test('are twelve or more, each with its place in its series', () => {
    const places = lessons.map(({ lesson }) => `${lesson.series} ${lesson.number}`);

    expect(lessons.length).toBeGreaterThanOrEqual(12);
    expect(new Set(places).size).toBe(lessons.length);
  });

  test.each(lessons)('$name can be read in a few minutes and asks something', ({ lesson }) => {
    expect(lesson.body.length).toBeLessThan(1200);
    expect(lesson.quiz.length).toBeGreaterThan(0);
    expect(isLocalDate(lesson.written)).toBe(true);
    expect(renderMarkdown(lesson.body, { limit: 20_000, isOfficial: true }).ok).toBe(true);
  });
});
