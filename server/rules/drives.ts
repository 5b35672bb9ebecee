import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { signingEndsAt } from '#server/rules/disclosure-requests.ts';

/** A problem that somebody has, or something that he suggests. */
export const ideaSides = ['problem', 'suggestion'] as const;
export type IdeaSide = (typeof ideaSides)[number];

/** How far a project is. */
export const projectStates = ['planned', 'doing', 'done', 'dropped'] as const;
export type ProjectState = (typeof projectStates)[number];

/** How a discussion reads: people tell, the village sorts, projects run, it is over. */
export type DriveState = 'open' | 'sorting' | 'running' | 'closed';

/** Counts of a discussion, from what was told to what became of it. */
export interface Funnel {
  problems: number;
  suggestions: number;
  grouped: number;
  answered: number;
  undecided: number;
  projects: number;
  key: number;
  done: number;
}

/** How a discussion stands at an instant, and when that changes by itself. */
export function driveStanding(
  { state, tellThrough }: { state: string; tellThrough: LocalDate },
  undecided: number,
  now: EpochMs,
): { state: DriveState; changesAt: EpochMs | null } {
  if (state === 'closed') return { state, changesAt: null };
  const endsAt = signingEndsAt(tellThrough);
  if (now < endsAt) return { state: 'open', changesAt: endsAt };
  return { state: undecided > 0 ? 'sorting' : 'running', changesAt: null };
}

/** The funnel of what stands: ideas by side and state, projects by state. */
export function funnelOf(
  ideas: { side: string; state: string; n: number }[],
  projects: { isKey: boolean; state: string }[],
): Funnel {
  const sum = (isIt: (one: { side: string; state: string }) => boolean) =>
    ideas.filter(isIt).reduce((total, { n }) => total + n, 0);
  return {
    problems: sum(({ side }) => side === 'problem'),
    suggestions: sum(({ side }) => side === 'suggestion'),
    grouped: sum(({ state }) => state === 'grouped'),
    answered: sum(({ state }) => state === 'answered'),
    undecided: sum(({ state }) => state === 'open'),
    projects: projects.length,
    key: projects.filter(({ isKey }) => isKey).length,
    done: projects.filter(({ state }) => state === 'done').length,
  };
}
