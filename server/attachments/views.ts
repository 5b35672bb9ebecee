import { isPublished } from '#server/attachments/commands.ts';
import { type FileRow, selectFile, selectFiles, selectTable } from '#server/attachments/records.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import { readsVillage } from '#server/disclosures/lines.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { openPost } from '#server/posts/load.ts';
import { attachmentDeskPath, attachmentPath } from '#server/rules/voucher-links.ts';

/** A file as lists name it. */
export interface FileView {
  id: string;
  name: string;
  path: string;
  bytes: number;
  pages: number;
  /** No published version has it: it may be taken away again. */
  isNew: boolean;
}

/** The files of a table on the desk. */
export interface FilesView {
  id: string;
  title: string;
  village: Village;
  needsTable: boolean;
  files: FileView[];
  mayDraft: boolean;
  key: string;
}

/** The files of a table for whoever works on it; null for everybody else. */
export async function filesPage(ctx: Context, disclosureId: string): Promise<FilesView | null> {
  const draft = await draftOf(ctx, disclosureId);
  if (!draft) return null;
  ctx.page.keepPrivate();
  const { disclosure, item, village, mayDraft } = draft;
  const version = disclosure.version + 1;
  const files = await selectFiles(ctx.db.read, { disclosureId, version });
  return {
    ...{ id: disclosureId, village, mayDraft, needsTable: item.needsTable },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    files: files.map((file) => ({
      ...fileView(file, attachmentDeskPath(file.id)),
      isNew: !isPublished(file, disclosure),
    })),
    key: newToken(),
  };
}

/** The table that a reader has before him. */
export interface TableOfFiles {
  id: string;
  version: number;
  isTakenAway: boolean;
}

/**
 * The files beside a published table, for whoever may take them along. What is in no copy of the
 * table leaves in no file either, but for those who read what the village reads.
 */
export async function filesBeside(
  ctx: Context,
  village: Village,
  { id: disclosureId, version, isTakenAway: isCopied }: TableOfFiles,
): Promise<FileView[]> {
  if (!isCopied && !readsVillage(ctx, village)) return [];
  const files = await selectFiles(ctx.db.read, { disclosureId, version });
  return files.map((file) => fileView(file, attachmentPath(village.slug, file.id)));
}

/** A file to send, and whether everybody may have it. */
export interface FileToSend {
  file: FileRow;
  isPublic: boolean;
}

/** A published file, through the post that carries its table; null for whoever may not read it. */
export async function publishedFile(
  ctx: Context,
  slug: string,
  id: string,
): Promise<FileToSend | null> {
  const file = await selectFile(ctx.db.read, id);
  const table = file && (await selectTable(ctx.db.read, file.disclosureId));
  const village = table && (await villageByCode(ctx, table.villageCode));
  if (!file || !table || village?.slug !== slug || table.postId === null) return null;
  if (!isPublished(file, table)) return null;
  if (!table.isTakenAway && !readsVillage(ctx, village)) return null;
  const loaded = await openPost(ctx, table.postId);
  if (!loaded) return null;
  return { file, isPublic: table.isTakenAway && loaded.post.audience === 'public' };
}

/** Any file of a table, for whoever works on it; null for everybody else. */
export async function fileOnDesk(ctx: Context, id: string): Promise<FileToSend | null> {
  const file = await selectFile(ctx.db.read, id);
  const draft = file && (await draftOf(ctx, file.disclosureId));
  return file && draft ? { file, isPublic: false } : null;
}

function fileView({ id, name, bytes, pages }: FileRow, path: string): FileView {
  return { id, name, path, bytes, pages, isNew: false };
}
