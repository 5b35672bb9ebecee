import { circledAsDigits } from '#server/rules/circled-digits.ts';

/**
 * Which of these secrets a page, file or feed tells, however it writes them: in full width, with
 * marks or tags between, in entities of HTML, escapes of JSON or of addresses. Names and words are
 * looked for as they are, numbers as digits in a row.
 */
export function leaks(text: string, secrets: readonly string[]): string[] {
  const readable = unescaped(text);
  const inTags = readable.replace(/<[^<>]*>/g, '');
  const forms = [readable, inTags].map((form) => form.normalize('NFKC').replace(/\p{Cf}/gu, ''));
  const words = forms
    .map((form) => form.toLowerCase().replace(/[^\p{L}\p{M}\p{N}·*■]/gu, ''))
    .join(APART);
  const digits = forms.map(digitsIn).join(APART);
  return [...new Set(secrets)].filter((secret) =>
    /^\d+x?$/.test(secret) ? digits.includes(secret) : words.includes(asWord(secret)),
  );
}

const APART = '\u{0}';

function asWord(secret: string): string {
  return secret
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}·]/gu, '');
}

/** Digits in a row, whatever parts them; whatever is a letter ends the row. */
function digitsIn(form: string): string {
  const plain = circledAsDigits(form)
    .replace(/[零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]/g, (sign) =>
      VALUES.charAt(SPOKEN.indexOf(sign)),
    )
    .replace(/(?!\d)\p{Nd}/gu, (sign) => String((sign.charCodeAt(0) - 0x660) % 10));
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const SPOKEN = '零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖';
const VALUES = '0001234567891123456789';

function unescaped(text: string): string {
  const entities = text
    .replace(/&#x([\da-f]+);?/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);?/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(?:nbsp|amp|quot|apos|lt|gt|ensp|emsp|shy);/g, ' ');
  const escapes = entities.replace(/\\u(?:\{([\da-f]+)\}|([\da-f]{4}))/gi, (_, braced, plain) =>
    String.fromCodePoint(Number.parseInt(braced ?? plain, 16)),
  );
  return escapes.replace(/(?:%[\da-f]{2})+/gi, decoded).replace(/\\[nrt]/g, ' ');
}

function decoded(run: string): string {
  return new TextDecoder().decode(
    Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16)),
  );
}
