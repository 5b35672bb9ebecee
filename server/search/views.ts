import { and, type SQL } from 'drizzle-orm';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { postBySlip } from '#server/posts/load.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import { standing, visibleTo } from '#server/posts/visible-to.ts';
import { fold } from '#server/rules/fold.ts';
import { isSlipCode, normaliseSlipCode } from '#server/rules/slip-code.ts';
import { type Hit, searchNewest } from '#server/search/records.ts';
import { numberWord, searchedNumber } from '#server/search/words.ts';

/** What the search page shows: rows, newest or best first, and where the next ones begin. */
export interface SearchView {
  village: Village | null;
  query: string;
  order: 'newest' | 'best';
  rows: PostRow[];
  /** The cursor of the next page, newest first; null at the end. */
  older: string | null;
  /** Words were typed, and nothing that this viewer may see holds them all. */
  isEmpty: boolean;
}

export interface SearchQuery {
  slug: string | null;
  q: string;
  order: string | null;
  before: string | null;
}

/** Longer queries are cut: nobody types so much into a field of a line. */
const QUERY_LENGTH = 60;
const QUERY_WORDS = 12;
const RANKED = 1000;

/**
 * Searches posts by word, place, number (#3101) or slip code; only what the viewer may see, in the
 * same statement. Null when there is no such village.
 */
export async function searchPage(
  ctx: Context,
  { slug, q, order, before }: SearchQuery,
): Promise<SearchView | null> {
  const village = slug === null ? null : await villageBySlug(ctx, slug);
  if (slug !== null && !village) return null;
  // Results differ by viewer and query; pages of them are not kept.
  ctx.page.keepPrivate();
  const query = [...q.trim()].slice(0, QUERY_LENGTH).join('');
  const isBest = order === 'best';
  const blank = { village, query, order: isBest ? ('best' as const) : ('newest' as const) };
  if (query === '') return { ...blank, rows: [], older: null, isEmpty: false };
  const bySlip = await slipHit(ctx, query);
  const limit = ctx.book.rules.pages.search;
  const found = bySlip ?? (await wordHits(ctx, query, village, { isBest, before, limit }));
  const rows = await postRows(
    ctx,
    found.slice(0, limit).map((hit) => hit.id),
  );
  const last = found[limit - 1];
  const older = !isBest && found.length > limit && last ? String(last.rowNo) : null;
  return { ...blank, rows, older, isEmpty: rows.length === 0 };
}

async function slipHit(ctx: Context, query: string): Promise<Hit[] | null> {
  const slip = normaliseSlipCode(query);
  if (!isSlipCode(slip)) return null;
  const loaded = await postBySlip(ctx, slip);
  return loaded ? [{ id: loaded.post.id, title: loaded.post.title, rowNo: 0 }] : null;
}

async function wordHits(
  ctx: Context,
  query: string,
  village: Village | null,
  { isBest, before, limit }: { isBest: boolean; before: string | null; limit: number },
): Promise<Hit[]> {
  const words = await wordsOf(ctx, query);
  if (words.length === 0) return [];
  const condition = both(visibleTo(ctx.viewer), standing());
  const from = /^\d{1,9}$/.test(before ?? '') ? Number(before) : null;
  const most = isBest ? RANKED : limit + 1;
  const hits = await searchNewest(ctx.db.read, words, {
    condition,
    villageCode: village?.code ?? null,
    before: from,
    limit: most,
  });
  return isBest ? bestFirst(hits, words) : hits;
}

async function wordsOf(ctx: Context, query: string): Promise<string[]> {
  const number = searchedNumber(query);
  if (number !== null) return [numberWord(number)];
  const [words = []] = await ctx.workshop.segment([query]);
  return [...new Set(words)].slice(0, QUERY_WORDS);
}

/** Words in the title count; among equals the newer comes first. */
function bestFirst(hits: Hit[], words: string[]): Hit[] {
  const score = (hit: Hit) => {
    const title = fold(hit.title);
    return words.filter((word) => title.includes(word)).length;
  };
  return hits
    .map((hit) => ({ hit, score: score(hit) }))
    .sort((a, b) => b.score - a.score || b.hit.rowNo - a.hit.rowNo)
    .map(({ hit }) => hit);
}

function both(...conditions: (SQL | undefined)[]): SQL {
  const condition = and(...conditions);
  if (!condition) throw new Error('a search without its condition');
  return condition;
}
