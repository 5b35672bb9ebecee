import { addPerson, assign, type Casting } from '#server/demo/cast.ts';
import type { DemoContent } from '#server/demo/content.ts';
import { gridOf } from '#server/demo/places.ts';
import type { NewAssignment } from '#server/grids/assignments.ts';
import { readCountyName } from '#server/grids/division-content.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { instantOf } from '#server/rules/dates.ts';

/** The staff of towns and county, and everybody in office in the other villages. */
export async function addCountyPeople(stage: Casting): Promise<void> {
  await addStaff(stage);
  const hire = hiring(stage);
  await addElsewhere(stage, hire);
  await addTownDeputies(stage, hire);
}

async function addStaff(stage: Casting): Promise<void> {
  const { county } = stage.content;
  const countyName = readCountyName(stage.ctx.env.root, county.county);
  const since = instantOf(county.elsewhere.since);
  const seen = new Set<string>();
  for (const [sort, one] of county.staff.entries()) {
    const gridCode = one.town ? townCode(stage, one.town) : county.county;
    const person = { ...one, key: `county/${one.key}`, role: one.post, villageCode: null };
    const personId = await addPerson(
      stage,
      { ...person, villageName: one.town ?? countyName, createdAt: since },
      true,
    );
    const place = `${one.post} ${gridCode}`;
    await assign(stage, {
      personId,
      post: one.post,
      gridCode,
      title: one.title,
      workPhone: one.workPhone,
      // The first at a place answers; the next one stands in.
      isDeputy: seen.has(place),
      since,
      sort,
    });
    seen.add(place);
  }
}

type Hire = (
  post: Post,
  where: { villageCode: string | null; name: string },
) => Promise<Pick<NewAssignment, 'personId' | 'post' | 'workPhone' | 'officeHours' | 'since'>>;

/** Secretary and cadre of each other village, who stand in for one another. */
async function addElsewhere(stage: Casting, hire: Hire): Promise<void> {
  const { content, places } = stage;
  const { titles, grid } = content.county.elsewhere;
  const lively = new Set(content.villages.map(({ code }) => code));
  for (const { code, name, kind } of places.villages) {
    if (lively.has(code)) continue;
    const where = { villageCode: code, name };
    const secretary = await hire('secretary', where);
    const cadre = await hire('grid_cadre', where);
    const head = { post: secretary.post, title: titles[kind], gridCode: code };
    const base = { post: cadre.post, title: titles.cadre, gridCode: gridOf(places, code, grid) };
    await assign(stage, { ...secretary, ...head });
    await assign(stage, { ...cadre, ...base });
    await assign(stage, { ...cadre, ...head, isDeputy: true });
    await assign(stage, { ...secretary, ...base, isDeputy: true });
  }
}

async function addTownDeputies(stage: Casting, hire: Hire): Promise<void> {
  const { staff, elsewhere } = stage.content.county;
  const title = elsewhere.titles.townDeputy;
  for (const town of new Set(staff.flatMap(({ town }) => town ?? []))) {
    const deputy = await hire('town_admin', { villageCode: null, name: town });
    const gridCode = townCode(stage, town);
    await assign(stage, { ...deputy, title, gridCode, isDeputy: true, sort: staff.length });
  }
}

/** The rule of county.json: people are invented one after the other. */
function hiring(stage: Casting): Hire {
  const { officeHours, since: day } = stage.content.county.elsewhere;
  const since = instantOf(day);
  const next = inventor(stage.content);
  return async (post, { villageCode, name: villageName }) => {
    const invented = next();
    const person = { ...invented, role: post, villageCode, villageName, createdAt: since };
    const personId = await addPerson(stage, person, true);
    return { personId, post, workPhone: invented.phone, officeHours, since };
  };
}

/** Invented people one after the other: surname + solar term, and the next telephone number. */
function inventor({ county }: DemoContent) {
  const { surnames, terms, firstPhone } = county.elsewhere;
  let i = -1;
  return () => {
    i += 1;
    const surname = surnames[i % surnames.length];
    const term = terms[(i * 7 + Math.floor(i / surnames.length)) % terms.length];
    if (!surname || !term) throw new Error('county.json has no names for the other villages');
    return {
      key: `elsewhere/${surname.pinyin}-${term.pinyin}-${i}`,
      name: surname.zh + term.zh,
      phone: String(Number(firstPhone) + i),
    };
  };
}

function townCode({ places }: Casting, town: string): string {
  const code = places.towns.get(town);
  if (code === undefined) throw new Error(`the county has no ${town}`);
  return code;
}
