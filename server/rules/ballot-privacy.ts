/**
 * What may be shown of a secret vote without telling how somebody voted (edge case 31): a small group
 * is hidden, and so is what could be had by taking the shown groups from the whole.
 */

/** A part of those who voted, as a group or a channel. */
export interface Slice {
  code: string;
  /** How many voted in it. */
  count: number;
  /** How they voted, where that is to be shown; empty where only the number is. */
  counts: number[];
}

/**
 * The slices that may be shown, in the order in which they came: each has enough votes and not all
 * of one kind, and all that are hidden are together nobody or enough as well. `total` is what is
 * published of the whole; slices may be less than it.
 */
export function shownBreakdown<T extends Slice>(slices: T[], total: number, limit: number): T[] {
  const large = slices.filter((slice) => slice.count >= limit && !isUnanimous(slice.counts));
  const shown = large.toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  const hidden = () => total - shown.reduce((sum, { count }) => sum + count, 0);
  while (shown.length > 0 && hidden() > 0 && hidden() < limit) shown.pop();
  return slices.filter((slice) => shown.includes(slice));
}

/** What is known before a box is opened. */
export interface BoxFacts {
  /** How many may vote. */
  entitled: number;
  online: number;
  paper: number;
}

/** What somebody should know before a vote is announced, or before its box is opened. */
export type BoxWarningCode = 'electorate-small' | 'few-voted' | 'channel-small';

/** A warning with the number that it is about. */
export interface BoxWarning {
  code: BoxWarningCode;
  count: number;
}

/** Where a small roster is, before anybody voted; where nobody is asked, nobody is in danger. */
export function rosterWarnings(
  { entitled }: Pick<BoxFacts, 'entitled'>,
  { smallElectorate }: { smallElectorate: number },
): BoxWarning[] {
  const isSmall = entitled > 0 && entitled < smallElectorate;
  return isSmall ? [{ code: 'electorate-small', count: entitled }] : [];
}

/**
 * What publishing the result would tell: few voted; or one of two channels has few votes, so that its
 * count must not be shown apart: taken from the whole it would tell how they voted. No other part of
 * a vote is counted apart, since its tables are poured together first.
 */
export function boxWarnings(
  facts: BoxFacts,
  limits: { smallElectorate: number; smallestGroup: number },
): BoxWarning[] {
  const { online, paper } = facts;
  const { smallestGroup } = limits;
  const isFew = (count: number) => count > 0 && count < smallestGroup;
  const all = online + paper;
  const warnings = rosterWarnings(facts, limits);
  if (isFew(all)) warnings.push({ code: 'few-voted', count: all });
  const channel = Math.min(online, paper);
  if (isFew(channel)) warnings.push({ code: 'channel-small', count: channel });
  return warnings;
}

/** What a result tells about everybody, once it is there. */
export type ResultWarning = 'unanimous' | 'one-against-all';

/**
 * What a result tells, however well its ballots were kept: all voted alike, so everybody's choice is
 * known; or all but one did, and that one knows it of the others. Null when it tells nothing.
 */
export function resultWarning(counts: number[]): ResultWarning | null {
  const cast = counts.filter((count) => count > 0);
  const all = cast.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  if (cast.length === 1) return 'unanimous';
  const isOneAgainst = cast.length === 2 && cast.includes(1) && all > 2;
  return isOneAgainst ? 'one-against-all' : null;
}

function isUnanimous(counts: number[]): boolean {
  return counts.filter((count) => count > 0).length === 1;
}
