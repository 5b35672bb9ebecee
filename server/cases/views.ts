import { wordsFor } from '#content/messages/words.ts';
import { matterToTell, type SolvedMatter, toldMatter } from '#server/appeals/retelling.ts';
import { writingPost } from '#server/cases/commands.ts';
import { caseKind } from '#server/cases/kind.ts';
import { selectCaseOf, selectCases, selectToldAmong } from '#server/cases/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { speakingPost } from '#server/kernel/permissions.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import { type PostPage, type PostRow, postList } from '#server/posts/views.ts';
import { shortDay } from '#server/rules/date-words.ts';
import { casePath } from '#server/rules/links.ts';

/** The governance cases of a village, newest first. */
export interface CaseListView extends PostPage {
  village: Village;
  mayWrite: boolean;
}

/** A page of a village's cases; null where there is no such village. */
export async function caseList(
  ctx: Context,
  { slug, before, after }: { slug: string; before: string | null; after: string | null },
): Promise<CaseListView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const filter = { villageCode: village.code, kind: caseKind.code, before, after };
  return { village, ...(await postList(ctx, filter)), mayWrite: choosesHere(ctx, village) };
}

/** A case with the matter it tells, and the two photos that show the change. */
export interface CasePageView extends PostPageView {
  /** Null when the matter is not for everybody to read any more. */
  matter: SolvedMatter | null;
  before: PhotoView | null;
  after: PhotoView | null;
}

/** One case by village and number; null: there is nothing that this viewer may see. */
export async function casePage(
  ctx: Context,
  { slug, no, commentsAfter }: { slug: string; no: string; commentsAfter: string | null },
): Promise<CasePageView | null> {
  const page = await postPage(ctx, { slug, kind: caseKind.code, no, commentsAfter });
  if (!page) return null;
  const [row] = await selectCases(ctx.db.read, [page.parts.id]);
  const matter = row ? await toldMatter(ctx, row.appealId) : null;
  const isShown = page.html !== null;
  const photo = (id: string | null | undefined) =>
    (isShown && matter?.photos.find((one) => one.id === id)) || null;
  return { ...page, matter, before: photo(row?.beforePhotoId), after: photo(row?.afterPhotoId) };
}

/** Where a matter stands told again, and whether this viewer may still write it up. */
export interface CaseLink {
  told: { path: string; title: string } | null;
  /** Where it is written up; null when it was, or for whoever may not. */
  writePath: string | null;
}

/** The case of a solved matter, for the matter's own page. */
export async function caseLinkOf(ctx: Context, slug: string, no: number): Promise<CaseLink> {
  const matter = await matterToTell(ctx, { slug, no });
  if (!matter) return { told: null, writePath: null };
  const row = await selectCaseOf(ctx.db.read, matter.postId);
  const isStanding = row?.withdrawnAt === null && row.removedAt === null;
  if (row && isStanding) {
    ctx.page.shows(`post:${row.postId}`);
    return { told: { path: casePath(slug, row.no), title: row.title }, writePath: null };
  }
  const mayWrite = row?.removedAt == null && writingPost(ctx.viewer, matter) !== null;
  return { told: null, writePath: mayWrite ? writeAt(slug, no) : null };
}

/** The form for a new case, or the matters that could be told. */
export interface NewCaseView {
  village: Village;
  /** The matter that is written up; null while it has to be chosen among `matters`. */
  matter: SolvedMatter | null;
  matters: (PostRow & { writePath: string })[];
  /** Where older matters begin; null at the end. */
  older: string | null;
  /** What is known of the matter, as the form's fields begin. */
  filled: Record<string, string>;
  key: string;
}

/** The form with what is known of the matter; null for whoever may not write cases here. */
export async function newCase(
  ctx: Context,
  slug: string,
  { matterNo, before }: { matterNo: number | null; before: string | null },
): Promise<NewCaseView | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || speakingPost(ctx.viewer, 'case.write', village.path) === null) return null;
  ctx.page.keepPrivate();
  const blank = { village, matter: null, matters: [], older: null, filled: {}, key: newToken() };
  // Whoever worked on a matter writes it up from its own page.
  if (matterNo === null && !choosesHere(ctx, village)) return null;
  if (matterNo === null) return { ...blank, ...(await solvedMatters(ctx, village, before)) };
  const matter = await matterToTell(ctx, { slug, no: matterNo });
  if (!matter || writingPost(ctx.viewer, matter) === null) return null;
  return { ...blank, matter, filled: filledFrom(ctx, matter) };
}

/** Solved matters of a page that nobody has told yet. */
async function solvedMatters(ctx: Context, village: Village, before: string | null) {
  const { code: villageCode, slug } = village;
  const filter = { villageCode, kind: 'appeal', state: 'solved', before };
  const { rows, older } = await postList(ctx, filter);
  const told = await selectToldAmong(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  const open = rows.filter(({ id }) => !told.includes(id));
  return { matters: open.map((row) => ({ ...row, writePath: writeAt(slug, row.no) })), older };
}

/** The days and the offices' own words; what the appellant said stays his, and is not copied. */
function filledFrom(ctx: Context, matter: SolvedMatter): Record<string, string> {
  const words = wordsFor('zh').cases.filled;
  const now = ctx.clock.now();
  const acts = matter.acts.map(({ at, words: said }) => `- ${shortDay('zh', at, now)}，${said}`);
  const purposed = (purpose: string) => matter.photos.filter((photo) => photo.purpose === purpose);
  const first = purposed('before')[0] ?? purposed('post')[0];
  return {
    title: matter.title,
    how: acts.join('\n'),
    now: words.confirmed(shortDay('zh', matter.finishedAt, now), matter.days, matter.reopened),
    before: first?.id ?? '',
    after: purposed('after').at(-1)?.id ?? '',
  };
}

/** Whether the viewer may write up any matter here, and so chooses among them: its secretary. */
function choosesHere({ viewer }: Context, { path }: Village): boolean {
  return speakingPost(viewer, 'case.write', path) === 'secretary';
}

function writeAt(slug: string, no: number): string {
  return `${caseKind.listPath(slug)}/new?matter=${no}`;
}
