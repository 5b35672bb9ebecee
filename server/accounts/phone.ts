/** A mobile number in its eleven digits, from what people type: spaces, full-width digits, +86; null if it is none. */
export function readPhone(typed: string): string | null {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}().·]/gu, '')
    .replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : null;
}

/** A phone as its owner sees it on a screen: '138****1234'. */
export function coverPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
