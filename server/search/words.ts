/** A post's number as a word of the index: '#3101' and '3101' find it, a year in a text does not. */
export function numberWord(no: number): string {
  return `no${no}`;
}

/** The number that somebody searches for ('#3101', '3101号'), or null. */
export function searchedNumber(typed: string): number | null {
  const [, digits] = /^[#＃]?\s*(\d{1,6})\s*号?$/.exec(typed.normalize('NFKC').trim()) ?? [];
  return digits ? Number(digits) : null;
}
