import type promisesJson from '#content/promises.json';
import type { VerdictRule } from '#server/rules/promise-verdict.ts';

type Json = typeof promisesJson;

/** A phrase that somebody who was drawn may tick; with days where it is known how late it came. */
export interface Reason {
  code: string;
  zh: string;
  en: string;
  zhDays?: string;
  enDays?: string;
}

/** content/promises.json: the numbers of promises that a county may set. */
export interface PromiseBook extends Omit<Json, 'reasons'> {
  reasons: Reason[];
}

/** The rule of a verdict, out of the county's numbers. */
export function verdictRule({ verdict }: PromiseBook): VerdictRule {
  const { needed, keptFrom, brokenFrom } = verdict;
  return {
    needed,
    keptFrom: [keptFrom.part, keptFrom.whole],
    brokenFrom: [brokenFrom.part, brokenFrom.whole],
  };
}

/** A phrase in a language; with the days it came late where they are known. */
export function reasonWords(reason: Reason, lang: 'zh' | 'en', lateDays: number | null): string {
  const withDays = lang === 'zh' ? reason.zhDays : reason.enDays;
  if (withDays === undefined || lateDays === null || lateDays < 1) return reason[lang];
  return withDays.replace('{days}', String(lateDays));
}
