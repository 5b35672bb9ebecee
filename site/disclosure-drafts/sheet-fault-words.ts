import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { ImportFault } from '#server/rules/import-rows.ts';
import { moneyText } from '#server/rules/money.ts';

/** What is wrong at a place of an uploaded table, in words; never what stands there. */
export function sheetFaultWords(lang: Lang, { code, header, off = 0 }: ImportFault): string {
  const { disclosureDrafts, errors, peopleImport } = wordsFor(lang);
  const { fault, totalOff } = disclosureDrafts.imports;
  if (code === 'totalWrong') return totalOff(header, moneyText(Math.abs(off)));
  if (code === 'running') return fault.running(moneyText(Math.abs(off)));
  // The form says the same beside its field.
  if (code === 'otherPeriod') return errors.dateOtherPeriod;
  if (isOfSheet(code)) return peopleImport.fault[code](header);
  return fault[code](header);
}

const OF_SHEET = [
  ...(['empty', 'lostDigits', 'becameDay', 'tooLong'] as const),
  ...(['isError', 'dayWrong', 'columnMissing', 'columnTwice'] as const),
];

function isOfSheet(code: ImportFault['code']): code is (typeof OF_SHEET)[number] {
  return OF_SHEET.some((one) => one === code);
}
