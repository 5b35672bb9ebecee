import { describe, expect, test } from 'vitest';
import votes from '#content/votes.json' with { type: 'json' };
import {
  asksOf,
  noticeWays,
  type VoteCode,
  voteCode,
  voteCodes,
  voteType,
} from '#server/rules/vote-book.ts';
import { heldVote } from '#server/rules/vote-packs.ts';
import { parseVotes, type RawVotes } from '#server/rules/vote-parsing.ts';

const national = parseVotes(votes, '999999');
const sichuan = parseVotes(votes, '510681');
const shandong = parseVotes(votes, '371323');

const HAN = /\p{Script=Han}/u;

test('every type of vote stands in the book once', () => {
  expect(national.types.map(({ code }) => code).toSorted()).toEqual([...voteCodes].toSorted());
});

test.each(national.types)('$code has words in both languages, and a law or a reason', (type) => {
  const named = [...national.bodies, ...national.electorates];
  const words = [type, ...named.filter(({ code }) => [type.body, type.electorate].includes(code))];
  const sources = [type.source, type.notice.source].filter((one) => one !== null);

  expect(words.length).toBeGreaterThan(2);
  expect(words.every(({ zh, en }) => HAN.test(zh) && en !== '' && !HAN.test(en))).toBe(true);
  expect(sources.every(({ zh, en }) => HAN.test(zh) && en !== '' && !HAN.test(en))).toBe(true);
  expect(type.basis.length > 0 || type.source !== null).toBe(true);
  // What no law confirms says where it comes from.
  expect(type.confirmed || type.source !== null).toBe(true);
  expect(type.notice.confirmed || type.notice.source !== null).toBe(true);
  expect(type.basis.every(({ lawVersion }) => /^\d{4}-\d{2}-\d{2}$/.test(lawVersion))).toBe(true);
  expect(type.secrecy.may === 'either' || type.secrecy.may === type.secrecy.default).toBe(true);
});

describe('a province’s rules stand over the national ones', () => {
  const noticeOf = (county: string) => voteType(parseVotes(votes, county), 'reps_meeting').notice;

  test.each([
    ['510681', '51', 3, ['posted'], true],
    ['371323', '37', 5, ['posted', 'written'], true],
    ['460107', '46', 3, ['posted'], true],
    ['411381', '41', 3, ['posted'], false],
    ['999999', undefined, 3, ['posted'], false],
  ])(
    'county %s: pack %s, %d days for representatives, %j',
    (county, pack, days, how, confirmed) => {
      expect(parseVotes(votes, county).pack?.code).toBe(pack);
      expect(noticeOf(county)).toMatchObject({ days, how, confirmed });
    },
  );

  test('Shandong asks for two thirds of the women representatives, others do not', () => {
    expect(voteType(shandong, 'reps_meeting').women).toEqual({ part: 2, of: 3, isStrict: false });
    expect(voteType(sichuan, 'reps_meeting').women).toBeNull();
    expect(voteType(shandong, 'assembly_person').women).toBeNull();
  });

  test('the quorum of the collective’s representatives is confirmed in Sichuan only', () => {
    expect(voteType(sichuan, 'coll_reps').confirmed).toBe(true);
    expect(voteType(national, 'coll_reps').confirmed).toBe(false);
  });

  test('a looser rule of a province changes nothing', () => {
    const loose = {
      code: 'assembly_person',
      quorum: { part: 1, of: 10, isStrict: false },
      notice: { days: 2, how: ['written'], confirmed: true, source: null },
    };
    const packs = [{ code: '99', zh: '某省', en: 'Some province', types: [loose] }];
    const type = voteType(parseVotes({ ...votes, packs }, '999999'), 'assembly_person');

    expect(type.quorum).toEqual({ part: 1, of: 2, isStrict: true });
    expect(type.notice).toMatchObject({ days: 10, how: ['posted', 'written'] });
  });
});

describe('a type that another meeting holds', () => {
  test.each<[VoteCode, VoteCode, number | null]>([
    ['levy', 'reps_meeting', 3],
    ['levy', 'assembly_household', 10],
    ['charter', 'assembly_person', 10],
    ['charter', 'reps_meeting', null],
    ['land_contract', 'reps_meeting', 10],
    ['land_contract', 'group_person', null],
    ['reps_meeting', 'reps_meeting', 3],
    ['reps_meeting', 'assembly_person', null],
    ['levy', 'levy', null],
  ])('%s by %s: notice %s', (code, meeting, days) => {
    expect(heldVote(national, code, meeting)?.notice.days ?? null).toBe(days);
  });

  test('takes its meeting’s quorum and keeps its own majority', () => {
    const held = heldVote(national, 'land_contract', 'reps_meeting');

    expect(held?.quorum).toEqual({ part: 2, of: 3, isStrict: false });
    expect(held?.pass).toEqual({ part: 2, of: 3, isStrict: false, base: 'all' });
  });

  test('takes its meeting’s women’s share with it', () => {
    expect(heldVote(shandong, 'levy', 'reps_meeting')?.women).toMatchObject({ part: 2, of: 3 });
  });
});

test('what a meeting asks for besides its numbers is told in words', () => {
  const levy = heldVote(shandong, 'levy', 'reps_meeting');

  expect(levy && asksOf(shandong, levy)).toEqual([
    ...shandong.noticeWays.filter(({ code }) => code === 'posted' || code === 'written'),
    ...shandong.needs.filter(({ code }) => code === 'household-opinions'),
  ]);
});

test('every way of notice and every need has words', () => {
  const types = national.types;

  expect(national.noticeWays.map(({ code }) => code)).toEqual([...noticeWays]);
  expect(new Set(types.flatMap(({ needs }) => needs))).toEqual(
    new Set(national.needs.map(({ code }) => code)),
  );
});

describe('a book with a fault in it is refused by name', () => {
  const [first, ...others] = votes.types;
  const withFirst = (change: object): RawVotes => ({
    ...votes,
    types: [{ ...first!, ...change }, ...others],
  });

  test.each([
    ['a type nobody knows', { code: 'show_of_caps' }, 'show_of_caps'],
    ['an effect nobody knows', { online: 'binding' }, 'binding'],
    ['a law it does not name', { basis: [{ law: 'mars', article: '1' }] }, 'mars'],
    ['a share over the whole', { quorum: { part: 3, of: 2, isStrict: false } }, '3/2'],
    ['half a day of notice', { notice: { ...first!.notice, days: 0.5 } }, '0.5'],
    ['a meeting that is none of its own', { heldAs: ['levy'] }, 'levy'],
  ])('%s', (_, change, word) => {
    expect(() => parseVotes(withFirst(change), '999999')).toThrow(word);
  });

  test('a type that is missing', () => {
    expect(() => parseVotes({ ...votes, types: others }, '999999')).toThrow(first!.code);
  });

  test('a type that stands there twice', () => {
    const types = [...votes.types, first!];

    expect(() => parseVotes({ ...votes, types }, '999999')).toThrow('twice');
  });
});

test('a word of a form is a type or none', () => {
  expect(voteCode('levy')).toBe('levy');
  expect(voteCode('show_of_caps')).toBeNull();
});
