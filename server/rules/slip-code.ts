/**
 * The short code on a receipt: ten characters that survive being read over the telephone and
 * copied by hand. Nine are random (44 bits), the tenth is a check.
 *
 * Without 0 1 I L O, 31 signs remain, and 31 is prime: weighing each place differently modulo 31
 * finds every single wrong sign and every swap of two signs, adjacent or not.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const BODY_LENGTH = 9;
const CODE_LENGTH = BODY_LENGTH + 1;

/** Random bytes needed, so that no code is noticeably likelier than another. */
export const SLIP_CODE_BYTES = 16;

/** A new slip code, 'K7Q2M9XH4T', out of at least SLIP_CODE_BYTES random bytes. */
export function slipCode(random: Uint8Array): string {
  if (random.length < SLIP_CODE_BYTES)
    throw new Error(`a slip code needs ${SLIP_CODE_BYTES} bytes`);
  const values = digitsOf(random, BODY_LENGTH);
  return [...values, checkOf(values)].map((value) => ALPHABET.charAt(value)).join('');
}

/** Whether a normalised text is a slip code whose check is right. */
export function isSlipCode(text: string): boolean {
  if (text.length !== CODE_LENGTH) return false;
  const values = [...text].map((sign) => ALPHABET.indexOf(sign));
  if (values.includes(-1)) return false;
  return checkOf(values.slice(0, BODY_LENGTH)) === values[BODY_LENGTH];
}

/** What a person typed, made comparable: full-width and small letters, spaces, hyphens of any kind. */
export function normaliseSlipCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .toUpperCase();
}

/** The code as it is printed and read aloud: 'K7Q2M-9XH4T'. */
export function formatSlipCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

function checkOf(values: number[]): number {
  const sum = values.reduce((total, value, place) => total + (place + 1) * value, 0);
  return sum % ALPHABET.length;
}

// The bytes as one large number, divided again and again: no byte is thrown away, none is favoured.
function digitsOf(random: Uint8Array, count: number): number[] {
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const base = BigInt(ALPHABET.length);
  const digits: number[] = [];
  while (digits.length < count) {
    digits.push(Number(rest % base));
    rest /= base;
  }
  return digits;
}
