import { expect, test } from 'vitest';
import { answererOfLine } from '#server/rules/line-objections.ts';

const of = (name: string) => ({ personId: name, name });
const heads = ['文书', '主任', '书记'].map(of);
const seniors = ['主任', '书记'].map(of);
const supervision = ['监委'].map(of);
const all = { heads, seniors, supervision };

test.each([
  ['the clerk, where somebody else handled it', all, '文书', '会计', '文书'],
  ['the first post, where the drafter is gone', all, null, '会计', '文书'],
  ['the director, where the clerk handled it', all, '文书', '文书', '主任'],
  ['the secretary, where both handled it', all, '文书', '文书、主任', '书记'],
  ['supervision, where all of them did', all, '文书', '文书、主任、书记', '监委'],
  [
    'supervision, where the others are vacant',
    { heads: [of('文书')], seniors: [], supervision },
    '文书',
    '文书',
    '监委',
  ],
  [
    'nobody, where nobody else is in office',
    { heads: [of('文书')], seniors: [], supervision: [] },
    '文书',
    '文书',
    null,
  ],
  ['nobody of a village without office', { heads: [], seniors: [], supervision }, null, '', null],
] as const)('%s', (_, inOffice, draftedById, handler, expected) => {
  const { heads: asked, ...rest } = inOffice;
  const people = {
    heads: [...asked],
    seniors: [...rest.seniors],
    supervision: [...rest.supervision],
  };
  expect(answererOfLine(people, { draftedById, handler })).toBe(expected);
});
