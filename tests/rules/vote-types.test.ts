import { describe, expect, test } from 'vitest';
import fourTwo from '#content/four-two.json' with { type: 'json' };
import votes from '#content/votes.json' with { type: 'json' };
import { parseFourTwo } from '#server/rules/four-two-book.ts';
import { rightBody } from '#server/rules/right-body.ts';
import { type VoteCode, voteCodes, voteType } from '#server/rules/vote-book.ts';
import { endsPost, gradeOf, judgeChoice } from '#server/rules/vote-choice.ts';
import { effectOf } from '#server/rules/vote-effect.ts';
import { type HeldVote, heldVote } from '#server/rules/vote-packs.ts';
import { parseVotes } from '#server/rules/vote-parsing.ts';
import { judgeVote, type VoteFacts } from '#server/rules/vote-verdict.ts';

const book = parseVotes(votes, '999999');
const shandong = parseVotes(votes, '371323');
const matters = parseFourTwo(fourTwo);

/** Everybody who may vote in the tables below. */
const OF = 31;

/**
 * Every type that has a majority, as each of its meetings holds it: how many of 31 must come, and
 * how many must agree when all come, and when just enough do.
 */
const judgedTypes: [VoteCode, VoteCode, number | null, number, number][] = [
  ['assembly_person', 'assembly_person', 16, 16, 9],
  ['assembly_household', 'assembly_household', 21, 16, 11],
  ['reps_meeting', 'reps_meeting', 21, 16, 11],
  ['group_person', 'group_person', 21, 16, 11],
  ['group_household', 'group_household', 21, 16, 11],
  ['coll_members', 'coll_members', 21, 21, 21],
  ['coll_reps', 'coll_reps', 21, 21, 21],
  ['council_board', 'council_board', 21, 16, 16],
  ['land_contract', 'assembly_person', 16, 21, 21],
  ['land_contract', 'reps_meeting', 21, 21, 21],
  ['land_business', 'assembly_person', 16, 21, 21],
  ['land_business', 'reps_meeting', 21, 21, 21],
  ['collective_stand_in', 'assembly_person', 16, 21, 21],
  ['nonmember_benefit', 'coll_members', 21, 24, 24],
  ['levy', 'assembly_person', 16, 16, 9],
  ['levy', 'assembly_household', 21, 16, 11],
  ['levy', 'reps_meeting', 21, 16, 11],
  ['charter', 'assembly_person', 16, 16, 9],
  ['charter', 'assembly_household', 21, 16, 11],
  ['appraisal', 'reps_meeting', 21, 16, 11],
  ['election', 'election', 16, 16, 9],
  ['recall', 'recall', 16, 16, 9],
  ['party_committee', 'party_committee', 16, 16, 16],
  ['party_review', 'party_review', 21, 16, 11],
  ['two_committees', 'two_committees', 21, 16, 11],
];
/** Types in which nobody reaches a majority: the most votes, a record of consensus, or no decision. */
const unjudgedTypes: VoteCode[] = ['supervise_elect', 'deliberation', 'survey', 'like'];

const held = (code: VoteCode, meeting: VoteCode, of = book): HeldVote => {
  const vote = heldVote(of, code, meeting);
  if (!vote) throw new Error(`${meeting} does not hold ${code}`);
  return vote;
};
const count = (present: number, yes: number, more: Partial<VoteFacts> = {}): VoteFacts => ({
  ...{ entitled: OF, present, yes, no: 0, abstain: present - yes, spoiled: 0 },
  ...more,
});

test('every type of the book is in one of the two tables', () => {
  const tabled = [...judgedTypes.map(([code]) => code), ...unjudgedTypes];

  expect([...new Set(tabled)].toSorted()).toEqual([...voteCodes].toSorted());
});

test('every meeting that may hold a type is in the table', () => {
  const pairs = judgedTypes.map(([code, meeting]) => `${code} ${meeting}`);
  const all = book.types
    .filter(({ code }) => !unjudgedTypes.includes(code) && code !== 'appraisal')
    .flatMap(({ code, heldAs }) => (heldAs.length === 0 ? [code] : heldAs).map((by) => [code, by]));

  expect(pairs).toEqual(expect.arrayContaining(all.map((pair) => pair.join(' '))));
});

describe.each(judgedTypes)('%s by %s', (code, meeting, quorum, majority, ofQuorum) => {
  const rule = held(code, meeting);
  const enough = quorum ?? 0;

  test(`one less than ${quorum} of ${OF} there: nothing is decided, though all agree`, () => {
    const verdict = judgeVote(rule, count(enough - 1, enough - 1));

    expect(verdict).toMatchObject({ hasQuorum: false, isCarried: false });
    expect(verdict.reasons[0]).toEqual({
      ...{ code: 'quorum-missed', needed: quorum, had: enough - 1, of: OF },
    });
  });

  test(`${quorum} of ${OF} there are enough`, () => {
    expect(judgeVote(rule, count(enough, 0)).hasQuorum).toBe(true);
  });

  test(`of those ${quorum}, ${ofQuorum} carry it and one less do not`, () => {
    const isPossible = ofQuorum <= enough;

    expect(judgeVote(rule, count(enough, Math.min(ofQuorum, enough))).isCarried).toBe(isPossible);
    expect(judgeVote(rule, count(enough, Math.min(ofQuorum, enough) - 1)).isCarried).toBe(false);
  });

  test(`of all ${OF}, ${majority} carry it and one less do not, abstentions counted among those there`, () => {
    const missed = judgeVote(rule, count(OF, majority - 1));

    expect(judgeVote(rule, count(OF, majority))).toMatchObject({ isCarried: true });
    expect(missed).toMatchObject({ hasQuorum: true, isCarried: false });
    expect(missed.reasons.at(-1)).toEqual({
      ...{ code: 'majority-missed', needed: majority, had: majority - 1, of: OF },
    });
  });

  test('more for it than against are not enough where many abstain', () => {
    const facts = { ...count(OF, majority - 1), abstain: 0, no: 5, spoiled: OF - majority - 4 };

    expect(judgeVote(rule, facts).isCarried).toBe(false);
  });
});

test('who came and cast nothing is present, but cast no ballot', () => {
  const facts = { ...count(20, 9), abstain: 0, no: 8 };

  // 9 of 20 present are no majority; 9 of 17 ballots are, where the law counts ballots.
  expect(judgeVote(held('assembly_person', 'assembly_person'), facts).isCarried).toBe(false);
  expect(judgeVote(held('recall', 'recall'), facts).isCarried).toBe(true);
});

describe('the women among the representatives', () => {
  const rule = held('reps_meeting', 'reps_meeting', shandong);
  const women = (womenPresent: number, womenEntitled = 11) => ({ womenPresent, womenEntitled });

  test.each<[string, Partial<VoteFacts>, boolean]>([
    ['7 of 11 are less than two thirds', women(7), false],
    ['8 of 11 are enough', women(8), true],
    ['6 of 9 are exactly two thirds', women(6, 9), true],
    ['5 of 9 are not', women(5, 9), false],
    ['nobody counted them', {}, false],
    ['there is none to count', women(0, 0), true],
  ])('Shandong: %s', (_, counted, isEnough) => {
    const verdict = judgeVote(rule, count(OF, OF, counted));

    expect(verdict).toMatchObject({ hasQuorum: isEnough, isCarried: isEnough });
  });

  test('elsewhere nobody asks', () => {
    const verdict = judgeVote(held('reps_meeting', 'reps_meeting'), count(OF, OF, women(1)));

    expect(verdict.isCarried).toBe(true);
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['quorum-met', 'majority-met']);
  });
});

test.each<[string, VoteFacts]>([
  ['more there than may vote', { ...count(OF, OF), present: OF + 1 }],
  ['more ballots than people', { ...count(20, 20), no: 1 }],
  ['less than nobody', { ...count(20, 10), abstain: -1 }],
  ['half a person', { ...count(20, 10), present: 20.5 }],
  ['more women there than there are', { ...count(20, 10), womenEntitled: 3, womenPresent: 4 }],
])('a count that cannot be true is not judged: %s', (_, facts) => {
  const verdict = judgeVote(held('assembly_person', 'assembly_person'), facts);

  expect(verdict).toMatchObject({ hasQuorum: false, isCarried: false });
  expect(verdict.reasons.map(({ code }) => code)).toEqual(['counts-wrong']);
});

test('a party meeting of 20 of 31 is refused, one of 21 accepted', () => {
  const rule = held('party_review', 'party_review');

  expect(judgeVote(rule, count(20, 20)).hasQuorum).toBe(false);
  expect(judgeVote(rule, count(21, 11)).isCarried).toBe(true);
});

test('38 of 45 representatives came, 29 were for it', () => {
  const rule = held('reps_meeting', 'reps_meeting');
  const facts = { entitled: 45, present: 38, yes: 29, no: 7, abstain: 2, spoiled: 0 };

  expect(judgeVote(rule, facts)).toEqual({
    hasQuorum: true,
    isCarried: true,
    reasons: [
      { code: 'quorum-met', needed: 30, had: 38, of: 45 },
      { code: 'majority-met', needed: 20, had: 29, of: 38 },
    ],
  });
});

describe('what has no majority', () => {
  test.each<VoteCode>(['deliberation', 'survey', 'like'])('%s never carries anything', (code) => {
    const verdict = judgeVote(voteType(book, code), count(OF, OF));

    expect(verdict).toMatchObject({ hasQuorum: true, isCarried: false });
    expect(verdict.reasons.map((reason) => reason.code)).toEqual(['no-majority-asked']);
  });

  test('the supervision committee is chosen by the most votes of a meeting that came together', () => {
    const rule = held('supervise_elect', 'reps_meeting');
    const rounds = { announced: 'none' as const, round: 1 as const };
    const options = [
      { no: 1, count: 9 },
      { no: 2, count: 8 },
    ];

    expect(rule.pass).toBeNull();
    expect(
      judgeChoice(rule, { entitled: OF, present: 21, ballots: 21, options }, rounds),
    ).toMatchObject({ outcome: 'most-votes', first: [1] });
    expect(
      judgeChoice(rule, { entitled: OF, present: 20, ballots: 20, options }, rounds),
    ).toMatchObject({ outcome: 'no-quorum' });
  });
});

describe('appraisal', () => {
  const { pass } = held('appraisal', 'reps_meeting');
  const grades = (fit: number, mostly_fit: number, unfit: number) => ({
    ...{ fit, mostly_fit, unfit, present: 30 },
  });

  test.each([
    ['half are no majority against him', grades(15, 0, 15), 'fit'],
    ['one more is', grades(14, 0, 16), 'unfit'],
    ['most say fit', grades(16, 10, 4), 'fit'],
    ['most say mostly', grades(10, 16, 4), 'mostly_fit'],
    ['as many say either', grades(13, 13, 4), 'mostly_fit'],
    ['who abstains was there', grades(0, 0, 15), 'mostly_fit'],
  ])('%s', (_, counts, grade) => {
    expect(gradeOf({ pass }, counts)).toBe(grade);
  });

  test('unfit twice, one after the other, ends the post', () => {
    expect(endsPost(['unfit', 'unfit'])).toBe(true);
    expect(endsPost(['unfit', 'fit', 'unfit'])).toBe(false);
    expect(endsPost(['fit', 'unfit', 'unfit', 'fit'])).toBe(true);
    expect(endsPost(['unfit'])).toBe(false);
  });
});

/** What a result counts for: at a meeting; online; online where the charter allows it and it is logged. */
const effects: [VoteCode, string, string, string][] = [
  ['assembly_person', 'binding', 'advisory', 'advisory'],
  ['assembly_household', 'binding', 'advisory', 'advisory'],
  ['reps_meeting', 'binding', 'advisory', 'advisory'],
  ['group_person', 'binding', 'advisory', 'advisory'],
  ['group_household', 'binding', 'advisory', 'advisory'],
  ['coll_members', 'binding', 'advisory', 'binding'],
  ['coll_reps', 'binding', 'advisory', 'binding'],
  ['council_board', 'binding', 'advisory', 'binding'],
  ['land_contract', 'binding', 'none', 'none'],
  ['land_business', 'binding', 'none', 'none'],
  ['collective_stand_in', 'binding', 'none', 'none'],
  ['nonmember_benefit', 'binding', 'none', 'none'],
  ['levy', 'binding', 'none', 'none'],
  ['charter', 'binding', 'none', 'none'],
  ['appraisal', 'binding', 'none', 'none'],
  ['supervise_elect', 'binding', 'none', 'none'],
  ['election', 'none', 'none', 'none'],
  ['recall', 'none', 'none', 'none'],
  ['party_committee', 'binding', 'attendance', 'attendance'],
  ['party_review', 'binding', 'attendance', 'attendance'],
  ['two_committees', 'binding', 'advisory', 'binding'],
  ['deliberation', 'advisory', 'advisory', 'advisory'],
  ['survey', 'shown', 'shown', 'shown'],
  ['like', 'shown', 'shown', 'shown'],
];

describe('what a result counts for', () => {
  const silent = { isOnline: true, charterAllows: false, isLogged: true };
  const allowed = { isOnline: true, charterAllows: true, isLogged: true };

  test('every type has its line', () => {
    expect(effects.map(([code]) => code).toSorted()).toEqual([...voteCodes].toSorted());
  });

  test.each(effects)(
    '%s: at a meeting %s, online %s, by charter %s',
    (code, at, plain, charter) => {
      const type = voteType(book, code);

      expect(effectOf(type, { ...silent, isOnline: false }).effect).toBe(at);
      expect(effectOf(type, silent).effect).toBe(plain);
      expect(effectOf(type, allowed).effect).toBe(charter);
    },
  );

  test('online counts by charter only when the attendance was logged', () => {
    const type = voteType(book, 'coll_members');

    expect(effectOf(type, { ...allowed, isLogged: false })).toEqual({
      effect: 'advisory',
      reason: 'attendance-not-logged',
    });
  });

  test('no vote of villagers online is ever binding', () => {
    const villagers = book.types.filter(({ body }) =>
      ['assembly', 'representatives', 'group', 'voters', 'residents'].includes(body),
    );

    expect(villagers.map((type) => effectOf(type, allowed).effect)).not.toContain('binding');
    expect(villagers.length).toBeGreaterThan(10);
  });
});

/** A matter that each type may not decide, in a village with a collective. */
const wrongMatters: [VoteCode, string][] = [
  ['assembly_person', 'compensation'],
  ['assembly_household', 'homestead'],
  ['reps_meeting', 'land_contract'],
  ['group_person', 'public_works'],
  ['group_household', 'charter'],
  ['coll_members', 'public_works'],
  ['coll_reps', 'membership'],
  ['council_board', 'collective_property'],
  ['land_contract', 'public_works'],
  ['land_business', 'public_works'],
  ['collective_stand_in', 'compensation'],
  ['nonmember_benefit', 'land_contract'],
  ['levy', 'land_contract'],
  ['charter', 'collective_charter'],
  ['appraisal', 'recall'],
  ['supervise_elect', 'committee_members'],
  ['election', 'supervision'],
  ['recall', 'appraisal'],
  ['party_committee', 'public_works'],
  ['party_review', 'public_works'],
  ['two_committees', 'public_works'],
  ['deliberation', 'public_works'],
  ['survey', 'public_works'],
  ['like', 'public_works'],
];

describe('the wrong matter', () => {
  test('every type has its line', () => {
    expect(wrongMatters.map(([code]) => code).toSorted()).toEqual([...voteCodes].toSorted());
  });

  test.each(wrongMatters)('%s does not decide %s', (code, matter) => {
    const verdict = rightBody(matters, matter, code, { hasCollective: true });

    expect(verdict.isRight).toBe(false);
    expect(verdict.isRight ? [] : verdict.basis).not.toEqual([]);
  });
});
