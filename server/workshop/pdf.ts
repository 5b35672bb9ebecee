import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { plainSigns } from '#server/rules/plain-signs.ts';
import type { PdfAnswer, PdfRefusal } from '#server/workshop/jobs.ts';

/** An audit report with its tables is a few megabytes. */
const MOST_BYTES = 15 * 1024 * 1024;
const MOST_PAGES = 60;
const MOST_TEXT = 200_000;

/** How much of a page pictures may take: a seal and two signatures are less, a photo is more. */
const MOST_PICTURES = 1 / 16;

/** After its end mark a PDF has a line break at most; what hangs on behind is something else. */
const MOST_BEHIND = 64;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf['getPage']>>;

/** The file is not one that we look into; `code` says why. */
class RefusedPdf extends Error {
  readonly code: PdfRefusal;

  constructor(code: PdfRefusal) {
    super(code);
    this.code = code;
  }
}

/**
 * Reads all that a PDF says: the words of each page, and what it tells about itself. Refuses what
 * cannot be looked into: pages that are pictures, and anything that hides more than its pages show.
 */
export async function readPdf(path: string): Promise<PdfAnswer> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) return { ok: false, code: 'pdfTooBig' };
  const bytes = await readFile(path);
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return { ok: false, code: 'pdfType' };
  const hash = createHash('sha256').update(bytes).digest('hex');
  try {
    if (hidesMore(bytes)) throw new RefusedPdf('pdfUnsafe');
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { ...quiet });
    const words = await wordsOf(pdf);
    return { ok: true, facts: { hash, bytes: size, pages: pdf.numPages, ...words } };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}

const quiet = { isEvalSupported: false, useSystemFonts: false, verbosity: 0 };

/** Whatever goes wrong in here lies in the file: nothing else is touched. */
function codeOf(error: unknown): PdfRefusal {
  if (error instanceof RefusedPdf) return error.code;
  const isLocked = error instanceof Error && error.name === 'PasswordException';
  return isLocked ? 'pdfPassword' : 'pdfBroken';
}

/** Something behind the end, or what stood there before a change: programs leave the old below the new. */
function hidesMore(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('%%EOF');
  if (end !== -1 && bytes.length - end > MOST_BEHIND) return true;
  const objects = [...bytes.toString('latin1').matchAll(/[\r\n](\d{1,7} \d{1,5}) obj\b/g)];
  return new Set(objects.map(([, no]) => no)).size < objects.length;
}

async function wordsOf(pdf: Pdf): Promise<{ texts: string[]; about: string[] }> {
  if (pdf.numPages > MOST_PAGES) throw new RefusedPdf('pdfTooLong');
  const about = await aboutOf(pdf);
  const texts: string[] = [];
  for (let no = 1; no <= pdf.numPages; no += 1) {
    const page = await pdf.getPage(no);
    texts.push(await textOf(page));
    await refusePictures(page);
    page.cleanup();
  }
  if (texts.join('').length > MOST_TEXT) throw new RefusedPdf('pdfTooLong');
  return { texts, about };
}

// — What it tells about itself —

/** Title, author, subject, keywords and bookmarks; programs, forms and attachments are refused. */
async function aboutOf(pdf: Pdf): Promise<string[]> {
  const [{ info, metadata }, attachments, actions, outline] = await Promise.all([
    pdf.getMetadata(),
    pdf.getAttachments(),
    pdf.getJSActions(),
    pdf.getOutline(),
  ]);
  const known = new Map<string, unknown>(Object.entries(info));
  const isMore = [
    'IsAcroFormPresent',
    'IsXFAPresent',
    'IsCollectionPresent',
    'IsSignaturesPresent',
  ];
  if (attachments || actions || isMore.some((name) => known.get(name) === true)) {
    throw new RefusedPdf('pdfUnsafe');
  }
  const told = ['Title', 'Author', 'Subject', 'Keywords'].map((name) => known.get(name));
  const again = XMP.map((name): unknown => metadata?.get(name));
  const own = Object.entries(known.get('Custom') ?? {}).filter(([name]) => !MARKS.test(name));
  return [...told, ...again, own, titlesOf(outline ?? [])].flatMap(stringsIn).map(plainSigns);
}

/** With which office program, and when, a file was made: long numbers, but of nobody. */
const MARKS = /^(?:KSO|ICV$|PTEX|SourceModified$)/;

const XMP = ['dc:title', 'dc:creator', 'dc:subject', 'dc:description', 'pdf:keywords'];

interface Bookmark {
  title: string;
  items: Bookmark[];
}

function titlesOf(bookmarks: Bookmark[]): string[] {
  return bookmarks.flatMap(({ title, items }) => [title, ...titlesOf(items)]);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

// — A page —

async function textOf(page: Page): Promise<string> {
  const { items } = await page.getTextContent();
  const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''));
  const text = words.join('');
  if (!isReadable(text)) throw new RefusedPdf('pdfNoText');
  return plainSigns([text, ...(await linksOf(page))].join('\n'));
}

/** Fonts that keep to themselves which letter is which give signs of nobody's alphabet. */
function isReadable(text: string): boolean {
  const signs = [...text.replace(/\s/gu, '')];
  const odd = signs.filter((sign) => /[\p{Co}\p{Cn}\p{Cc}\uFFFD]/u.test(sign));
  return signs.length > odd.length && odd.length * 50 <= signs.length;
}

/** Where the links of a page lead; notes, stamps and fields over it are refused. */
async function linksOf(page: Page): Promise<string[]> {
  const annotations: Record<string, unknown>[] = await page.getAnnotations();
  return annotations.flatMap(({ subtype, url, unsafeUrl, attachment, dest, contentsObj }) => {
    const leads = typeof url === 'string' ? /^(https?|mailto|tel):/.test(url) : !unsafeUrl;
    if (subtype !== 'Link' || attachment || !leads) throw new RefusedPdf('pdfUnsafe');
    return [url, dest, contentsObj].flatMap(stringsIn);
  });
}

/** Follows how a page is drawn, and refuses it when pictures take more of it than a seal does. */
async function refusePictures(page: Page): Promise<void> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const most = Math.abs((right - left) * (top - bottom)) * MOST_PICTURES;
  const single = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject];
  const many = [OPS.paintImageXObjectRepeat, OPS.paintInlineImageXObjectGroup];
  const outer: number[] = [];
  let scale = 1;
  let pictures = 0;
  for (const [at, drawn] of fnArray.entries()) {
    if (drawn === OPS.save || drawn === OPS.paintFormXObjectBegin) outer.push(scale);
    if (drawn === OPS.restore || drawn === OPS.paintFormXObjectEnd) scale = outer.pop() ?? 1;
    if (drawn === OPS.transform) scale *= areaOf(argsArray[at]);
    if (drawn === OPS.paintFormXObjectBegin) scale *= areaOf(argsArray[at]?.[0]);
    if (single.includes(drawn)) pictures += scale;
    if (many.includes(drawn) || pictures > most) throw new RefusedPdf('pdfNoText');
  }
}

/** By how much a matrix (PDF 32000-1, 8.3.3) makes areas larger. */
function areaOf(matrix: unknown): number {
  if (matrix === null || matrix === undefined) return 1;
  const [a = 1, b = 0, c = 0, d = 1] = Array.from(matrix as ArrayLike<number>);
  return Math.abs(a * d - b * c);
}
