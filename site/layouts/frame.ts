import type { EpochMs } from '#server/rules/dates.ts';

/** 标准, 大字, 大字版 and 特大; 'care' and 'extra' are also quieter pages. */
export type TextSize = 'standard' | 'large' | 'care' | 'extra';

export const textSizes = ['standard', 'large', 'care', 'extra'] satisfies TextSize[];

/** The four places that are always one tap away. */
export type Tab = 'home' | 'appeals' | 'messages' | 'me';

/** The village a page belongs to. */
export interface Here {
  name: string;
  town: string;
  path: string;
}

/** Who helps people who would rather not type. */
export interface HelpPerson {
  name: string | null;
  /** 村信息员 */
  role: string;
  /** 上班日 8:30–18:00 */
  hours: string | null;
  phone: string;
}

/** One line of a desk's rail. */
export interface DeskItem {
  href: string;
  label: string;
  icon: string;
  count?: number;
  current: boolean;
}

/** What the slim bar of a demonstration shows. */
export interface DemoState {
  now: EpochMs;
  people: { key: string; label: string; title: string; current: boolean }[];
}
