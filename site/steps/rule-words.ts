import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { MeetingRuleView } from '#server/steps/meeting-rule.ts';
import type { StepRow } from '#server/steps/records.ts';

/** What a meeting must fulfil, each in one line: who must come, who must agree. */
export function ruleLines(lang: Lang, rule: MeetingRuleView, step: StepRow): [string, string][] {
  const words = wordsFor(lang).steps.page;
  const lines: [string, string][] = [];
  if (rule.quorum !== null) {
    lines.push([words.quorum, words.quorumNeeds(rule.quorum, step.entitled)]);
  }
  if (rule.women !== null) {
    lines.push([words.quorum, words.womenNeeds(rule.women, step.womenEntitled)]);
  }
  if (rule.pass) lines.push([words.pass, passLine(lang, rule.pass, step)]);
  return lines;
}

function passLine(
  lang: Lang,
  { base, needed, part, of, isStrict }: NonNullable<MeetingRuleView['pass']>,
  { entitled, present }: StepRow,
): string {
  const words = wordsFor(lang).steps.page;
  if (needed === null) return words.passShare[base](words.share(part, of, isStrict));
  return words.passNeeds(needed, base === 'all' ? entitled : present);
}

/** Why a count passed or did not, each reason with the numbers needed and had. */
export function verdictLines(lang: Lang, { verdict }: Pick<StepRow, 'verdict'>): string[] {
  const reasons: Record<string, (had: number, needed: number) => string> =
    wordsFor(lang).steps.page.reasons;
  return verdict.map(({ code, had = 0, needed = 0 }) => reasons[code]?.(had, needed) ?? '');
}
