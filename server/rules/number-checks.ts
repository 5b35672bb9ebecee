/** Tells whether 17 digits and a check character are a valid 公民身份号码 (GB 11643-1999). */
export function hasIdChecksum(id: string): boolean {
  if (!/^\d{17}[\dx]$/i.test(id)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(id[at]), 0);
  return '10x98765432'[sum % 11] === id[17]?.toLowerCase();
}

/** Tells whether 18 characters begin like an ID number: a province and a day of birth. */
export function looksLikeId(id: string): boolean {
  return /^\d{17}[\dx]$/i.test(id) && isProvince(id) && isBirthday(id.slice(6, 14));
}

/** Tells whether 15 digits are an ID number of before 1999: a province, a day of birth in 19xx. */
export function isOldId(id: string): boolean {
  return /^\d{15}$/.test(id) && isProvince(id) && isBirthday(`19${id.slice(6, 12)}`);
}

/** Tells whether 16–19 digits pass the check of bank cards (ISO/IEC 7812, Luhn). */
export function isCardNumber(digits: string): boolean {
  if (!/^[3-69]\d{15,18}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Tells whether eight digits are a day between 1900 and 2099, as in '20261116'. */
export function isBirthday(day: string): boolean {
  const [, year, month, date] = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(day)?.map(Number) ?? [];
  if (!year || !month || !date) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest = month === 2 && !isLeap ? 28 : DAYS_OF_MONTH[month - 1];
  return longest !== undefined && date <= longest;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/;

function isProvince(id: string): boolean {
  return PROVINCES.test(id);
}
