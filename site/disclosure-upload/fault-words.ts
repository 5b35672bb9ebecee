import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { TownFault } from '#server/rules/town-ledger.ts';
import { sheetFaultWords } from '#site/disclosure-drafts/sheet-fault-words.ts';

/** What is wrong at a place of a town's export, with the village that it holds back. */
export function townFaultWords(lang: Lang, fault: TownFault, villageName: string | null): string {
  const { faultOf, fault: words } = wordsFor(lang).disclosureUpload.check;
  const { code } = fault;
  const said = isOfTown(code) ? words[code] : sheetFaultWords(lang, { ...fault, code });
  return villageName === null ? said : faultOf(villageName, said);
}

const OF_TOWN = ['villageMissing', 'villageUnknown'] as const;

function isOfTown(code: TownFault['code']): code is (typeof OF_TOWN)[number] {
  return OF_TOWN.some((one) => one === code);
}
