import { DomUtils, parseDocument } from 'htmlparser2';

type Document = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof elementsOf>[number];

/** Every link of a page to our own site, without the part after #. */
export function linksOf(html: string): string[] {
  const found = elementsOf(parseDocument(html))
    .filter(({ name }) => name === 'a')
    .map((link) => link.attribs.href ?? '')
    .filter((href) => href.startsWith('/') && !href.startsWith('//'))
    .map((href) => href.split('#')[0] ?? '');
  return [...new Set(found)].filter((href) => href !== '');
}

/** What is wrong with the make of a page, in words; nothing when all is well. */
export function faultsOf(html: string): string[] {
  const document = parseDocument(html);
  const elements = elementsOf(document);
  const named = (name: string) => elements.filter((element) => element.name === name);
  const ids = elements.flatMap(({ attribs }) => (attribs.id === undefined ? [] : [attribs.id]));
  const [root] = named('html');
  const [title] = named('title');
  const faults = [
    named('h1').length === 1 ? null : `${named('h1').length} h1`,
    named('main').length === 1 ? null : `${named('main').length} main`,
    /^(zh-Hans|en)$/.test(root?.attribs.lang ?? '') ? null : 'no lang',
    title && DomUtils.textContent(title).trim() !== '' ? null : 'no title',
    ...repeated(ids).map((id) => `id ${id} twice`),
    ...named('label')
      .flatMap(({ attribs }) => (attribs.for === undefined ? [] : [attribs.for]))
      .filter((id) => !ids.includes(id))
      .map((id) => `label for missing ${id}`),
    ...named('a')
      .flatMap(({ attribs }) => (/^#./.test(attribs.href ?? '') ? [attribs.href?.slice(1)] : []))
      .filter((id) => id !== undefined && !ids.includes(id))
      .map((id) => `link to missing #${id}`),
    ...elements.filter(hasInlineCode).map(({ name }) => `inline code on ${name}`),
  ];
  return faults.filter((fault) => fault !== null);
}

/** What an English page says in Chinese outside whatever is marked as Chinese. */
export function chineseIn(html: string): string[] {
  const found = new Set<string>();
  const look = (element: Element, lang: string) => {
    const own = element.attribs.lang ?? lang;
    if (own.startsWith('zh') || element.name === 'style') return;
    // What a hidden field carries nobody reads.
    const isHidden = element.attribs.type === 'hidden';
    const said = isHidden ? [] : SPOKEN.map((name) => element.attribs[name] ?? '');
    for (const child of element.children) {
      if ('attribs' in child) look(child, own);
      else if ('data' in child) said.push(child.data);
    }
    for (const words of said) if (HAN.test(words)) found.add(words.trim());
  };
  for (const element of parseDocument(html).children) {
    if ('attribs' in element) look(element, '');
  }
  return [...found];
}

/** The style sheets that a page carries in itself. */
export function sheetsOf(html: string): string[] {
  const sheets = elementsOf(parseDocument(html)).filter(({ name }) => name === 'style');
  return sheets.map((sheet) => DomUtils.textContent(sheet));
}

const SPOKEN = ['aria-label', 'alt', 'title', 'placeholder', 'content', 'value'];

const HAN = /\p{Script=Han}/u;

function elementsOf(document: Document) {
  return DomUtils.getElementsByTagName('*', document, true);
}

function hasInlineCode({ name, attribs }: Element): boolean {
  const isInlineScript = name === 'script' && attribs.src === undefined;
  const hasHandler = Object.keys(attribs).some((attribute) => attribute.startsWith('on'));
  const hasStyle = attribs.style !== undefined;
  return isInlineScript || hasHandler || hasStyle || /^\s*javascript:/i.test(attribs.href ?? '');
}

function repeated(values: string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}
