/** What a story puts into a PDF. */
export interface PdfParts {
  /** The lines of each page; '' for a page without any words. */
  pages: string[];
  /** Title, Author and the like. */
  about?: Record<string, string>;
  /** Points each way of a grey picture on every page. */
  picture?: number;
  /** A script that runs when it is opened. */
  script?: string;
  /** What is appended behind its end. */
  behind?: string;
  /** A first form of page one, which a later change has replaced. */
  before?: string;
}

/** A PDF made by hand (PDF 32000-1): A4, one font whose signs say in Unicode which they are. */
export function makePdf({ pages, about = {}, picture, script, behind = '', before }: PdfParts) {
  const objects = new Map<number, string>();
  const kids = pages.map((_, at) => `${10 + at * 2} 0 R`).join(' ');
  const action = script ? `/OpenAction << /S /JavaScript /JS (${script}) >>` : '';
  objects.set(1, `<< /Type /Catalog /Pages 2 0 R ${action} >>`);
  objects.set(2, `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  const told = Object.entries(about).map(([name, words]) => `/${name} <FEFF${hex(words)}>`);
  objects.set(3, `<< ${told.join(' ')} >>`);
  objects.set(4, FONT);
  objects.set(5, FONT_BELOW);
  objects.set(6, streamOf(toUnicode([...pages, before ?? ''].join(''))));
  objects.set(7, streamOf('\x80', PICTURE));
  for (const [at, words] of pages.entries()) {
    objects.set(10 + at * 2, pageOf(11 + at * 2));
    objects.set(11 + at * 2, streamOf(drawn(words, picture)));
  }
  const first =
    before === undefined ? '' : `11 0 obj\n${streamOf(drawn(before, picture))}\nendobj\n`;
  return Buffer.from(written(objects, first) + behind, 'latin1');
}

const PICTURE =
  '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8';
const FONT =
  '<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>';
const FONT_BELOW =
  '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 >> >>';

function pageOf(content: number): string {
  const resources = '<< /Font << /F 4 0 R >> /XObject << /P 7 0 R >> >>';
  return `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents ${content} 0 R >>`;
}

function drawn(words: string, picture?: number): string {
  const lines = words === '' ? [] : words.split('\n');
  const shown = lines.map((line) => `<${hex(line)}> Tj 0 -20 Td`).join('\n');
  const image = picture ? `q ${picture} 0 0 ${picture} 50 50 cm /P Do Q\n` : '';
  return `${image}BT /F 12 Tf 60 780 Td\n${shown}\nET`;
}

function toUnicode(words: string): string {
  const signs = [...new Set(words.split(''))].filter((sign) => sign !== '\n');
  const each = signs.map((sign) => `1 beginbfchar <${hex(sign)}> <${hex(sign)}> endbfchar`);
  return `begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n${each.join('\n')}\nendcmap`;
}

function streamOf(bytes: string, more = ''): string {
  return `<< ${more} /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
}

function hex(words: string): string {
  return words
    .split('')
    .map((sign) => sign.charCodeAt(0).toString(16).padStart(4, '0'))
    .join('');
}

function written(objects: Map<number, string>, first: string): string {
  let text = `%PDF-1.7\n${first}`;
  const lines: string[] = [];
  for (const [no, object] of objects) {
    lines.push(`${no} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`);
    text += `${no} 0 obj\n${object}\nendobj\n`;
  }
  const table = `xref\n0 1\n0000000000 65535 f \n${lines.join('')}`;
  const size = Math.max(...objects.keys()) + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>`;
  return `${text}${table}${trailer}\nstartxref\n${text.length}\n%%EOF\n`;
}
