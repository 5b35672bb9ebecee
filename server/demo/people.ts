import type { Tx } from '#db/surface.ts';
import { insertPerson } from '#server/accounts/records.ts';
import { idTailMark } from '#server/accounts/roster-marks.ts';
import { insertVillagers } from '#server/accounts/roster-records.ts';
import { phoneColumns } from '#server/accounts/sign-in.ts';
import type { DemoContent, DemoVillage } from '#server/demo/content.ts';
import { type DemoPlaces, gridOf } from '#server/demo/places.ts';
import { insertAssignment, type NewAssignment } from '#server/grids/assignments.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Post } from '#server/kernel/viewer.ts';
import type { DemoPerson } from '#server/operator/people.ts';
import { type EpochMs, instantOf } from '#server/rules/dates.ts';

/** Somebody with an account; `householdId` only when the roster knows the account. */
export interface CastMember {
  key: string;
  name: string;
  personId: string;
  villageCode: string | null;
  householdId: string | null;
  holdsPost: boolean;
}

/** Everybody of the demonstration by key, and what is printed about them. */
export interface Cast {
  members: Map<string, CastMember>;
  printed: DemoPerson[];
}

/** What all accounts of the demonstration share. */
export interface Account {
  passwordHash: string;
  password: string;
}

interface Stage {
  tx: Tx;
  ctx: Context;
  account: Account;
  content: DemoContent;
  places: DemoPlaces;
  cast: Cast;
}

interface NewPerson {
  key: string;
  name: string;
  phone: string | null;
  role: string;
  villageCode: string | null;
  villageName: string;
  createdAt: EpochMs;
}

/** Gives every village, town and the county its people, in one write. */
export async function layOutPeople(
  ctx: Context,
  content: DemoContent,
  places: DemoPlaces,
  account: Account,
): Promise<Cast> {
  const cast: Cast = { members: new Map(), printed: [] };
  await ctx.db.write(async (tx) => {
    const stage: Stage = { tx, ctx, account, content, places, cast };
    for (const village of content.villages) {
      await addOffice(stage, village);
      await addResidents(stage, village);
    }
    await addStaff(stage);
    await addElsewhere(stage);
  });
  return cast;
}

// — Lively villages —

async function addOffice(stage: Stage, village: DemoVillage): Promise<void> {
  const ids = new Map<string, string>();
  for (const one of village.people) {
    const since = instantOf(one.since);
    const { code: villageCode, name: villageName } = village;
    const role = one.posts[0]?.post ?? 'villager';
    const person = { ...one, key: `${village.slug}/${one.key}`, role, villageCode, villageName };
    const personId = await addPerson(stage, { ...person, createdAt: since }, true);
    ids.set(one.key, personId);
    for (const { post, title } of one.posts) {
      if (post === 'grid_cadre') continue;
      await assign(stage, {
        personId,
        post,
        gridCode: villageCode,
        title,
        duty: one.duty ?? '',
        // 副书记 sit in the Party organisation, whatever else they do.
        ...(title.includes('党') && { body: 'party' }),
        workPhone: one.phone,
        since,
        sort: village.people.indexOf(one),
      });
    }
  }
  await addDeputySecretary(stage, village, ids);
  await addCadres(stage, village, ids);
}

/** 副书记, else the director, else the clerk stands in for the secretary. */
async function addDeputySecretary(
  stage: Stage,
  { people, code }: DemoVillage,
  ids: Map<string, string>,
): Promise<void> {
  const holds = (post: Post) =>
    people.filter((one) => one.posts.some((held) => held.post === post));
  const [secretary] = holds('secretary');
  const seconds = people.filter((one) => one.posts.some(({ title }) => title.includes('副书记')));
  const choices = [...seconds, ...holds('village_director'), ...holds('clerk')];
  const deputy = choices.find((one) => one !== secretary);
  if (!deputy) throw new Error(`village ${code} has nobody to stand in for its secretary`);
  await assign(stage, {
    personId: idOf(ids, deputy.key),
    post: 'secretary',
    gridCode: code,
    title: secretary?.posts.find(({ post }) => post === 'secretary')?.title ?? '',
    workPhone: deputy.phone,
    isDeputy: true,
    since: instantOf(deputy.since),
    sort: people.length,
  });
}

async function addCadres(
  stage: Stage,
  village: DemoVillage,
  ids: Map<string, string>,
): Promise<void> {
  for (const { groups, holder, deputy } of village.grids) {
    for (const [key, isDeputy] of [
      [holder, false],
      [deputy, true],
    ] as const) {
      const one = village.people.find((person) => person.key === key);
      for (const group of groups) {
        await assign(stage, {
          personId: idOf(ids, key),
          post: 'grid_cadre',
          gridCode: gridOf(stage.places, village.code, group),
          title: one?.posts.find(({ post }) => post === 'grid_cadre')?.title ?? '',
          workPhone: one?.phone ?? null,
          isDeputy,
          since: instantOf(one?.since ?? '2024-01-15'),
        });
      }
    }
  }
}

async function addResidents(stage: Stage, village: DemoVillage): Promise<void> {
  const { content, ctx, places } = stage;
  const { code: villageCode, name: villageName, slug } = village;
  const at = content.county.historyFrom;
  // Whoever is written for has a row without a phone, so that the matter is theirs.
  const writtenFor = new Set(
    content.stories.flatMap(({ events }) =>
      events.flatMap((event) => ('for' in event && event.for ? [event.for] : [])),
    ),
  );
  const lines: Parameters<typeof insertVillagers>[1] = [];
  for (const { no, members } of village.households) {
    const household = places.households.get(`${villageCode}/${no}`);
    if (!household) throw new Error(`village ${villageCode} has no household ${no}`);
    for (const { key: ownKey, name, phone, idTail, level } of members) {
      const key = `${slug}/${ownKey}`;
      const isMatched = level !== 1 && (phone !== null || writtenFor.has(key));
      const role = isMatched ? 'villager' : 'phone_user';
      const person = { key, name, phone, role, villageCode, villageName, createdAt: at };
      const hasAccount = phone !== null || isMatched;
      const personId = hasAccount ? await addPerson(stage, person, false) : null;
      const member = stage.cast.members.get(key);
      if (member && isMatched) member.householdId = household.id;
      const id = newId();
      lines.push({
        id,
        villageCode,
        householdId: household.id,
        name,
        idTailHmac: idTailMark(ctx.secrets, id, idTail),
        ...(isMatched && { personId, verifiedAt: at, verifiedHow: 'roster' }),
      });
    }
  }
  await insertVillagers(stage.tx, lines);
}

// — Town, county and all other villages —

async function addStaff(stage: Stage): Promise<void> {
  const { county } = stage.content;
  const since = instantOf(county.elsewhere.since);
  const seen = new Set<string>();
  for (const [sort, one] of county.staff.entries()) {
    const gridCode = one.town ? townCode(stage, one.town) : county.county;
    const person = { ...one, key: `county/${one.key}`, role: one.post, villageCode: null };
    const personId = await addPerson(
      stage,
      { ...person, villageName: one.town ?? '', createdAt: since },
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

/** The rule of county.json: names and phones by counting on, secretary and cadre of each village. */
async function addElsewhere(stage: Stage): Promise<void> {
  const { content, places } = stage;
  const { titles, since: day, officeHours } = content.county.elsewhere;
  const lively = new Set(content.villages.map(({ code }) => code));
  const since = instantOf(day);
  const next = inventor(content);
  const add = async (post: Post, villageCode: string | null, villageName: string) => {
    const invented = next();
    const person = { ...invented, role: post, villageCode, villageName, createdAt: since };
    const personId = await addPerson(stage, person, true);
    return { personId, post, workPhone: invented.phone, officeHours, since };
  };
  for (const { code, name, kind } of places.villages) {
    if (lively.has(code)) continue;
    const secretary = { ...(await add('secretary', code, name)), title: titles[kind] };
    const cadre = { ...(await add('grid_cadre', code, name)), title: titles.cadre };
    const gridCode = gridOf(places, code, content.county.elsewhere.grid);
    await assign(stage, { ...secretary, gridCode: code });
    await assign(stage, { ...cadre, gridCode });
    const { post: head, title } = secretary;
    await assign(stage, { ...cadre, post: head, title, gridCode: code, isDeputy: true });
    const { post, title: cadreTitle } = cadre;
    await assign(stage, { ...secretary, post, title: cadreTitle, gridCode, isDeputy: true });
  }
  const towns = new Set(content.county.staff.flatMap(({ town }) => town ?? []));
  for (const town of towns) {
    const deputy = await add('town_admin', null, town);
    const gridCode = townCode(stage, town);
    await assign(stage, {
      ...deputy,
      title: titles.townDeputy,
      gridCode,
      isDeputy: true,
      sort: 99,
    });
  }
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

function townCode({ places }: Stage, town: string): string {
  const code = places.towns.get(town);
  if (code === undefined) throw new Error(`the county has no ${town}`);
  return code;
}

async function addPerson(stage: Stage, person: NewPerson, holdsPost: boolean): Promise<string> {
  const { tx, ctx, account, cast } = stage;
  const { key, name, phone, role, villageCode, villageName, createdAt } = person;
  const personId = newId();
  const isNew = await insertPerson(tx, {
    id: personId,
    name,
    ...(phone !== null && phoneColumns(ctx, phone)),
    ...(phone !== null && { passwordHash: account.passwordHash }),
    villageCode,
    createdAt,
  });
  if (!isNew || cast.members.has(key)) throw new Error(`${key} is in the demonstration twice`);
  cast.members.set(key, { key, name, personId, villageCode, householdId: null, holdsPost });
  if (phone !== null) {
    const { password } = account;
    cast.printed.push({ key, name, role, village: villageName, phone, password });
  }
  return personId;
}

async function assign({ tx }: Stage, fields: NewAssignment): Promise<void> {
  await insertAssignment(tx, fields);
}

function idOf(ids: Map<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`nobody is called ${key}`);
  return id;
}
