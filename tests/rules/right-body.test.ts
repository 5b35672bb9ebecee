import { describe, expect, test } from 'vitest';
import fourTwo from '#content/four-two.json' with { type: 'json' };
import votes from '#content/votes.json' with { type: 'json' };
import { parseFourTwo } from '#server/rules/four-two-book.ts';
import { rightBody } from '#server/rules/right-body.ts';
import type { VoteCode } from '#server/rules/vote-book.ts';
import { heldVote } from '#server/rules/vote-packs.ts';
import { parseVotes } from '#server/rules/vote-parsing.ts';

const book = parseFourTwo(fourTwo);
const types = parseVotes(votes, '999999');
const WITH = { hasCollective: true };
const WITHOUT = { hasCollective: false };

describe('the right body decides, by the right numbers', () => {
  test.each<[string, VoteCode, typeof WITH, VoteCode, boolean]>([
    ['public_works', 'assembly_person', WITH, 'assembly_person', false],
    ['public_works', 'assembly_household', WITH, 'assembly_household', false],
    ['public_works', 'reps_meeting', WITH, 'reps_meeting', true],
    ['planning', 'reps_meeting', WITHOUT, 'reps_meeting', true],
    ['levy', 'reps_meeting', WITH, 'levy', true],
    ['levy', 'assembly_household', WITH, 'levy', false],
    ['charter', 'assembly_person', WITH, 'charter', false],
    ['allowance', 'reps_meeting', WITH, 'reps_meeting', true],
    ['assistance_list', 'reps_meeting', WITH, 'reps_meeting', true],
    ['group_affairs', 'group_household', WITH, 'group_household', false],
    ['collective_property', 'coll_members', WITH, 'coll_members', false],
    ['collective_property', 'coll_reps', WITH, 'coll_reps', false],
    ['land_contract', 'coll_members', WITH, 'coll_members', false],
    ['land_contract', 'reps_meeting', WITHOUT, 'land_contract', true],
    ['land_business', 'assembly_person', WITHOUT, 'land_business', false],
    ['compensation', 'coll_members', WITH, 'coll_members', false],
    ['compensation', 'assembly_person', WITHOUT, 'collective_stand_in', false],
    ['nonmember_benefit', 'coll_members', WITH, 'nonmember_benefit', false],
    ['supervision', 'reps_meeting', WITH, 'reps_meeting', true],
    ['appraisal', 'reps_meeting', WITH, 'appraisal', true],
    ['committee_members', 'election', WITH, 'election', false],
    ['recall', 'recall', WITH, 'recall', false],
    ['board_business', 'council_board', WITH, 'council_board', false],
  ])('%s by %s', (matter, meeting, village, type, needsDelegation) => {
    expect(rightBody(book, matter, meeting, village)).toEqual({
      isRight: true,
      type,
      needsDelegation,
    });
  });
});

describe('the wrong body is refused with the article', () => {
  test.each<[string, VoteCode, typeof WITH, string, string]>([
    ['land_contract', 'reps_meeting', WITH, 'collective-decides', '村民委员会组织法 28 ¶4'],
    ['land_contract', 'assembly_person', WITH, 'collective-decides', '农村土地承包法 19'],
    ['homestead', 'reps_meeting', WITH, 'collective-decides', '村民委员会组织法 28 ¶4'],
    ['collective_property', 'assembly_person', WITH, 'collective-decides', '农村集体经济组织法 27'],
    ['compensation', 'coll_reps', WITH, 'all-members-only', '农村集体经济组织法 28'],
    ['land_contract', 'coll_reps', WITH, 'all-members-only', '农村集体经济组织法 26(8)'],
    ['membership', 'coll_reps', WITH, 'all-members-only', '农村集体经济组织法 26(3)'],
    ['collective_charter', 'coll_reps', WITH, 'all-members-only', '农村集体经济组织法 26(1)'],
    ['collective_merger', 'coll_reps', WITH, 'all-members-only', '农村集体经济组织法 26(12)'],
    ['compensation', 'reps_meeting', WITHOUT, 'assembly-only', '农村集体经济组织法 26(10)'],
    ['compensation', 'coll_members', WITHOUT, 'no-collective', '农村集体经济组织法 28'],
    ['nonmember_benefit', 'assembly_person', WITHOUT, 'no-collective', '农村集体经济组织法 15'],
    ['land_business', 'reps_meeting', WITH, 'collective-decides', '土地管理法 63'],
    ['charter', 'reps_meeting', WITH, 'assembly-only', '村民委员会组织法 31'],
    ['committee_size', 'reps_meeting', WITH, 'assembly-only', '村民委员会组织法 28'],
    ['group_affairs', 'reps_meeting', WITH, 'group-decides', '村民委员会组织法 32'],
    ['committee_members', 'assembly_person', WITH, 'voters-only', '村民委员会组织法 18'],
    ['recall', 'reps_meeting', WITH, 'voters-only', '村民委员会组织法 19'],
    ['public_works', 'party_review', WITH, 'studies-only', '村民委员会组织法 28'],
    ['public_works', 'two_committees', WITH, 'studies-only', '村民委员会组织法 28'],
    ['public_works', 'survey', WITH, 'only-advice', '村民委员会组织法 28'],
    ['land_contract', 'deliberation', WITH, 'only-advice', '农村土地承包法 28'],
    ['public_works', 'coll_members', WITH, 'other-body', '村民委员会组织法 28'],
    ['public_works', 'group_person', WITH, 'other-body', '村民委员会组织法 28'],
  ])('%s by %s', (matter, meeting, village, reason, article) => {
    const verdict = rightBody(book, matter, meeting, village);

    expect(verdict).toMatchObject({ isRight: false, reason });
    expect(articlesOf(verdict)).toContain(article);
  });
});

test('a meeting that may decide a matter can hold the type by which it is judged', () => {
  for (const matter of book.matters) {
    for (const village of [WITH, WITHOUT]) {
      for (const meeting of types.types.map(({ code }) => code)) {
        const verdict = rightBody(book, matter.code, meeting, village);
        if (!verdict.isRight) continue;

        expect(
          heldVote(types, verdict.type, meeting),
          `${matter.code} by ${meeting} as ${verdict.type}`,
        ).not.toBeNull();
      }
    }
  }
});

test('every matter has somebody who decides it, words and an article', () => {
  for (const matter of book.matters) {
    const decides = types.types.filter(
      ({ code }) => rightBody(book, matter.code, code, WITH).isRight,
    );

    expect(decides.length, matter.code).toBeGreaterThan(0);
    expect(matter.basis.length).toBeGreaterThan(0);
    expect(matter.zh.length * matter.en.length).not.toBe(0);
    expect(matter.confirmed || matter.source !== null, matter.code).toBe(true);
  }
});

test('a matter that nobody knows is a fault', () => {
  expect(() => rightBody(book, 'weather', 'reps_meeting', WITH)).toThrow('weather');
});

function articlesOf(verdict: ReturnType<typeof rightBody>): string[] {
  if (verdict.isRight) return [];
  return verdict.basis.map(({ law, article, paragraph, item }) => {
    const part = paragraph === null ? '' : ` ¶${paragraph}`;
    return `${law.zh} ${article}${part}${item === null ? '' : `(${item})`}`;
  });
}
