import {
  deleteSignature,
  hasSigned,
  selectDisclosurePost,
  selectRequest,
} from '#server/disclosure-requests/records.ts';
import { newRequestPage, requestList, requestPage } from '#server/disclosure-requests/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { askPage } from '#server/line-objections/ask-views.ts';
import { objectionCount, objectionDesk } from '#server/line-objections/desk.ts';
import { selectLine, selectLineOf, selectOwnOpen } from '#server/line-objections/line-records.ts';
import { objectionList, objectionsOfLines } from '#server/line-objections/list.ts';
import {
  objectionInTx,
  selectObjectionSteps,
  selectStepTexts,
} from '#server/line-objections/records.ts';
import { objectionPage } from '#server/line-objections/views.ts';

const ID = '00000000-0000-0000-0000-000000000000';

/** Every view of what people ask about disclosed lines and together, and what its acts look up. */
export function objectionReadings(ctx: Context, slug: string): (() => Promise<unknown>)[] {
  const { db, viewer } = ctx;
  const ref = { slug, no: 1 };
  const all = { before: null, after: null };
  const signature = { requestId: ID, personId: ID };
  return [
    () => objectionList(ctx, slug, all),
    () => objectionDesk(ctx, null),
    () => objectionDesk(ctx, `1763000000000_${ID}`),
    () => objectionCount(ctx),
    () => objectionPage(ctx, ref),
    () => askPage(ctx, ref, 1),
    () => objectionsOfLines(db.read, viewer, ID, [ID]),
    () => selectLine(db.read, ID, 1),
    () => selectLineOf(db.read, ID),
    () => selectObjectionSteps(db.read, ID),
    () => selectOwnOpen(db.read, { rowId: ID, authorId: ID }),
    () => db.write((tx) => objectionInTx(tx, ID)),
    () => db.write((tx) => selectStepTexts(tx, ID)),
    () => requestList(ctx, slug, all),
    () => requestPage(ctx, ref),
    () => newRequestPage(ctx, slug),
    () => selectRequest(db.read, ID),
    () => hasSigned(db.read, signature),
    () => selectDisclosurePost(db.read, ID),
    () => db.write((tx) => deleteSignature(tx, signature)),
  ];
}
