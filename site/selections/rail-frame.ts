import type { DeskItem } from '#site/layouts/frame.ts';

/** The rail of a desk for whoever has one: a reviewer may hold no post at all. */
export function railFrame(rail: DeskItem[]): { desk?: DeskItem[] } {
  return rail.length > 0 ? { desk: rail } : {};
}
