import type { RosterRow } from '#server/accounts/roster-records.ts';
import type { Secrets } from '#server/kernel/secrets.ts';

/**
 * The mark of an ID number's last characters on a line of the roster: how many they are (four to
 * six, as the county's list has them) and their HMAC. The line's own id goes into it, so that equal
 * endings of two people look different.
 */
export function idTailMark(secrets: Secrets, villagerId: string, tail: string): string {
  const written = tail.toUpperCase();
  return `${written.length}:${secrets.hmac('id-tail', `${villagerId}:${written}`)}`;
}

/** Whether the typed last characters are those of the line; a line without a mark fits nobody. */
export function idTailFits(
  secrets: Secrets,
  { id, idTailHmac }: Pick<RosterRow, 'id' | 'idTailHmac'>,
  typed: string,
): boolean {
  const length = Number(idTailHmac?.split(':')[0]);
  if (!(length >= 4) || typed.length < length) return false;
  return idTailMark(secrets, id, typed.slice(-length)) === idTailHmac;
}

/** Whether '3组', '三组', '3' or the end of the household's number means this household. */
export function householdFits(
  { gridName, householdCode }: Pick<RosterRow, 'gridName' | 'householdCode'>,
  typed: string,
): boolean {
  const said = typed.normalize('NFKC').replace(/\s|第|村民小组/g, '');
  const isHouseholdNo = /^\d{3,}[户号]?$/.test(said);
  if (isHouseholdNo) return householdCode.endsWith(said.replace(/\D/g, ''));
  return said === gridName || groupNo(said) === groupNo(gridName);
}

const DIGITS = '零一二三四五六七八九';

/** 3 for '3组', '三组' and '3'; 12 for '十二组'; the text itself for a group with a name. */
function groupNo(text: string): number | string {
  const bare = text.replace(/[组社队片]$/, '');
  if (/^\d+$/.test(bare)) return Number(bare);
  const parts = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(bare);
  if (!parts || bare === '') return bare;
  const [, tens, ten, ones] = parts;
  if (!ten) return DIGITS.indexOf(bare);
  return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}
