/** The number in a part of an address; NaN for anything but one to nine digits, which finds nothing. */
export function wholeNumber(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : Number.NaN;
}
