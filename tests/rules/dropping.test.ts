import { describe, expect, test } from 'vitest';
import fourTwo from '#content/four-two.json' with { type: 'json' };
import { type Decided, type NoEnding, noEnding } from '#server/rules/dropping.ts';
import { parseFourTwo } from '#server/rules/four-two-book.ts';

const book = parseFourTwo(fourTwo);
const WITH = { hasCollective: true };
const WITHOUT = { hasCollective: false };

const decided = (changes: Partial<Decided> = {}): Decided => ({
  ...{ id: 'early', villageCode: '510681102204', no: 1001, passedOn: '2026-03-01' },
  ...{ state: 'carrying-out', matter: 'public_works', meeting: 'reps_meeting', groupCode: null },
  ...changes,
});
const later = (changes: Partial<Decided> = {}) =>
  decided({ id: 'late', no: 1020, passedOn: '2026-09-01', ...changes });

const by = (matter: string, meeting: string, groupCode: string | null = null) => ({
  ...{ matter, meeting, groupCode },
});
const LAND = 'land_contract';

describe('what was decided is ended by', () => {
  test.each<[string, Partial<Decided>, Partial<Decided>, typeof WITH, NoEnding | null]>([
    ['the same meeting', {}, {}, WITH, null],
    ['the assembly over its representatives', {}, { meeting: 'assembly_household' }, WITH, null],
    ['another kind of matter of the same meeting', {}, { matter: 'planning' }, WITH, null],
    [
      'never the representatives what the assembly decided',
      { meeting: 'assembly_person' },
      {},
      WITH,
      'lower-body',
    ],
    ['never itself', {}, { id: 'early' }, WITH, 'not-later'],
    ['never an earlier one', {}, { passedOn: '2026-02-28' }, WITH, 'not-later'],
    ['one of the same day with a later number', {}, { passedOn: '2026-03-01' }, WITH, null],
    [
      'never one of the same day with an earlier number',
      {},
      { passedOn: '2026-03-01', no: 900 },
      WITH,
      'not-later',
    ],
    ['never another village’s', {}, { villageCode: '510681102205' }, WITH, 'not-later'],
    ['never one that is ended itself', {}, { state: 'dropped' }, WITH, 'ended-itself'],
    ['one that is carried out already', {}, { state: 'done' }, WITH, null],
    [
      'never the collective what is the village’s',
      {},
      by('collective_property', 'coll_members'),
      WITH,
      'other-body',
    ],
    [
      'all members over their representatives',
      by('collective_property', 'coll_reps'),
      by('shares', 'coll_members'),
      WITH,
      null,
    ],
    [
      'never the members’ representatives over all of them',
      by('collective_property', 'coll_members'),
      by('collective_property', 'coll_reps'),
      WITH,
      'lower-body',
    ],
    [
      'all members over the board',
      by('board_business', 'council_board'),
      by('shares', 'coll_members'),
      WITH,
      null,
    ],
    [
      'the collective, where it has come since and such matters are its own',
      by(LAND, 'reps_meeting'),
      by(LAND, 'coll_members'),
      WITH,
      null,
    ],
    [
      'never any more the villagers, once such matters are the collective’s',
      by(LAND, 'reps_meeting'),
      by(LAND, 'assembly_person'),
      WITH,
      'other-body',
    ],
    [
      'the same majority where the matter has one of its own',
      by(LAND, 'reps_meeting'),
      by(LAND, 'reps_meeting'),
      WITHOUT,
      null,
    ],
    [
      'never a simple majority where the matter has one of its own',
      by(LAND, 'reps_meeting'),
      by('planning', 'assembly_person'),
      WITHOUT,
      'own-majority',
    ],
    [
      'the same group',
      by('group_affairs', 'group_person', '1'),
      by('group_affairs', 'group_household', '1'),
      WITH,
      null,
    ],
    [
      'never another group',
      by('group_affairs', 'group_person', '1'),
      by('group_affairs', 'group_person', '2'),
      WITH,
      'other-group',
    ],
    [
      'never the village what is a group’s',
      by('group_affairs', 'group_person', '1'),
      by('planning', 'assembly_person'),
      WITH,
      'other-body',
    ],
    ['never what is of an unknown kind', { matter: '' }, {}, WITH, 'other-body'],
  ])('%s', (_, was, is, village, refusal) => {
    expect(noEnding(book, decided(was), later(is), village)).toBe(refusal);
  });
});
