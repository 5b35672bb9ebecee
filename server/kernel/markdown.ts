import { Marked, type MarkedExtension, Tokenizer, type TokenizerObject } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Written beside every stored HTML, so that an upgrade can find what to render again. */
export const MARKDOWN_ENGINE = 'marked@18.2.1 sanitize-html@2.18.1';

export interface RenderedText {
  html: string;
  engine: string;
}

export interface MarkdownOptions {
  /** Longest text in code points: 5,000 for villagers, 20,000 for official words. */
  limit: number;
  /** Official words may hold tables, and a line ends where a paragraph does. */
  isOfficial?: boolean;
}

/**
 * Renders Markdown to the HTML that is stored and shown. Raw HTML is shown as it was typed,
 * pictures become their words, links go to web, telephone, mail or this site only.
 * Refuses a text over the limit before reading it ('tooLong').
 */
export function renderMarkdown(source: string, options: MarkdownOptions): Result<RenderedText> {
  if (isLongerThan(source, options.limit)) return refuse('tooLong');
  if (PLAIN.test(source)) return accept({ html: `<p>${source}</p>`, engine: MARKDOWN_ENGINE });
  const isOfficial = options.isOfficial ?? false;
  const raw = isTangled(source) ? asTyped(source) : parser(isOfficial).parse(source);
  if (typeof raw !== 'string') throw new Error('marked answered with a promise');
  const html = sanitizeHtml(raw, isOfficial ? OFFICIAL_WORDS : VILLAGERS_WORDS).trim();
  const boxed = html.replace(TABLES, TABLE_BOX).replace(TURNS, '');
  return accept({ html: boxed, engine: MARKDOWN_ENGINE });
}

/** Letters, digits and Chinese marks alone, as most is said: there is nothing to read or to clean. */
const PLAIN = /^[\p{L}\p{Nd}，。？！；：、“”‘’（）《》…—·]+$/u;

/** The first `length` characters, as people count them, of HTML made by renderMarkdown. */
export function plainText(html: string, length: number): string {
  const text = html
    .replace(BLOCK_ENDS, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
  return shortened(text, length);
}

/** What a reader sees of HTML made by renderMarkdown, a line for each line and paragraph. */
export function readLines(html: string): string {
  return html
    .replace(BLOCK_ENDS, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

// — What is refused, and what is shown as typed —

function isLongerThan(source: string, limit: number): boolean {
  if (source.length <= limit) return false;
  return source.length > limit * 2 || [...source].length > limit;
}

/** Deeper or denser than anyone writes: reading it would cost seconds, or the stack. */
function isTangled(source: string): boolean {
  return source.split(/\n\s*\n/).some((block) => {
    const markers = block.split('\n').map(markersOf);
    const isDeep = markers.some((count) => count > DEEPEST_NESTING);
    const isLongList = markers.filter((count) => count > 0).length > LONGEST_LIST;
    return isDeep || isLongList || marksOf(block) > MOST_MARKS;
  });
}

const DEEPEST_NESTING = 12;
const LONGEST_LIST = 400;
const MOST_MARKS = 250;
const MARKERS = /^(?:[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/;

function markersOf(line: string): number {
  const [markers = ''] = MARKERS.exec(line) ?? [];
  return markers.match(/>|[-*+]|\d+[.)]/g)?.length ?? 0;
}

function marksOf(block: string): number {
  return block.match(/\*+|_+|~+|`+|!?\[/g)?.length ?? 0;
}

function asTyped(source: string): string {
  const paragraphs = source.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`).join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// — Reading —

/** Marks that turn the direction of all that follows; an entity writes them past every form. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

const parsers = new Map<boolean, Marked>();

function parser(isOfficial: boolean): Marked {
  const known = parsers.get(isOfficial);
  if (known) return known;
  const made = new Marked({ gfm: true, breaks: !isOfficial }, CHINESE_MARKDOWN);
  if (!isOfficial) made.use({ tokenizer: { table: () => undefined } });
  parsers.set(isOfficial, made);
  return made;
}

/** Answering undefined leaves the words to be text; answering false asks marked's own reader. */
const READING: TokenizerObject = {
  html: () => undefined,
  tag: () => undefined,
  // People indent paragraphs with spaces, draw lines under words and write "[注]: 明天停水".
  code: () => undefined,
  lheading: () => undefined,
  def: () => undefined,
  // "3~5天,8~10天" strikes nothing out.
  del: (source) => (source.startsWith('~~') ? false : undefined),
  // "2*3*4米" stresses nothing.
  emStrong: (source, _masked, before = '') =>
    /^\*\d/.test(source) && /\d/.test(before) ? undefined : false,
  // A bare address ends where the Chinese sentence goes on.
  url(source) {
    const [address] = /^[\x21-\x7e]+/.exec(source) ?? [];
    return address ? Tokenizer.prototype.url.call(this, address) : undefined;
  },
};

const CHINESE_MARKDOWN: MarkedExtension = {
  tokenizer: READING,
  extensions: [
    {
      name: 'strongBesideChinese',
      level: 'inline',
      start: (source) => source.indexOf('**'),
      // CommonMark wants a space between ** and “ beside a letter; Chinese has no spaces.
      tokenizer(source) {
        const [raw, words] = STRONG.exec(source) ?? [];
        if (!raw || !words || /\s$/.test(words)) return undefined;
        return { type: 'strong', raw, text: words, tokens: this.lexer.inlineTokens(words) };
      },
    },
  ],
  renderer: {
    // The page has its own h1 and h2.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    link({ href, tokens }) {
      return leadsSomewhere(href) ? false : this.parser.parseInline(tokens);
    },
    image: ({ text }) => escapeHtml(text),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
};

const STRONG = /^\*\*(?=\S)((?:\\.|`[^`\n]*`|[^\\`*]|\*(?!\*))+?)\*\*(?!\*)/s;

// — Cleaning —

const LINK_HOSTS = /^(?:https?:\/\/[^\s\\]+|mailto:[^\s\\]+|tel:[+\d()\- ]+)$/i;
const LINK_HERE = /^(?:\/(?![/\\])|#|\?)[^\s\\]*$/;

function leadsSomewhere(href: string): boolean {
  return LINK_HERE.test(href) || LINK_HOSTS.test(href);
}

function safeLink(_tag: string, { href = '', title }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const words = title === undefined ? {} : { title };
  if (LINK_HERE.test(href)) return { tagName: 'a', attribs: { href, ...words } };
  if (!LINK_HOSTS.test(href)) return { tagName: 'a', attribs: {} };
  return { tagName: 'a', attribs: { href, ...words, rel: 'nofollow ugc noopener' } };
}

const VILLAGERS_WORDS: sanitizeHtml.IOptions = {
  allowedTags: 'p br strong em del a ul ol li blockquote code pre hr h3 h4 h5 h6'.split(' '),
  allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'tel', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: 40,
  transformTags: { a: safeLink },
};

const OFFICIAL_WORDS: sanitizeHtml.IOptions = {
  ...VILLAGERS_WORDS,
  allowedTags: [...'table thead tbody tr th td'.split(' '), ...(VILLAGERS_WORDS.allowedTags || [])],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    ol: ['start'],
    th: [{ name: 'align', values: ['left', 'center', 'right'] }],
    td: [{ name: 'align', values: ['left', 'center', 'right'] }],
  },
};

/** A wide table scrolls in its own box, which the keyboard can reach. */
const TABLES = /<table>([\s\S]*?)<\/table>/g;
const TABLE_BOX = '<div class="prose__table" tabindex="0"><table>$1</table></div>';

// — Excerpts —

const BLOCK_ENDS = /<\/(?:p|li|h[3-6]|blockquote|pre|td|th|tr)>|<(?:br|hr) ?\/?>/g;
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};
const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Signs that stand for themselves whatever follows: nearly every text is made of them alone. */
const PLAIN_SIGNS = /^[\x20-\x7e\u2014-\u2026\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*$/;

function shortened(text: string, length: number): string {
  // No text has more characters than code units.
  if (text.length <= length) return text;
  if (PLAIN_SIGNS.test(text.slice(0, length + 1))) return `${text.slice(0, length).trimEnd()}…`;
  let count = 0;
  for (const { index } of GRAPHEMES.segment(text)) {
    if (count === length) return `${text.slice(0, index).trimEnd()}…`;
    count += 1;
  }
  return text;
}
