import type { ClockFace } from '#server/rules/clock-face.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { clockLines } from '#site/posts/clock-words.ts';

interface Look {
  kind: 'go' | 'wait' | 'done' | 'late' | 'plain';
  icon: string;
}

/** A clock as a cell of a desk's table: its look, its name, how it stands. */
export interface ClockTag extends Look {
  name: string;
  value: string;
}

/** How a clock reads in a desk's table. */
export function clockTag(lang: Lang, face: ClockFace, now: EpochMs): ClockTag {
  const { name, value } = clockLines(lang, face, now);
  return { ...looks[face.state], name, value };
}

const looks: Record<ClockFace['state'], Look> = {
  run: { kind: 'go', icon: 'clock' },
  soon: { kind: 'wait', icon: 'clock' },
  wait: { kind: 'plain', icon: 'moon' },
  done: { kind: 'done', icon: 'check' },
  rest: { kind: 'plain', icon: 'pause' },
  awaits: { kind: 'done', icon: 'eye' },
  late: { kind: 'late', icon: 'circle-alert' },
  unset: { kind: 'plain', icon: 'calendar' },
};
