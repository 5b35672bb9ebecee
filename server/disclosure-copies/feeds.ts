import { wordsFor } from '#content/messages/words.ts';
import { isTakenAway, itemsOf } from '#server/disclosure-catalogue/items.ts';
import { copySentence, copyTitle } from '#server/disclosure-copies/copies.ts';
import { type PublishedRecord, selectFed } from '#server/disclosure-copies/records.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { siteOrigin } from '#server/kernel/site-origin.ts';
import { pageAddress } from '#server/posts/printed-address.ts';
import { type EpochMs, instantOf, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { isoTimeFull } from '#server/rules/iso-time.ts';
import { disclosurePath, feedPath, openPath } from '#server/rules/links.ts';
import { xmlText } from '#server/rules/xml.ts';

/** One item as a feed tells it. */
export interface FeedEntry {
  /** A tag of RFC 4151, the same for ever. */
  id: string;
  url: string;
  title: string;
  /** The sentence that says what happened. */
  text: string;
  publishedAt: EpochMs;
  updatedAt: EpochMs;
  category: string;
}

/** A village's disclosures, newest first, with the addresses of this page and the next. */
export interface Feed {
  id: string;
  title: string;
  author: string;
  lang: string;
  home: string;
  here: string;
  first: string;
  next: string | null;
  updatedAt: EpochMs;
  entries: FeedEntry[];
}

/** Which feed, and from where on. */
export interface FeedRef {
  slug: string;
  format: 'atom' | 'json';
  before: string | null;
}

/** The feed of what a village disclosed and anybody may take away; null for no village. */
export async function disclosureFeed(
  ctx: Context,
  { slug, format, before }: FeedRef,
): Promise<Feed | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  const limit = ctx.book.disclosures.feedItems;
  const asked = { villageCode: village.code, before: readCursor(before), limit: limit + 1 };
  const found = await selectFed(ctx.db.read, asked);
  const shown = found.slice(0, limit);
  const items = new Map((await itemsOf(ctx, village.code)).map((item) => [item.code, item]));
  const first = pageAddress(ctx, feedPath(village.slug, format));
  const last = shown.at(-1);
  const isMore = found.length > limit && last !== undefined;
  const author = `${village.townName}${village.name}`;
  return {
    id: tagOf(ctx, `${village.code}/open`, '2026'),
    title: wordsFor(ctx.lang).disclosureCopies.feed(author),
    author,
    lang: ctx.lang === 'zh' ? 'zh-Hans' : 'en',
    home: pageAddress(ctx, openPath(village.slug)),
    here: before === null ? first : `${first}?before=${encodeURIComponent(before)}`,
    first,
    next: isMore ? `${first}?before=${last.createdAt}_${last.postId}` : null,
    // A village that has published nothing yet has a feed all the same.
    updatedAt: Math.max(instantOf('2026-01-01'), ...shown.map(({ versionAt }) => versionAt)),
    entries: shown.flatMap((record) => {
      const item = items.get(record.itemCode);
      return item && isTakenAway(item) ? [entryOf(ctx, { slug: village.slug, item, record })] : [];
    }),
  };
}

/** A feed as Atom (RFC 4287) with links between its pages (RFC 5005). */
export function atomFeed(feed: Feed): string {
  const link = (rel: string, address: string, type = '') =>
    `<link rel="${rel}"${type && ` type="${type}"`} href="${xmlText(address)}"/>`;
  const atom = 'application/atom+xml';
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.lang}">`,
    `<id>${xmlText(feed.id)}</id>`,
    `<title>${xmlText(feed.title)}</title>`,
    `<updated>${isoTimeFull(feed.updatedAt)}</updated>`,
    `<author><name>${xmlText(feed.author)}</name></author>`,
    link('self', feed.here, atom),
    link('first', feed.first, atom),
    ...(feed.next ? [link('next', feed.next, atom)] : []),
    link('alternate', feed.home, 'text/html'),
    ...feed.entries.map((entry) =>
      [
        '<entry>',
        `<id>${xmlText(entry.id)}</id>`,
        `<title>${xmlText(entry.title)}</title>`,
        link('alternate', entry.url, 'text/html'),
        `<published>${isoTimeFull(entry.publishedAt)}</published>`,
        `<updated>${isoTimeFull(entry.updatedAt)}</updated>`,
        `<category term="${xmlText(entry.category)}"/>`,
        `<content type="text">${xmlText(entry.text)}</content>`,
        '</entry>',
      ].join('\n'),
    ),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as JSON Feed 1.1. */
export function jsonFeed(feed: Feed) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    language: feed.lang,
    home_page_url: feed.home,
    feed_url: feed.here,
    ...(feed.next && { next_url: feed.next }),
    authors: [{ name: feed.author }],
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_text: entry.text,
      date_published: isoTimeFull(entry.publishedAt),
      date_modified: isoTimeFull(entry.updatedAt),
      tags: [entry.category],
    })),
  };
}

function entryOf(
  ctx: Context,
  { slug, item, record }: { slug: string; item: CatalogueItem; record: PublishedRecord },
): FeedEntry {
  const { lang } = ctx;
  const title = copyTitle(lang, { item, record });
  const year = record.endsOn.slice(0, 4);
  const url = pageAddress(ctx, disclosurePath(slug, record.no));
  return {
    id: tagOf(ctx, record.id, localDate(record.createdAt)),
    url,
    // A feed is read years later: its titles have their year.
    title: title.includes(year) ? title : wordsFor(lang).disclosureCopies.entry(title, year),
    text: [copySentence(lang, { item, record }), url].filter((part) => part !== '').join('\n'),
    publishedAt: record.createdAt,
    updatedAt: record.versionAt,
    category: item.code,
  };
}

function tagOf(ctx: Context, specific: string, since: string): string {
  return `tag:${new URL(siteOrigin(ctx)).hostname},${since}:${specific}`;
}

/** A cursor from an address; anything else is no cursor. */
function readCursor(text: string | null): { at: EpochMs; id: string } | null {
  const [, at, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return at && id ? { at: Number(at), id } : null;
}
