import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { sealedPhoto } from '#server/photos/sealed.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { paperPicture } from '#server/rules/voucher-links.ts';
import {
  lineView,
  type PaperLineView,
  type PaperView,
  paperView,
  seesOriginal,
} from '#server/vouchers/paper-line.ts';
import {
  type PaperLine,
  selectByRows,
  selectLine,
  selectPaperLines,
  selectPlace,
  selectVoucher,
  selectWaiting,
} from '#server/vouchers/records.ts';

/** The papers of a table on the desk. */
export interface PapersView {
  id: string;
  title: string;
  village: Village;
  lines: PaperLineView[];
  next: number | null;
  /** The line that papers are being added to. */
  line: PaperLineView | null;
  waiting: (PaperView & { isMine: boolean })[];
  kinds: { value: string; label: string }[];
  mayKeep: boolean;
  perPost: number;
  key: string;
}

/** The papers of a table for whoever works on it; null for everybody else. */
export async function papersPage(
  ctx: Context,
  disclosureId: string,
  { line, after }: { line: string | null; after: string | null },
): Promise<PapersView | null> {
  const draft = await draftOf(ctx, disclosureId);
  if (!draft) return null;
  ctx.page.keepPrivate();
  const { disclosure, item, village } = draft;
  const limit = ctx.book.disclosures.pageRows;
  const found = await selectPaperLines(ctx.db.read, {
    ...{ disclosureId, version: disclosure.version, limit: limit + 1 },
    after: numberIn(after) ?? 0,
  });
  const page = found.slice(0, limit);
  const no = numberIn(line);
  const chosen = no === null ? null : await selectLine(ctx.db.read, disclosure, no);
  const waiting = await selectWaiting(ctx.db.read, disclosureId);
  const papers = await selectByRows(
    ctx.db.read,
    [...page, ...(chosen ? [chosen] : [])].map(({ id }) => id),
  );
  const viewOf = (one: PaperLine) => lineView(ctx, item, one, papers);
  return {
    ...{ id: disclosureId, village },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    lines: page.map(viewOf),
    next: found.length > limit ? (page.at(-1)?.no ?? null) : null,
    line: chosen && viewOf(chosen),
    waiting: waiting.map((row) => ({
      ...paperView(ctx, row),
      isMine: row.coveredById === ctx.viewer.personId,
    })),
    kinds: ctx.book.disclosures.papers.map((kind) => ({ value: kind.code, label: kind[ctx.lang] })),
    mayKeep: may(ctx.viewer, 'voucher.keep', village.path),
    perPost: ctx.book.rules.photos.perPost,
    key: newToken(),
  };
}

/** One paper on the desk: the picture to blacken, or the copy to look at. */
export interface PaperDeskView extends PaperView {
  disclosureId: string;
  title: string;
  line: PaperLineView;
  village: Village;
  /** The size of the picture that is shown. */
  picture: { src: string; width: number; height: number };
  isCopy: boolean;
  coveredAt: EpochMs | null;
  checkedAt: EpochMs | null;
  /** What this viewer may do with it now. */
  may: { keep: boolean; check: boolean; seePaper: boolean };
  isOwnWork: boolean;
  key: string;
}

/** A paper for whoever works on it; null for everybody else. */
export async function paperDesk(ctx: Context, id: string): Promise<PaperDeskView | null> {
  const row = await selectVoucher(ctx.db.read, id);
  const draft = row && (await draftOf(ctx, row.disclosureId));
  const place = row && (await selectPlace(ctx.db.read, row));
  if (!row || !draft || !place) return null;
  ctx.page.keepPrivate();
  const { village, item, disclosure } = draft;
  const seesPaper = seesOriginal(ctx, village);
  const isCopy = row.copyId !== null;
  if (!isCopy && !seesPaper) return null;
  const photo = await sealedPhoto(ctx, row.copyId ?? row.photoId);
  const isOwnWork = row.coveredById === ctx.viewer.personId;
  const isCovered = row.state === 'covered';
  return {
    ...paperView(ctx, row),
    ...{ disclosureId: row.disclosureId, village, isCopy, isOwnWork },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    line: lineView(ctx, item, place.line, []),
    picture: {
      src: paperPicture(id, isCopy ? 'copy' : 'paper', 720),
      width: photo?.width ?? 720,
      height: photo?.height ?? 540,
    },
    ...{ coveredAt: row.coveredAt, checkedAt: row.checkedAt },
    may: {
      keep: row.state !== 'wrong' && may(ctx.viewer, 'voucher.keep', village.path),
      check: isCovered && !isOwnWork && may(ctx.viewer, 'voucher.check', village.path),
      seePaper: seesPaper,
    },
    key: newToken(),
  };
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
