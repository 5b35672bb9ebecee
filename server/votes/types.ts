import type { VoteBook, VoteType } from '#server/rules/vote-book.ts';

/** Whether ballots of this type are cast here: an opinion is asked for, or a charter lets it count. */
export function isCast({ isRun, online }: Pick<VoteType, 'isRun' | 'online'>): boolean {
  return isRun && (online === 'advisory' || online === 'binding-by-charter');
}

/** Whether it is only announced here, with its lists and results: the law has it held in person. */
export function isOnlyShown({ online }: Pick<VoteType, 'online'>): boolean {
  return online === 'never';
}

/** The types that a village may prepare: those that are cast here first, then those only announced. */
export function preparedTypes({ types }: Pick<VoteBook, 'types'>): VoteType[] {
  return [...types.filter(isCast), ...types.filter(isOnlyShown)];
}

/** Whether it is put to some groups alone: a group's own meeting always, an open talk if it likes. */
export function takesGroups({ electorate }: Pick<VoteType, 'electorate'>): 'must' | 'may' | 'no' {
  if (electorate === 'group_villagers' || electorate === 'group_households') return 'must';
  return electorate === 'residents' ? 'may' : 'no';
}
