import type { APIRequestContext } from 'playwright/test';
import { linksOf } from '#tests/e2e/support/markup.ts';

/** A page as a crawl found it. */
export interface FoundPage {
  /** Path and query as linked. */
  path: string;
  /** The path with its names and numbers left out: pages made by the same file look alike. */
  pattern: string;
  /** The page that linked to it. */
  from: string;
  status: number;
  headers: Record<string, string>;
  /** Empty for what is no page: a photo, a file. */
  html: string;
}

/** Of pages made alike so many are read. */
const EACH = 4;

/** Follows every link of our own from the start, in its language, as whoever these requests belong to. */
export async function crawl(
  person: APIRequestContext,
  start: string | string[],
  each = EACH,
): Promise<FoundPage[]> {
  const pages: FoundPage[] = [];
  const counts = new Map<string, number>();
  const starts = [start].flat();
  const waiting = starts.map((path) => ({ path, from: 'start' }));
  const seen = new Set(starts);
  const staysEnglish = starts.every(isEnglish);
  for (const { path, from } of waiting) {
    const pattern = patternOf(path);
    const count = counts.get(pattern) ?? 0;
    if (count === each) continue;
    counts.set(pattern, count + 1);
    const page = await read(person, path, from);
    pages.push(page);
    for (const link of linksOf(page.html)) {
      if (seen.has(link) || isEnglish(link) !== staysEnglish) continue;
      seen.add(link);
      waiting.push({ path: link, from: path });
    }
  }
  return pages;
}

function isEnglish(path: string): boolean {
  return path.startsWith('/en/');
}

/** The newest matter of 石梯村 that everybody may read. */
export async function aMatter(person: APIRequestContext): Promise<string> {
  const list = await person.get('/v/shiti/appeals');
  const found = linksOf(await list.text()).find((path) => /^\/v\/shiti\/a\/\d+$/.test(path));
  if (found === undefined) throw new Error('nobody in 石梯村 has raised anything');
  return found;
}

/** '/v/shiti/a/12?talk=3' → '/v/:village/a/:no?talk'. */
export function patternOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://here');
  const kind = pathname
    .replace(/^(\/en)?\/(v|t|s)\/[^/]+/, '$1/$2/:name')
    .replace(/^(\/en)?\/lessons\/(?!(?:made|new)$)[a-z0-9-]+(\.html)?$/, '$1/lessons/:key$2')
    .replace(/^(\/en)?\/desk\/open\/\d{12}\/[a-z-]+\/[^/]+$/, '$1/desk/open/:village/:item/:period')
    .replace(/\/open\/\d{4}\/\d{2}\/[a-z-]+-\d+\.csv$/, '/open/:month/:table.csv')
    .replace(/\/(open\/item\/)\d+\.(csv|xlsx|json)$/, '/$1:no.$2')
    .replace(/^\/photos\/[\da-f]+-(\d+)\.webp$/, '/photos/:file')
    .replaceAll(/\/[\da-f]{8}-[\da-f-]{27}(?=\/|$)/g, '/:id')
    .replaceAll(/\/\d+(?=\/|$)/g, '/:no');
  const names = [...new Set(searchParams.keys())].sort();
  return names.length === 0 ? kind : `${kind}?${names.join('&')}`;
}

async function read(person: APIRequestContext, path: string, from: string): Promise<FoundPage> {
  const answer = await person.get(path);
  const headers = answer.headers();
  const isPage = headers['content-type']?.startsWith('text/html') ?? false;
  const html = isPage ? await answer.text() : '';
  return { path, pattern: patternOf(path), from, status: answer.status(), headers, html };
}
