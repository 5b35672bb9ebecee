import { roleIn } from '#server/appeals/act.ts';
import type { AppealRow } from '#server/appeals/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { type AppealAct, appealState, isOpen, isPossible } from '#server/rules/appeal-states.ts';

/** What this viewer may do next. */
export type AppealActs = Record<AppealAct | 'cosign', boolean>;

const rightTo: Record<AppealAct, Action | 'author'> = {
  sign: 'appeal.sign',
  answer: 'appeal.answer',
  classify: 'appeal.classify',
  contest: 'author',
  plan: 'appeal.answer',
  progress: 'appeal.answer',
  propose: 'appeal.close',
  confirm: 'author',
  notYet: 'author',
  withdraw: 'author',
};

/** What this viewer may do to the appeal now. The commands decide again. */
export function actsFor(ctx: Context, row: AppealRow): AppealActs {
  const { personId } = ctx.viewer;
  const state = appealState(row.post.state);
  const isStanding = row.post.removedAt === null;
  const can = (act: AppealAct) =>
    personId !== null &&
    isStanding &&
    isPossible(act, state) &&
    (roleIn(ctx, row, rightTo[act], personId) !== null || confirmsFor(ctx, row, act, personId));
  const { appeal, post } = row;
  const isAuthor = isAuthorOf(ctx, row);
  return {
    sign: can('sign') && appeal.signedAt === null,
    answer: can('answer'),
    classify: can('classify') && (appeal.contestedAt === null || isTown(ctx)),
    contest: can('contest') && appeal.classifiedAt !== null && appeal.contestedAt === null,
    plan: can('plan'),
    progress: can('progress') && post.firstAnsweredAt !== null,
    propose: can('propose'),
    confirm: can('confirm'),
    notYet: can('notYet'),
    withdraw: can('withdraw'),
    cosign: isStanding && post.audience === 'public' && isOpen(state) && !isAuthor,
  };
}

function confirmsFor(ctx: Context, row: AppealRow, act: AppealAct, personId: string): boolean {
  const isAsking = act === 'confirm' || act === 'notYet';
  if (!isAsking || row.post.enteredById === null) return false;
  if (row.post.enteredById === personId || row.post.holderId === personId) return false;
  return roleIn(ctx, row, 'appeal.confirm-for', personId) !== null;
}

function isTown({ viewer }: Context): boolean {
  return viewer.posts.some((held) => held.post === 'town_admin');
}

/** Whether the viewer raised it. */
export function isAuthorOf({ viewer }: Context, { post }: AppealRow): boolean {
  return viewer.personId !== null && post.authorId === viewer.personId;
}

/** Whether the viewer is among those who work on it. */
export function mayHandle(ctx: Context, row: AppealRow): boolean {
  const { personId } = ctx.viewer;
  return personId !== null && roleIn(ctx, row, 'appeal.answer', personId) !== null;
}
