import { describe, expect, test } from 'vitest';
import { groupKey, groupName } from '#server/rules/group-names.ts';
import { allot } from '#server/rules/roster-places.ts';
import { type KnownPerson, type KnownVillage, planImport } from '#server/rules/roster-plan.ts';
import { type FilePerson, type RosterColumn, readPeople } from '#server/rules/roster-rows.ts';
import type { TableRow } from '#server/rules/sheet-table.ts';

type Line = Partial<Record<RosterColumn, string>>;

/** Lines of a file as the table reader gives them, from line 2 on. */
function rows(lines: Line[]): TableRow<RosterColumn>[] {
  const blank = {
    ...{ head: null, id: null, birth: null, phone: null },
    ...{ microGrid: null, village: null },
  };
  return lines.map((line, at) => ({
    sheet: '',
    row: at + 2,
    values: { ...blank, group: '1组', household: '1', name: '金谷雨', ...line },
    columns: { id: { column: 'E', header: '身份证号' }, name: { column: 'D', header: '姓名' } },
  }));
}

const readPhone = (typed: string) => (/^1\d{10}$/.test(typed) ? typed : null);
const reading = { village: '北坡村', today: '2026-11-22', readPhone };
const read = (...lines: Line[]) => readPeople(rows(lines), reading);
const people = (...lines: Line[]): FilePerson[] => read(...lines).people;

describe('the name of a villager group', () => {
  test.each([
    ['3组', 3, '3组'],
    ['三组', 3, '3组'],
    ['第3村民小组', 3, '3组'],
    ['第三居民小组', 3, '3组'],
    [' ３ ', 3, '3组'],
    ['十二组', 12, '12组'],
    ['二十一队', 21, '21组'],
    ['东岭组', '东岭', '东岭组'],
    ['东岭', '东岭', '东岭组'],
    ['东岭村民小组', '东岭', '东岭组'],
    ['老街片', '老街', '老街片'],
  ])('%s', (written, key, name) => {
    expect([groupKey(written), groupName(written)]).toEqual([key, name]);
  });
});

describe('a line of people', () => {
  test.each([
    ['371323199001011235', '011235'],
    ['51068119900307123 7', '071237'],
    ['371323********1235', '1235'],
    ['01123x', '01123X'],
    ['1235', '1235'],
  ])('keeps only the end of %s', (id, idTail) => {
    expect(people({ id })).toMatchObject([{ idTail }]);
  });

  test.each<[Line, string]>([
    [{ id: '371323199001011234' }, 'idWrong'],
    [{ id: '371323900101123' }, 'idWrong'],
    [{ id: '371323199001011000' }, 'idWrong'],
    [{ id: '234' }, 'idTooShort'],
    [{ phone: '1390000' }, 'phoneWrong'],
    [{ name: '金谷雨2' }, 'nameWrong'],
    [{ name: '=HYPERLINK("x")' }, 'nameWrong'],
    [{ village: '南坝村' }, 'otherVillage'],
  ])('with %j is named and left out', (line, code) => {
    const { people: kept, faults } = read(line);

    expect(faults).toMatchObject([{ row: 2, code }]);
    expect(kept).toEqual([]);
  });

  test.each<[string, string]>([
    ['001', '1'],
    ['12户', '12'],
    ['第7号', '7'],
    ['003012345', '003012345'],
    ['1001', '1001'],
    ['甲-3', '甲-3'],
  ])('has the household %s as %s', (household, number) => {
    expect(people({ household })).toMatchObject([{ household: number }]);
  });

  test.each<[string | null, boolean]>([
    ['是', true],
    ['户主', true],
    ['√', true],
    ['金谷雨', true],
    ['妻', false],
    ['否', false],
    [null, false],
  ])('with %j under 户主', (head, isHead) => {
    expect(people(head === null ? {} : { head })).toMatchObject([{ isHead }]);
  });

  test('may name its village in several ways, and spread a short name', () => {
    const three = people(
      { village: '柳河镇北坡村', name: '李 四' },
      { village: '北坡', name: '欧阳  修' },
      { village: '北坡村民委员会', name: '买买提·艾力' },
    );

    expect(three.map(({ name }) => name)).toEqual(['李四', '欧阳修', '买买提·艾力']);
  });
});

describe('lines that do not agree', () => {
  test.each<[string, Line[], string | undefined]>([
    ['two of one name with their ID numbers', [{ id: '1235' }, { id: '123X' }], undefined],
    ['two of one name, one without ID number', [{ id: '1235' }, {}], 'sameNameNoId'],
    ['one person twice', [{ id: '1235' }, { id: '1235' }], 'samePersonTwice'],
    [
      'one ID number in two households',
      [{ id: '371323199001011235' }, { household: '2', id: '371323199001011235' }],
      'sameIdTwice',
    ],
    [
      'a household in two groups',
      [{ household: '003012345' }, { household: '003012345', group: '2组', name: '吴夏至' }],
      'householdTwoGroups',
    ],
    ['household 1 of each group', [{}, { group: '2组' }], undefined],
    [
      'a household in two micro grids',
      [{ microGrid: '河东' }, { name: '吴夏至', microGrid: '河西' }],
      'householdTwoMicroGrids',
    ],
  ])('%s', (_, lines, code) => {
    const { faults } = read(...lines);

    expect(faults.map((fault) => [fault.code, fault.row, fault.other])).toEqual(
      code ? [[code, 3, 2]] : [],
    );
  });
});

const G1 = '999999101201001';
const G2 = '999999101201002';
const M1 = `${G1}001`;

/** People as 'id name household [tail]'. */
function village(lines: string[], more: Partial<KnownVillage> = {}): KnownVillage {
  const tails = new Map<string, string>();
  const known = lines.map((line): KnownPerson => {
    const [id = '', name = '', householdId = '', tail] = line.split(' ');
    if (tail) tails.set(id, tail);
    const hasIdTail = tail !== undefined;
    const unknown = { isHead: false, phone: null, adultFrom: null };
    return { ...unknown, id, name, householdId, hasIdTail };
  });
  return {
    places: [
      { code: G1, name: '1组', level: 'grid', isRetired: false },
      { code: G2, name: '2组', level: 'grid', isRetired: false },
      { code: M1, name: '河东', level: 'micro_grid', isRetired: false },
    ],
    households: [
      { id: 'h1', code: `${G1}001`, gridCode: G1, number: null },
      { id: 'h2', code: `${G1}002`, gridCode: G1, number: null },
      { id: 'h9', code: `${G1}009`, gridCode: G2, number: '003012345' },
    ],
    people: known,
    today: reading.today,
    fits: (id, tail) => tail.endsWith(tails.get(id) ?? 'none'),
    ...more,
  };
}

describe('who comes of age', () => {
  const today = reading.today;
  const planned = (birth: string | null, adultFrom: string | null) => {
    const known = village(['a 金谷雨 h1']);
    const [one] = known.people;
    if (!one) throw new Error('nobody is known');
    const lines = people(birth === null ? {} : { birth });
    const plan = planImport(lines, { ...known, people: [{ ...one, adultFrom }] });
    return plan.changed.flatMap(({ changes }) => changes);
  };

  test.each<[string, string | null, string | null, string[]]>([
    ['whose age nobody said, and still nobody says', null, null, []],
    ['whose age nobody said before', '1990-03-07', null, ['age']],
    ['known as grown up', '1990-03-07', '2026-01-05', []],
    ['known as grown up, and the list says no birth', null, '2026-01-05', []],
    ['known as a child of this birthday', '2012-03-07', '2030-03-07', []],
    ['known as a child of another birthday', '2012-03-08', '2030-03-07', ['age']],
    ['known as a child, grown up by the list', '2008-01-01', '2030-03-07', ['age']],
    ['taken for grown up, a child by the list', '2012-03-07', '2026-01-05', ['age']],
    ['eighteen since the last list', '2008-11-22', '2026-11-22', []],
  ])('%s', (_, birth, adultFrom, changes) => {
    expect(planned(birth, adultFrom)).toEqual(changes);
  });

  test.each<[Line, string | null]>([
    [{}, null],
    [{ birth: '1990-03-07' }, today],
    [{ birth: '2012-03-07' }, '2030-03-07'],
    [{ id: '11010519491231002X' }, today],
    [{ id: '1235' }, null],
    // The column is what the village wrote for this; it wins over the number.
    [{ id: '11010519491231002X', birth: '2012-03-07' }, '2030-03-07'],
  ])('%j is known to be eighteen from %s', (line, adultFrom) => {
    expect(people(line)).toMatchObject([{ adultFrom }]);
  });

  test.each<[Line, string]>([
    [{ birth: '2027-01-01' }, 'birthWrong'],
    [{ birth: '2012-03' }, 'birthUnclear'],
  ])('%j is named and left out', (line, code) => {
    expect(read(line).faults).toMatchObject([{ row: 2, code }]);
  });

  test('nothing of a birthday is left of somebody who is grown up', () => {
    expect(JSON.stringify(people({ birth: '1990-03-07' }))).not.toContain('03-07');
  });
});

/** A plan in a few words. */
function told(lines: Line[], known: KnownVillage) {
  const plan = planImport(people(...lines), known);
  return {
    added: plan.added.map(({ name }) => name),
    changed: plan.changed.map(({ known: one, changes }) => `${one.id} ${changes.join(' ')}`),
    same: plan.same,
    missing: plan.missing.map(({ id }) => id),
    unclear: plan.unclear.length,
  };
}

describe('who of a file is on the roster already', () => {
  const nothing = { added: [], changed: [], same: 0, missing: [], unclear: 0 };

  test.each<[string, Line[], string[], Partial<ReturnType<typeof told>>]>([
    ['somebody new', [{}], [], { added: ['金谷雨'] }],
    ['the same', [{ id: '1235' }], ['a 金谷雨 h1 1235'], { same: 1 }],
    ['without ID number in the file', [{}], ['a 金谷雨 h1 1235'], { same: 1 }],
    [
      'an ID number that was not known',
      [{ id: '1235' }],
      ['a 金谷雨 h1'],
      { changed: ['a idTail'] },
    ],
    [
      'an ID number that was mended',
      [{ id: '1235' }],
      ['a 金谷雨 h1 1236'],
      { changed: ['a idTail'] },
    ],
    [
      'who moved to another household',
      [{ household: '2', id: '1235' }],
      ['a 金谷雨 h1 1235'],
      { changed: ['a household'] },
    ],
    [
      'a namesake in another household',
      [{ household: '2' }],
      ['a 金谷雨 h1 1235'],
      { added: ['金谷雨'], missing: ['a'] },
    ],
    [
      'father and son of one name',
      [{ id: '1235' }, { id: '123X' }],
      ['a 金谷雨 h1 123X', 'b 金谷雨 h1 1235'],
      { same: 2 },
    ],
    [
      'a second one of the name',
      [{ id: '1235' }, { id: '123X' }],
      ['a 金谷雨 h1 123X'],
      { same: 1, added: ['金谷雨'] },
    ],
    [
      'one of two of the name, and the file does not say who',
      [{}],
      ['a 金谷雨 h1 1235', 'b 金谷雨 h1 123X'],
      { unclear: 1, missing: ['a', 'b'] },
    ],
    [
      'a name that was mended',
      [{ id: '371323199001011235' }],
      ['a 金古雨 h1 011235'],
      { changed: ['a name age'] },
    ],
    [
      'a phone and a head',
      [{ phone: '13912345678', head: '是' }],
      ['a 金谷雨 h1 1235'],
      { changed: ['a phone head'] },
    ],
    ['who is not in the file', [{}], ['a 金谷雨 h1', 'b 吴夏至 h2'], { same: 1, missing: ['b'] }],
    [
      'a household with a long number',
      [{ group: '2组', household: '003012345' }],
      ['a 金谷雨 h9 1235'],
      { same: 1 },
    ],
  ])('%s', (_, lines, known, expected) => {
    expect(told(lines, village(known))).toEqual({ ...nothing, ...expected });
  });
});

describe('what has to be made', () => {
  test('groups in order, households once, micro grids inside their group', () => {
    const plan = planImport(
      people(
        { group: '十组', household: '5' },
        { group: '3组', household: '5', name: '吴夏至' },
        { group: '3', household: '5', name: '周寒露', microGrid: '桥头' },
        { group: '东岭', household: '1' },
      ),
      village([]),
    );

    expect(plan.groups.map(({ name }) => name)).toEqual(['3组', '10组', '东岭组']);
    expect(plan.microGrids).toEqual([{ groupKey: '3', name: '桥头' }]);
    expect(plan.households).toMatchObject([
      { groupKey: '10', household: '5' },
      { groupKey: '3', household: '5', microGrid: '桥头' },
      { groupKey: '东岭', household: '1' },
    ]);
  });

  test('nothing where all of it stands', () => {
    const plan = planImport(people({}, { household: '2', microGrid: '河东' }), village([]));

    expect([plan.groups, plan.microGrids, plan.households]).toEqual([[], [], []]);
    expect(plan.moves.map(({ household }) => household.id)).toEqual(['h2']);
  });

  test('a household that a list has in another group moves there', () => {
    const plan = planImport(people({ group: '1组', household: '003012345' }), village([]));

    expect(plan.moves.map(({ household }) => household.id)).toEqual(['h9']);
  });

  test('a household that moved away by hand is found by its old number and moves back', () => {
    const moved = village([], {
      households: [{ id: 'h1', code: `${G1}001`, gridCode: G2, number: null }],
    });

    const plan = planImport(people({}), moved);

    expect(plan.households).toEqual([]);
    expect(plan.moves.map(({ household }) => household.id)).toEqual(['h1']);
  });
});

describe('codes', () => {
  const allotted = (lines: Line[], known = village([])) =>
    allot(planImport(people(...lines), known), '999999101201', known);

  test('are the numbers of the file where they are free, and go upwards elsewhere', () => {
    const given = allotted([
      { household: '7' },
      { household: '003012346', name: '吴夏至' },
      { group: '3组', household: '1' },
      { group: '3组', household: '甲-3', microGrid: '桥头' },
    ]);

    expect(given?.places).toEqual([
      { code: '999999101201003', name: '3组', level: 'grid', parentCode: '999999101201' },
      {
        code: '999999101201003001',
        name: '桥头',
        level: 'micro_grid',
        parentCode: '999999101201003',
      },
    ]);
    expect(given?.households.map(({ code, gridCode, number }) => [code, gridCode, number])).toEqual(
      [
        [`${G1}007`, G1, null],
        ['999999101201003001', '999999101201003', null],
        [`${G1}010`, G1, '003012346'],
        ['999999101201003002', '999999101201003001', '甲-3'],
      ],
    );
  });

  test('of closed groups are never given again, and a group of the name is made anew', () => {
    const closed = { code: '999999101201003', name: '3组', level: 'grid', isRetired: true };
    const known = village([]);

    const given = allotted([{ group: '3组' }], { ...known, places: [...known.places, closed] });

    expect(given?.places.map(({ code }) => code)).toEqual(['999999101201004']);
  });

  test('a short number whose code is taken is kept as the household’s own', () => {
    const taken = { id: 'x', code: `${G1}007`, gridCode: G1, number: '003012345' };

    const given = allotted([{ household: '7' }], village([], { households: [taken] }));

    expect(given?.households).toMatchObject([{ code: `${G1}008`, number: '7' }]);
  });

  test('end at 999', () => {
    const lines = [...Array(1000).keys()].map((n) => ({ household: `甲-${n}` }));

    expect(allotted(lines, village([], { households: [] }))).toBeNull();
  });
});
