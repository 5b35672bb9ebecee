/** Lengths of division and grid codes; everything below a village nests by digits. */
export const CODE_LENGTH = { county: 6, town: 9, village: 12, group: 15, microGrid: 18 };

/** The places of a path, innermost first: '/510681/510681102/' → ['510681102', '510681']. */
export function placesOf(path: string): string[] {
  return path.split('/').filter(Boolean).reverse();
}

/** Whether a path leads to a village or into one, not to what lies above. */
export function isInVillage(path: string): boolean {
  return placesOf(path).some((code) => code.length === CODE_LENGTH.village);
}

/**
 * The first code after this one and everything below it: what lies below begins with its digits, so
 * a range of the key finds it, in any collation.
 */
export function nextCode(code: string): string {
  const digits = code.replace(/9+$/, '');
  if (digits === '') return 'a';
  return digits.slice(0, -1) + String(Number(digits.at(-1)) + 1);
}

const SERIAL_DIGITS = 3;

/** The three digits that a group, a micro grid or a household adds to the code above it. */
export function serial(n: number): string {
  return String(n).padStart(SERIAL_DIGITS, '0');
}

/** The number in a code's last three digits; 0 where there is no code yet. */
export function serialOf(code: string | null): number {
  return code === null ? 0 : Number(code.slice(-SERIAL_DIGITS));
}
