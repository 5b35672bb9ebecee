import type { RosterRow } from '#server/accounts/roster-records.ts';
import type { Secrets } from '#server/kernel/secrets.ts';
import { groupKey } from '#server/rules/group-names.ts';

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

/** Whether '3组', '三组', '3' or the household's number, or its end, means this household. */
export function householdFits(
  {
    gridName,
    householdCode,
    householdNumber = null,
  }: Pick<RosterRow, 'gridName' | 'householdCode'> & Partial<RosterRow>,
  typed: string,
): boolean {
  const said = typed.normalize('NFKC').replace(/\s/g, '');
  const number = said.replace(/^第|[户号]+$/g, '');
  if (householdNumber !== null && number === householdNumber) return true;
  if (/^\d{3,}$/.test(number)) return householdCode.endsWith(number);
  return groupKey(said) === groupKey(gridName);
}
