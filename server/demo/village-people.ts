import { idTailMark } from '#server/accounts/roster-marks.ts';
import { insertVillagers } from '#server/accounts/roster-records.ts';
import { addPerson, assign, type Casting } from '#server/demo/cast.ts';
import type { DemoContent, DemoVillage } from '#server/demo/content.ts';
import { gridOf } from '#server/demo/places.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { instantOf } from '#server/rules/dates.ts';

/** The office holders and residents of a lively village. */
export async function addVillagePeople(stage: Casting, village: DemoVillage): Promise<void> {
  await addOffice(stage, village);
  await addResidents(stage, village);
}

async function addOffice(stage: Casting, village: DemoVillage): Promise<void> {
  const ids = new Map<string, string>();
  for (const one of village.people) {
    const since = instantOf(one.since);
    const { code: villageCode, name: villageName } = village;
    const role = (one.until === undefined && one.posts[0]?.post) || 'phone_user';
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
        until: one.until ? instantOf(one.until) : null,
        sort: village.people.indexOf(one),
      });
    }
  }
  await addDeputySecretary(stage, village, ids);
  await addCadres(stage, village, ids);
}

/** 副书记, else the director, else the clerk stands in for the secretary. */
async function addDeputySecretary(
  stage: Casting,
  { people, code }: DemoVillage,
  ids: Map<string, string>,
): Promise<void> {
  const holds = (post: Post) =>
    people.filter((one) => one.posts.some((held) => held.post === post));
  const secretary = holds('secretary').find(({ until }) => until === undefined);
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
  stage: Casting,
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

/** The roster of a village, and accounts for whoever has a phone. */
async function addResidents(stage: Casting, village: DemoVillage): Promise<void> {
  const lines: RosterLine[] = [];
  for (const household of village.households) {
    for (const member of household.members) {
      lines.push(await addResident(stage, village, household.no, member));
    }
  }
  await insertVillagers(stage.tx, lines);
}

type RosterLine = Parameters<typeof insertVillagers>[1][number];
type Member = DemoVillage['households'][number]['members'][number];

async function addResident(
  stage: Casting,
  { code: villageCode, name: villageName, slug }: DemoVillage,
  no: number,
  { key: ownKey, name, phone, idTail, level }: Member,
): Promise<RosterLine> {
  const household = stage.places.households.get(`${villageCode}/${no}`);
  if (!household) throw new Error(`village ${villageCode} has no household ${no}`);
  const key = `${slug}/${ownKey}`;
  const at = stage.content.county.historyFrom;
  const isMatched = level !== 1 && (phone !== null || isWrittenFor(stage.content, key));
  const role = isMatched ? 'villager' : 'phone_user';
  const person = { key, name, phone, role, villageCode, villageName, createdAt: at };
  const hasAccount = phone !== null || isMatched;
  const personId = hasAccount ? await addPerson(stage, person, false) : null;
  const member = stage.cast.members.get(key);
  if (member && isMatched) member.householdId = household.id;
  const id = newId();
  const idTailHmac = idTailMark(stage.ctx.secrets, id, idTail);
  const line = { id, villageCode, householdId: household.id, name, idTailHmac };
  return isMatched ? { ...line, personId, verifiedAt: at, verifiedHow: 'roster' } : line;
}

/** Whoever is written for has an account without a phone, so that the matter is theirs. */
function isWrittenFor({ stories }: DemoContent, key: string): boolean {
  return stories.some(({ events }) => events.some((event) => 'for' in event && event.for === key));
}

function idOf(ids: Map<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`nobody is called ${key}`);
  return id;
}
