import { person as personTable, villager as villagerTable } from '#db/schema/accounts.ts';
import { assignment, cadre, grid, gridLevel, household, villageProfile } from '#db/schema/grids.ts';
import { idTailMark } from '#server/accounts/roster-marks.ts';
import type { App } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { instantOf } from '#server/rules/dates.ts';

/** When everybody of the test county took office. */
const IN_OFFICE_SINCE = instantOf('2024-01-01');

const COUNTY = '999999';
const TOWN = '999999101';
const NORTH = '999999101201';
const SOUTH = '999999101202';
const COMMUNITY = '999999101001';

const pathOf = (...codes: string[]) => `/${codes.join('/')}/`;

/** A small county: one town, two villages of two groups, one community; every post is filled. */
export async function layOutCounty(app: App) {
  await app.db.write(async (tx) => {
    await tx.insert(gridLevel).values([
      { no: 1, code: 'grid', nameZh: '网格', nameEn: 'Grid' },
      { no: 2, code: 'village', nameZh: '村', nameEn: 'Village' },
      { no: 3, code: 'town', nameZh: '镇', nameEn: 'Town' },
      { no: 4, code: 'county', nameZh: '市', nameEn: 'City' },
    ]);
    await tx.insert(grid).values([
      place('county', COUNTY, null, pathOf(COUNTY), '测试市', 'city', null),
      place('town', TOWN, COUNTY, pathOf(COUNTY, TOWN), '柳河镇', 'town', 'liuhe'),
      place('village', NORTH, TOWN, pathOf(COUNTY, TOWN, NORTH), '北坡村', 'village', 'beipo'),
      place('village', SOUTH, TOWN, pathOf(COUNTY, TOWN, SOUTH), '南坝村', 'village', 'nanba'),
      place(
        'village',
        COMMUNITY,
        TOWN,
        pathOf(COUNTY, TOWN, COMMUNITY),
        '桥头社区',
        'community',
        'qiaotou',
      ),
      ...[NORTH, SOUTH, COMMUNITY].flatMap((village) =>
        [1, 2].map((no) => {
          const code = `${village}00${no}`;
          return place(
            'grid',
            code,
            village,
            pathOf(COUNTY, TOWN, village, code),
            `${no}组`,
            'group',
            null,
            no,
          );
        }),
      ),
    ]);
    await tx.insert(villageProfile).values(
      [NORTH, SOUTH, COMMUNITY].map((villageCode) => ({
        villageCode,
        about: '两个组,山脚下',
        officeHours: '上班日 8:30–18:00',
        helpName: '钟晓雨',
        helpPhone: '0838-555 0100',
        address: '村委会旁',
      })),
    );
  });
  const add = personAdder(app);
  const office = {
    cadre: await add('廖小满', held('grid_cadre', `${NORTH}001`, '1组网格员', 12)),
    cadreTwo: await add('何立秋', held('grid_cadre', `${NORTH}002`, '2组网格员', 13)),
    deputy: await add('曾处暑', {
      ...held('grid_cadre', `${NORTH}001`, '1组网格员', 14),
      isDeputy: true,
    }),
    secretary: await add('曾谷雨', held('secretary', NORTH, '党总支书记', 15)),
    clerk: await add('钟芒种', held('clerk', NORTH, '文书', 16)),
    southSecretary: await add('温惊蛰', held('secretary', SOUTH, '党支部书记', 17)),
    southCadre: await add('冯立夏', held('grid_cadre', SOUTH, '网格员', 18)),
    communitySecretary: await add('卿大雪', held('secretary', COMMUNITY, '党委书记', 19)),
    communityCadre: await add('赖小寒', held('grid_cadre', COMMUNITY, '网格员', 20)),
    town: await add('邱立冬', held('town_admin', TOWN, '镇网格长', 21)),
    dispatcher: await add('易秋分', held('dispatcher', COUNTY, '调度员', 22)),
    discipline: await add('严冬至', held('discipline', COUNTY, '纪检监察', 23)),
    sysadmin: await add('苏清明', held('sysadmin', COUNTY, '系统管理员', 24)),
  };
  const folk = {
    villager: await add('罗白露', {
      household: `${NORTH}001001`,
      gridCode: `${NORTH}001`,
      villageCode: NORTH,
    }),
    neighbour: await add('周寒露', {
      household: `${NORTH}001002`,
      gridCode: `${NORTH}001`,
      villageCode: NORTH,
    }),
    second: await add('吴夏至', {
      household: `${NORTH}002001`,
      gridCode: `${NORTH}002`,
      villageCode: NORTH,
    }),
    southerner: await add('郑霜降', {
      household: `${SOUTH}001001`,
      gridCode: `${SOUTH}001`,
      villageCode: SOUTH,
    }),
    resident: await add('孙雨水', {
      household: `${COMMUNITY}001001`,
      gridCode: `${COMMUNITY}001`,
      villageCode: COMMUNITY,
    }),
    phoneOnly: await add('陶小雪', {}),
  };
  return {
    countyCode: COUNTY,
    townCode: TOWN,
    north: NORTH,
    south: SOUTH,
    community: COMMUNITY,
    people: { ...office, ...folk },
    addPerson: add,
  };
}

interface Role {
  post?: Post;
  gridCode?: string;
  title?: string;
  no?: number;
  isDeputy?: boolean;
  household?: string;
  villageCode?: string;
}

/** A post with its place, title and the public number of whoever holds it. */
function held(post: Post, gridCode: string, title: string, no: number) {
  return { post, gridCode, title, no };
}

function personAdder(app: App) {
  let serial = 0;
  const households = new Map<string, string>();

  /** Adds a person with an account: in office, on a roster, or neither. Returns the id. */
  return async function add(name: string, role: Role): Promise<string> {
    const personId = newId();
    serial += 1;
    const phone = `1990000${String(serial).padStart(4, '0')}`;
    await app.db.write(async (tx) => {
      await tx.insert(personTable).values({
        id: personId,
        name,
        phoneHmac: app.secrets.hmac('phone', phone),
        phoneSealed: app.secrets.seal('phone', phone),
        phoneTail: phone.slice(-4),
        villageCode: role.villageCode ?? null,
        createdAt: IN_OFFICE_SINCE,
      });
      if (role.post && role.gridCode) {
        await tx.insert(assignment).values({
          id: newId(),
          personId,
          post: role.post,
          gridCode: role.gridCode,
          body: 'office',
          title: role.title ?? '',
          duty: '',
          isDeputy: role.isDeputy ?? false,
          workPhone: `0838-555 01${String(serial).padStart(2, '0')}`,
          officeHours: '',
          sort: serial,
          since: IN_OFFICE_SINCE,
        });
        await tx
          .insert(cadre)
          .values({ no: role.no ?? 100 + serial, personId, issuedAt: IN_OFFICE_SINCE });
      }
      if (role.household && role.gridCode && role.villageCode) {
        const householdId = households.get(role.household) ?? newId();
        if (!households.has(role.household)) {
          households.set(role.household, householdId);
          await tx.insert(household).values({
            id: householdId,
            code: role.household,
            gridCode: role.gridCode,
            createdAt: IN_OFFICE_SINCE,
          });
        }
        const villagerId = newId();
        await tx.insert(villagerTable).values({
          id: villagerId,
          villageCode: role.villageCode,
          householdId,
          name,
          idTailHmac: idTailMark(app.secrets, villagerId, '12123X'),
          personId,
          verifiedAt: IN_OFFICE_SINCE,
          verifiedHow: 'roster',
        });
      }
    });
    return personId;
  };
}

function place(
  level: string,
  code: string,
  parentCode: string | null,
  path: string,
  shortName: string,
  kind: string,
  slug: string | null,
  sort = 0,
) {
  return { code, level, parentCode, path, name: shortName, shortName, kind, slug, sort };
}
