import type { Post, Viewer } from '#server/kernel/viewer.ts';

/**
 * The one table of who may do what (domain.md §7.10): action → posts that carry it. A post covers
 * its own place and everything below it. What the author himself, a villager or a visitor may do
 * is named by the three words at the end of the list of roles. A sysadmin has no content rights.
 */
export type Role = Post | 'visitor' | 'phone_user' | 'villager';

const handlers: Role[] = ['grid_cadre', 'secretary', 'clerk', 'town_admin'];

export const permissions = {
  'page.read': ['visitor'],
  'account.own': ['phone_user'],
  'post.like': ['phone_user'],
  'post.report': ['phone_user'],
  'comment.say': ['phone_user'],
  'comment.ask': ['phone_user'],
  'comment.answer': ['grid_cadre', 'secretary', 'village_director', 'clerk', 'town_admin'],
  'post.speak': ['villager', 'grid_cadre', 'secretary', 'village_director', 'clerk'],
  'post.tell': ['villager', 'grid_cadre', 'secretary', 'village_director', 'clerk', 'town_admin'],
  // What is open to a village's own people: besides them, who serves there or has to do with its affairs.
  'post.read-village': [
    ...handlers,
    'group_leader',
    'village_director',
    'committee_member',
    'supervision',
    'bookkeeper',
    'dispatcher',
    'discipline',
  ],
  'post.announce': ['secretary', 'village_director', 'clerk', 'town_admin'],
  'letter.write': ['secretary'],
  'diary.write': ['secretary'],
  'meeting.record': ['secretary', 'committee_member'],
  'lesson.make': ['secretary', 'village_director', 'clerk', 'town_admin', 'org_dept'],
  'case.write': ['secretary', 'grid_cadre', 'village_director', 'clerk', 'town_admin'],
  'selection.open': ['org_dept'],
  'selection.enter': ['secretary'],
  'selection.recommend': ['town_admin'],
  'selection.object': ['phone_user'],
  'objection.decide': ['org_dept'],
  'objection.second': ['discipline'],
  'appeal.raise': ['phone_user'],
  'appeal.raise-for': ['grid_cadre', 'clerk', 'secretary'],
  'appeal.cosign': ['phone_user'],
  'appeal.read-private': handlers,
  'appeal.read-town': ['town_admin', 'discipline'],
  'appeal.sign': handlers,
  'appeal.answer': handlers,
  'appeal.classify': ['grid_cadre', 'secretary', 'town_admin', 'dispatcher'],
  'appeal.confirm-for': ['town_admin', 'dispatcher'],
  'appeal.close': ['grid_cadre', 'secretary', 'town_admin'],
  'desk.open': [
    ...handlers,
    'village_director',
    'committee_member',
    'supervision',
    'bookkeeper',
    'department',
    'dispatcher',
    'org_dept',
    'discipline',
    'sysadmin',
  ],
  'review.decide': ['clerk', 'secretary', 'town_admin', 'dispatcher'],
  'review.second': ['town_admin', 'dispatcher'],
  'privacy.correct': ['clerk', 'secretary', 'town_admin', 'dispatcher'],
  'roster.attest': ['grid_cadre', 'clerk', 'secretary'],
  'roster.import': ['secretary', 'clerk', 'town_admin', 'dispatcher'],
  'assignment.grant': ['town_admin', 'dispatcher'],
  'assignment.grant-county': ['sysadmin'],
  'grid.manage': ['secretary', 'clerk', 'town_admin', 'dispatcher'],
  'pairing.set': ['secretary', 'town_admin', 'dispatcher'],
  'village.describe': ['secretary', 'village_director', 'clerk', 'town_admin'],
  'leave.record': ['secretary', 'clerk', 'town_admin', 'dispatcher'],
  'duty.record': ['secretary', 'clerk', 'town_admin', 'dispatcher'],
  'calendar.import': ['dispatcher'],
  'disclosure.set-up': ['secretary', 'town_admin'],
  'disclosure.draft': ['clerk', 'committee_member', 'village_director', 'secretary'],
  'disclosure.upload': ['bookkeeper', 'town_admin'],
  'disclosure.sign': ['supervision'],
  'disclosure.justify': ['supervision', 'town_admin'],
  'disclosure.publish': ['secretary', 'village_director'],
  'disclosure.read-drafts': [
    ...(['clerk', 'committee_member', 'village_director', 'secretary'] satisfies Role[]),
    ...(['supervision', 'bookkeeper', 'town_admin'] satisfies Role[]),
  ],
  'disclosure.order': ['town_admin', 'discipline'],
  'disclosure.board': ['town_admin', 'bookkeeper', 'dispatcher', 'org_dept', 'discipline'],
  'disclosure.request': ['villager'],
  'voucher.keep': ['clerk', 'committee_member', 'village_director', 'secretary'],
  'voucher.check': ['clerk', 'committee_member', 'village_director', 'secretary', 'supervision'],
  'line-objection.raise': ['phone_user'],
  'line-objection.answer': ['clerk', 'committee_member', 'village_director', 'secretary'],
  'line-objection.answer-private': ['supervision'],
  'line-objection.answer-raised': ['town_admin', 'discipline'],
  'line-objection.read-private': ['supervision', 'town_admin', 'discipline'],
  'line-objection.read-town': ['town_admin', 'discipline'],
  'body.keep': ['secretary', 'clerk', 'town_admin'],
  'body.read': [
    'secretary',
    'village_director',
    'clerk',
    'committee_member',
    'supervision',
    'town_admin',
  ],
  'motion.raise': ['villager', 'secretary', 'supervision'],
  'motion.sign': ['villager'],
  'motion.log': ['secretary'],
  'motion.keep': ['secretary', 'village_director', 'clerk'],
  'step.call': ['secretary', 'village_director', 'clerk'],
  'step.record': ['secretary', 'village_director', 'clerk'],
  'step.check': ['supervision', 'town_admin'],
  'resolution.report': ['secretary', 'village_director', 'clerk'],
  'resolution.check': ['supervision'],
  'vote.prepare': ['secretary', 'village_director', 'clerk'],
  'vote.freeze': ['secretary', 'village_director', 'supervision'],
  'vote.void-closed': ['town_admin'],
  'vote.tell': ['supervision', 'committee_member', 'grid_cadre', 'clerk'],
  'vote.table': ['clerk', 'committee_member', 'supervision', 'grid_cadre', 'secretary'],
  'vote.cast': ['villager'],
  'vote.watch': [
    'secretary',
    'village_director',
    'clerk',
    'supervision',
    'town_admin',
    'discipline',
  ],
  'survey.make': ['secretary', 'village_director', 'clerk', 'town_admin'],
  'survey.answer': ['villager'],
  'drive.open': ['secretary', 'village_director', 'clerk'],
  'drive.tell': ['villager'],
  'contest.open': ['secretary', 'village_director', 'clerk'],
  'contest.nominate': ['villager', 'grid_cadre', 'clerk', 'secretary', 'village_director'],
  'contest.join': ['villager'],
  'contest.decide': ['supervision', 'town_admin'],
  'draw.announce': ['org_dept'],
  'draw.type': ['org_dept', 'discipline'],
} satisfies Record<string, Role[]>;

export type Action = keyof typeof permissions;

/** May the viewer do this at the place with this path ('' for acts that belong to no place)? */
export function may(viewer: Viewer, action: Action, path: string): boolean {
  const roles: Role[] = permissions[action];
  if (viewer.isSystem || roles.includes('visitor')) return true;
  if (viewer.personId === null) return false;
  if (roles.includes('phone_user')) return true;
  if (roles.includes('villager') && isVillagerOf(viewer, path)) return true;
  return viewer.posts.some((held) => roles.includes(held.post) && path.startsWith(held.path));
}

/** The post through which the viewer may do this, for the record of the act; null if none. */
export function actingPost(viewer: Viewer, action: Action, path: string): Post | null {
  const roles: Role[] = permissions[action];
  const held = viewer.posts.filter((one) => roles.includes(one.post) && path.startsWith(one.path));
  // The narrowest post speaks: a cadre who is also clerk answers for his grid as its cadre.
  held.sort((a, b) => b.path.length - a.path.length);
  return held[0]?.post ?? null;
}

/**
 * The post in which somebody speaks in a village: one over it, or one inside it. A group's cadre is
 * the village's cadre when he talks in its square.
 */
export function speakingPost(viewer: Viewer, action: Action, villagePath: string): Post | null {
  const over = actingPost(viewer, action, villagePath);
  if (over !== null) return over;
  const roles: Role[] = permissions[action];
  const inside = viewer.posts.find(
    (held) => roles.includes(held.post) && held.path.startsWith(villagePath),
  );
  return inside?.post ?? null;
}

/** Codes of the villages in which the viewer's posts carry one of these rights. */
export function villagesWith({ viewer }: { viewer: Viewer }, actions: Action[]): string[] {
  const roles = actions.flatMap((action): Role[] => permissions[action]);
  const held = viewer.posts.filter(({ post }) => roles.includes(post));
  // A group's cadre works in his village; whoever stands above it has a board of his own.
  const codes = held.flatMap(({ path }) => path.split('/').filter((code) => code.length === 12));
  return [...new Set(codes)];
}

function isVillagerOf(viewer: Viewer, path: string): boolean {
  return viewer.memberships.some(({ villageCode }) => path.includes(`/${villageCode}/`));
}
