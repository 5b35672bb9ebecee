import type { Reader } from '#db/surface.ts';
import { type Answerer, answererFor, headsAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import type { HeldPost, Post } from '#server/kernel/viewer.ts';
import { selectOfficeNames } from '#server/line-objections/line-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import {
  answererOfLine,
  type ObjectionLevel,
  objectionLevel,
} from '#server/rules/line-objections.ts';

/** Who of a village answers what all may read, in the order in which they are asked. */
const VILLAGE_POSTS: Post[] = ['clerk', 'village_director', 'committee_member', 'secretary'];
/** Who answers for somebody who handled a line himself. */
const SENIORS: Post[] = ['village_director', 'secretary'];
/** Who checks what names a person. */
const SUPERVISION: Post[] = ['supervision'];
const TOWN: Post[] = ['town_admin'];
const COUNTY: Post[] = ['discipline'];

/** Every post in which somebody answers an objection at the place where it waits. */
export const OBJECTION_POSTS: Post[] = [...VILLAGE_POSTS, ...SUPERVISION, ...TOWN, ...COUNTY];

/** What decides who answers an objection. */
export interface Answerable {
  village: Village;
  level: ObjectionLevel;
  isPrivate: boolean;
  /** Who drafted the table; he answers as long as he serves there. */
  draftedById: string | null;
  /** 经手人 of the line as everybody reads it; '' where it names none. */
  handler: string;
  /** Nobody answers himself. */
  askerId: string;
}

/**
 * The one person who answers: in the village whoever drafted the table, else its clerk, director or
 * secretary, and nobody for what he handled himself; about a person the head of its supervision
 * committee; one level up the town, then the county's discipline inspection. While a post is vacant,
 * the town. `gridCode` is where it waits.
 */
export async function holderOfObjection(
  db: Reader,
  asked: Answerable,
  at: EpochMs,
): Promise<Answerer | null> {
  const { village, level } = asked;
  const gridCode = placeOfLevel(village, level);
  const personId = await chosenFor(db, asked, at);
  return personId === null ? null : { personId, gridCode };
}

/** Where an objection of a level waits. */
export function placeOfLevel(village: Village, level: ObjectionLevel): string {
  return { village: village.code, town: village.townCode, county: village.countyCode }[level];
}

/** The post in which the viewer may answer this objection; null when he may not. */
export function answeringRole(
  { viewer }: Context,
  {
    post,
    objection,
    handler,
  }: {
    post: { authorId: string; holderId: string | null };
    objection: { level: string; isPrivate: boolean };
    handler: string;
  },
  path: string,
): Post | null {
  const { personId } = viewer;
  // Nobody answers what he has asked himself.
  if (personId === null || post.authorId === personId) return null;
  const level = objectionLevel(objection.level);
  const isHolder = post.holderId === personId;
  // Nor for a line that he handled himself, unless nobody else was left to be asked.
  const isOwnLine = level === 'village' && !objection.isPrivate && handler.includes(viewer.name);
  if (isOwnLine && !isHolder) return null;
  const held = {
    village: () =>
      actingPost(
        viewer,
        objection.isPrivate ? 'line-objection.answer-private' : 'line-objection.answer',
        path,
      ),
    town: () => actingPost(viewer, 'line-objection.answer-raised', path),
    county: () => (viewer.posts.some((one) => isCountys(one, path)) ? 'discipline' : null),
  }[level]();
  // Somebody from above stands in while the post is vacant.
  return held ?? (isHolder ? (viewer.posts[0]?.post ?? null) : null);
}

function isCountys({ post, path: covers }: HeldPost, path: string): boolean {
  return post === 'discipline' && path.startsWith(covers);
}

// Nobody answers what he has asked himself: the next one does.
async function chosenFor(
  db: Reader,
  { village, level, isPrivate, draftedById, handler, askerId }: Answerable,
  at: EpochMs,
): Promise<string | null> {
  const others = async (gridCode: string, posts: Post[]) =>
    (await headsAt(db, { gridCode, posts }, at)).filter((one) => one !== askerId);
  if (level === 'county') return (await others(village.countyCode, COUNTY))[0] ?? null;
  if (level === 'village') {
    const [heads, seniors, supervision] = [
      await others(village.code, isPrivate ? SUPERVISION : VILLAGE_POSTS),
      isPrivate ? [] : await others(village.code, SENIORS),
      await others(village.code, SUPERVISION),
    ];
    const names = await selectOfficeNames(db, [...heads, ...seniors, ...supervision]);
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    const named = (ids: string[]) =>
      ids.map((personId) => ({ personId, name: nameOf.get(personId) ?? '' }));
    const inOffice = {
      heads: named(heads),
      seniors: named(seniors),
      supervision: named(supervision),
    };
    const drafter = isPrivate ? null : draftedById;
    const head = answererOfLine(inOffice, { draftedById: drafter, handler });
    if (head !== null) return head;
  }
  const [town] = await others(village.townCode, TOWN);
  if (town !== undefined) return town;
  const above = await answererFor(db, { gridCode: village.townCode, householdId: null }, at);
  return above?.personId ?? null;
}
