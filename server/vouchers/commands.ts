import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { coveredReason } from '#server/disclosure-drafts/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  blackenedCopy,
  forgetCopy,
  keepCopy,
  sealedPhoto,
  sealPhoto,
} from '#server/photos/sealed.ts';
import { keepPhotos } from '#server/photos/upload.ts';
import { actingOn, notePaper, type PaperActing } from '#server/vouchers/act.ts';
import type { KeepForm } from '#server/vouchers/forms.ts';
import {
  addToLine,
  insertVouchers,
  type PaperLine,
  selectLine,
  selectVoucher,
  updateVoucher,
  type VoucherRow,
} from '#server/vouchers/records.ts';

/**
 * Keeps photos of the paper behind a line, sealed: nobody outside the village's office sees them.
 * They may come before or after publication, and none is ever taken away.
 */
export async function keepVouchers(
  ctx: Context,
  disclosureId: string,
  form: KeepForm,
  files: UploadedFile[],
): Promise<Result<{ line: number }>> {
  const acting = await actingOn(ctx, disclosureId, 'voucher.keep');
  if (!acting.ok) return acting;
  const line = await selectLine(ctx.db.read, acting.value.disclosure, form.line);
  if (!line) return refuse('lineUnknown', 'line');
  const { papers, papersPerLine } = ctx.book.disclosures;
  if (!papers.some(({ code }) => code === form.kind)) return refuse('pickOne', 'kind');
  if (files.length === 0) return refuse('choosePhoto', 'photo1');
  if (line.vouchers + files.length > papersPerLine) return refuse('papersFull', 'photo1');
  const photos = await keepPhotos(ctx, files, 'voucher');
  if (!photos.ok) return photos;
  const { personId: actorId } = acting.value;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure', 'id', disclosureId);
    const sent = { actorId, action: 'voucher.keep', key: form.key, at };
    return once<Result<{ line: number }>>(tx, sent, async () => {
      // An import may have put another line in its place meanwhile.
      const now = await selectLine(tx, acting.value.disclosure, line.no);
      if (now?.id !== line.id) return refuse('lineUnknown', 'line');
      const papers = { line: now, kind: form.kind, photoIds: photos.value };
      await writeVouchers(tx, ctx, acting.value, papers);
      return accept({ line: line.no });
    });
  });
}

async function writeVouchers(
  tx: Tx,
  ctx: Context,
  acting: PaperActing,
  { line, kind, photoIds }: { line: PaperLine; kind: string; photoIds: string[] },
): Promise<void> {
  const { disclosure, personId } = acting;
  const at = ctx.clock.now();
  const rows = photoIds.map((photoId, index) => ({
    ...blank,
    ...{ id: newId(), disclosureId: disclosure.id, rowId: line.id, photoId },
    ...{ sort: line.vouchers + index, title: kind, addedById: personId, addedAt: at },
  }));
  for (const { id, photoId } of rows) await sealPhoto(tx, photoId, id);
  await insertVouchers(tx, rows);
  await addToLine(tx, line.id, rows.length);
  const facts = { line: line.no, papers: rows.length, kind };
  await notePaper(tx, ctx, acting, { what: 'voucher.kept', facts, content: { photoIds } });
}

const blank = {
  state: 'sealed',
  copyId: null,
  coveredById: null,
  coveredAt: null,
  checkedById: null,
  checkedAt: null,
  reason: '',
};

/**
 * Makes the copy that villagers will read, with squares blackened; what was blackened before stays
 * so. The paper itself is not touched, and another person has to look at the copy afterwards.
 */
export async function coverVoucher(
  ctx: Context,
  id: string,
  squares: number[],
): Promise<Result<VoucherRow>> {
  const found = await voucherFor(ctx, id, 'voucher.keep');
  if (!found.ok) return found;
  const { row } = found.value;
  if (row.state === 'wrong') return refuse('alreadyDone');
  const photo = await sealedPhoto(ctx, row.copyId ?? row.photoId);
  if (!photo) return refuse('photoBroken', 'squares');
  const copy = await blackenedCopy(ctx, photo, squares);
  if (!copy.ok) return copy;
  const cover = { copy: copy.value, squares: squares.length };
  const isKept = await ctx.db.write((tx) => writeCopy(tx, ctx, found.value, cover));
  if (!isKept) return refuse('alreadyDone');
  if (row.copyId !== null) await forgetCopy(ctx, row.copyId);
  return accept(row);
}

async function writeCopy(
  tx: Tx,
  ctx: Context,
  { acting, row }: FoundVoucher,
  { copy, squares }: { copy: Parameters<typeof keepCopy>[1]; squares: number },
): Promise<boolean> {
  await lock(tx, 'voucher', 'id', row.id);
  const now = await selectVoucher(tx, row.id);
  // Blackened by somebody else meanwhile: what he covered must not come back.
  if (now?.copyId !== row.copyId || now.state === 'wrong') return false;
  await keepCopy(tx, copy);
  await updateVoucher(tx, row.id, {
    ...{ copyId: copy.id, state: 'covered', reason: '' },
    ...{ coveredById: acting.personId, coveredAt: ctx.clock.now() },
    ...{ checkedById: null, checkedAt: null },
  });
  await notePaper(tx, ctx, acting, { what: 'voucher.covered', facts: { squares } });
  return true;
}

/** Another person than the one who blackened it opens a copy to the village. */
export function openVoucher(ctx: Context, id: string, key: string): Promise<Result<VoucherRow>> {
  return checkCopy(ctx, { id, key, state: 'open', what: 'voucher.opened', reason: '' });
}

/** Another person sends a copy back: something personal can still be read on it. */
export function returnVoucher(
  ctx: Context,
  id: string,
  typed: string,
  key: string,
): Promise<Result<VoucherRow>> {
  return checkCopy(ctx, { id, key, state: 'returned', what: 'voucher.returned', reason: typed });
}

/** Says that a paper is not the one behind its line. It stays in the list, with the reason. */
export async function markWrong(
  ctx: Context,
  id: string,
  typed: string,
  key: string,
): Promise<Result<VoucherRow>> {
  const found = await voucherFor(ctx, id, 'voucher.keep');
  if (!found.ok) return found;
  const reason = await coveredReason(ctx, found.value.row.disclosureId, typed);
  if ([...reason].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  return changeOnce(ctx, found.value, { key, what: 'voucher.wrong' }, (row) =>
    row.state === 'wrong' ? null : { state: 'wrong', reason },
  );
}

interface Check {
  id: string;
  key: string;
  state: 'open' | 'returned';
  what: string;
  reason: string;
}

async function checkCopy(
  ctx: Context,
  { id, key, state, what, reason: typed }: Check,
): Promise<Result<VoucherRow>> {
  const found = await voucherFor(ctx, id, 'voucher.check');
  if (!found.ok) return found;
  const reason = await coveredReason(ctx, found.value.row.disclosureId, typed);
  if ([...reason].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  const { personId } = found.value.acting;
  if (found.value.row.coveredById === personId) return refuse('notOwnWork');
  const checked = { checkedById: personId, checkedAt: ctx.clock.now() };
  return changeOnce(ctx, found.value, { key, what }, (row) =>
    row.state === 'covered' && row.coveredById !== personId ? { ...checked, state, reason } : null,
  );
}

interface FoundVoucher {
  acting: PaperActing;
  row: VoucherRow;
}

async function voucherFor(
  ctx: Context,
  id: string,
  action: 'voucher.keep' | 'voucher.check',
): Promise<Result<FoundVoucher>> {
  const row = await selectVoucher(ctx.db.read, id);
  if (!row) return refuse('notFound');
  const acting = await actingOn(ctx, row.disclosureId, action);
  return acting.ok ? accept({ acting: acting.value, row }) : acting;
}

/** Changes a paper once per form key, as it stands inside the write. */
async function changeOnce(
  ctx: Context,
  { acting, row }: FoundVoucher,
  { key, what }: { key: string; what: string },
  changesOf: (now: VoucherRow) => Partial<VoucherRow> | null,
): Promise<Result<VoucherRow>> {
  const { personId: actorId } = acting;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'voucher', 'id', row.id);
    return once<Result<VoucherRow>>(tx, { actorId, action: what, key, at }, async () => {
      const now = await selectVoucher(tx, row.id);
      const changes = now && changesOf(now);
      if (!now || !changes) return refuse('alreadyDone');
      await updateVoucher(tx, row.id, changes);
      // Words may name somebody: the ledger holds to them without keeping them.
      const content = changes.reason ? { reason: changes.reason } : undefined;
      await notePaper(tx, ctx, acting, { what, facts: {}, content });
      return accept({ ...now, ...changes });
    });
  });
}
