import { DAY_MS, type EpochMs, localParts, MINUTE_MS, timeToMs } from '#server/rules/dates.ts';
import type { Appearance, RuleBook } from '#server/rules/rule-book.ts';

/** What is known of words that were just sent. */
export interface SentWords {
  /** 'talk', 'appeal', … or 'comment'. */
  kind: string;
  /** Words of office holders in office are not held back; they answer for them by name. */
  isOfficial: boolean;
  /** Whether this account has never had a post released. */
  isFirstPost: boolean;
  accountOpenedAt: EpochMs | null;
}

/** Whether words appear at once or after a person has looked, by kind, hour and age of account. */
export function whenWordsAppear(
  rules: RuleBook['moderation'],
  sent: SentWords,
  now: EpochMs,
): Appearance {
  if (sent.isOfficial) return 'at-once';
  const isNew =
    sent.accountOpenedAt !== null && now - sent.accountOpenedAt < rules.newAccountDays * DAY_MS;
  const verdicts: Appearance[] = [
    rules.textAppearsByKind[sent.kind] ?? rules.textAppears,
    sent.isFirstPost && sent.kind !== 'comment' ? rules.firstPostAppears : 'at-once',
    isNew ? rules.newAccountAppears : 'at-once',
    isNight(rules, now) ? rules.nightAppears : 'at-once',
  ];
  return verdicts.includes('after-look') ? 'after-look' : 'at-once';
}

function isNight({ nightFrom, nightTo }: RuleBook['moderation'], now: EpochMs): boolean {
  const { hour, minute } = localParts(now);
  const time = (hour * 60 + minute) * MINUTE_MS;
  const [from, to] = [timeToMs(nightFrom), timeToMs(nightTo)];
  return from <= to ? time >= from && time < to : time >= from || time < to;
}
