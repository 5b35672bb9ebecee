const SEPARATORS = ['\t', ',', ';', '，', '；'];

/**
 * The rows of a table in text, as spreadsheets save and paste it (RFC 4180): fields apart by comma,
 * tab or semicolon, also in full width; quotes keep separators and line ends inside a field.
 */
export function parseDelimited(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  for (const { field, ends } of fieldsOf(text, separator)) {
    row.push(field);
    if (ends === 'field') continue;
    rows.push(row);
    row = [];
  }
  while (rows.at(-1)?.every((field) => field === '')) rows.pop();
  return rows;
}

/** The separator that stands most often in the first lines, outside quotes. */
function separatorOf(text: string): string {
  const head = text
    .slice(0, 4000)
    .replace(/"[^"]*"/g, '')
    .split(/\r\n?|\n/)
    .slice(0, 10)
    .join('\n');
  const counted = SEPARATORS.map((separator) => ({
    separator,
    times: head.split(separator).length - 1,
  }));
  const [most] = counted.toSorted((a, b) => b.times - a.times);
  return most && most.times > 0 ? most.separator : ',';
}

interface Field {
  field: string;
  ends: 'field' | 'row';
}

function* fieldsOf(text: string, separator: string): Generator<Field> {
  let at = 0;
  while (at < text.length) {
    const isQuoted = text[at] === '"';
    const { field, next } = isQuoted ? quotedField(text, at) : plainField(text, at, separator);
    if (text[next] === separator) {
      yield { field, ends: 'field' };
      at = next + 1;
      // A line that ends with a separator has one more, empty field.
      if (at >= text.length) yield { field: '', ends: 'row' };
      continue;
    }
    yield { field, ends: 'row' };
    at = text.startsWith('\r\n', next) ? next + 2 : next + 1;
  }
}

function plainField(text: string, from: number, separator: string) {
  let next = from;
  while (next < text.length && !isEnd(text[next], separator)) next += 1;
  return { field: text.slice(from, next), next };
}

/** Two quotes inside stand for one; what follows the closing quote belongs to the field too. */
function quotedField(text: string, from: number) {
  let field = '';
  let at = from + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { field: field + text.slice(at), next: text.length };
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { field, next: quote + 1 };
    field += '"';
    at = quote + 2;
  }
  return { field, next: at };
}

function isEnd(character: string | undefined, separator: string): boolean {
  return character === separator || character === '\n' || character === '\r';
}

/** What a spreadsheet would take for a formula, in full width too (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A sum taken back is a number to people and machines, and nothing else to a spreadsheet. */
const NEGATIVE = /^-\d+(?:\.\d+)?$/;

/** Whatever some spreadsheet takes for the end of a field stands in quotes. */
const QUOTED = /[",;\t\r\n]/;

/** A table as text for spreadsheets: UTF-8 with its mark, commas, quotes; no cell is a formula. */
export function writeDelimited(rows: string[][]): string {
  const cell = (text: string) => {
    const isFormula = FORMULA.test(text) && !NEGATIVE.test(text);
    const safe = isFormula ? `'${text}` : text;
    return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
