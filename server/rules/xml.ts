/** What XML 1.0 has no way to write at all. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Most cells of a long table have nothing to write otherwise, and a look is quicker than a change. */
const PLAIN = /^[^&<>"\p{Cc}\p{Cs}\p{Co}\p{Cn}]*$/u;

/** A text inside an element or an attribute of XML 1.0; signs that XML cannot hold are left out. */
export function xmlText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
}
