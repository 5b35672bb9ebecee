import { wordsFor } from '#content/messages/words.ts';
import type { AccountFault } from '#server/disclosure-drafts/accounts.ts';
import type { Lang } from '#server/rules/dates.ts';
import { moneyText } from '#server/rules/money.ts';

/** What does not come out in an account, with the line and the sum: 石梯村账差 0.01 元，第 7 行. */
export function faultWords(lang: Lang, fault: AccountFault): string {
  const words = wordsFor(lang).disclosureDrafts.accounts.fault;
  switch (fault.fault) {
    case 'no-opening':
    case 'no-closing':
      return words[fault.fault](fault.account);
    case 'no-account':
      return words['no-account'](fault.no);
    case 'running':
      return words.running(fault.account, fault.no, moneyText(Math.abs(fault.off)));
    default:
      return words[fault.fault](fault.account, moneyText(Math.abs(fault.off)));
  }
}
