import { wordsFor } from '#content/messages/words.ts';
import {
  type FileRow,
  insertFile,
  MOST_FILES,
  selectFile,
  selectFiles,
  takeFileAway,
} from '#server/attachments/records.ts';
import {
  actInDraft,
  type DraftActing,
  draftOf,
  noteDraft,
} from '#server/disclosure-drafts/drafts.ts';
import { forgetFile, keepFile } from '#server/disclosures/files.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { type FileFinding, findInFile } from '#server/rules/file-findings.ts';
import { plainSigns } from '#server/rules/plain-signs.ts';
import type { PdfFacts } from '#server/workshop/jobs.ts';

/** What adding a file answers; a refusal may say where something personal stands, never what. */
export type Added = Result<{ id: string }> | (Refusal & { found: FileFinding[] });

/**
 * Puts a PDF beside a draft. Its name, its words and what it tells about itself pass the gate;
 * nothing in a PDF can be masked, so with one finding it is refused and nothing of it is kept.
 */
export async function addFile(
  ctx: Context,
  disclosureId: string,
  { file, key }: { file: UploadedFile | undefined; key: string },
): Promise<Added> {
  const draft = await draftOf(ctx, disclosureId);
  if (!draft) return refuse('notFound');
  if (!draft.mayDraft) return refuse('alreadyDone');
  if (!file || file.bytes === 0) return refuse('choosePdf', 'file');
  if (file.isTooBig) return refuse('pdfTooBig', 'file');
  const read = await ctx.workshop.readPdf(file.path);
  if (!read.ok) return refuse(read.code, 'file');
  const { known } = await gateOf(ctx, draft.village);
  const name = bareName(file.name ?? '');
  const { about, texts } = read.value;
  const found = findInFile({ name, about, texts }, known, draft.item.isPersonal);
  if (found.length > 0) return { ...refuse('pdfPersonal', 'file'), found };
  const id = newId();
  await keepFile(ctx, id, file.path);
  const added = await actInDraft(ctx, disclosureId, { key }, (acting) =>
    writeFile(ctx, acting, { id, name, facts: read.value }),
  );
  if (!added.ok || added.value.id !== id) await forgetFile(ctx, id);
  return added;
}

async function writeFile(
  ctx: Context,
  acting: DraftActing,
  { id, name, facts }: { id: string; name: string; facts: PdfFacts },
): Promise<Result<{ id: string }>> {
  const { tx, disclosure, at, actorId } = acting;
  const version = disclosure.version + 1;
  const files = await selectFiles(tx, { disclosureId: disclosure.id, version });
  if (files.length >= MOST_FILES) return refuse('filesFull', 'file');
  const { hash, bytes, pages } = facts;
  await insertFile(tx, {
    ...{ id, disclosureId: disclosure.id, version, type: 'pdf', hash, bytes, pages },
    name: blacken(name),
    ...{ addedById: actorId, addedAt: at, removedAt: null },
  });
  await noteDraft({ ...acting, ctx }, 'disclosure.file-added', { pages, bytes }, { hash });
  return accept({ id });
}

/** Takes a file away again that no published version has. */
export async function removeFile(
  ctx: Context,
  id: string,
  key: string,
): Promise<Result<{ disclosureId: string }>> {
  const file = await selectFile(ctx.db.read, id);
  if (!file) return refuse('notFound');
  const { disclosureId, hash } = file;
  const removed = await actInDraft(ctx, disclosureId, { key }, async (acting) => {
    if (isPublished(file, acting.disclosure)) return refuse('alreadyDone');
    await takeFileAway(acting.tx, id, acting.at);
    await noteDraft({ ...acting, ctx }, 'disclosure.file-removed', {}, { hash });
    return accept({ disclosureId });
  });
  if (removed.ok) await forgetFile(ctx, id);
  return removed;
}

/** Whether a file belongs to a version that was published. */
export function isPublished(file: Pick<FileRow, 'version'>, of: { version: number }): boolean {
  return file.version <= of.version;
}

const LONGEST_NAME = 60;

/** What a file is called, without folders and ending. */
function bareName(name: string): string {
  const bare = plainSigns(name)
    .replace(/^.*[\\/]/, '')
    .replace(/\.pdf$/i, '')
    .replace(/[\p{C}"<>|:*?]/gu, '')
    .trim();
  return [...bare].slice(0, LONGEST_NAME).join('') || wordsFor('zh').attachments.unnamed;
}
