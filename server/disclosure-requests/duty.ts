import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { insertItem } from '#server/disclosure-duties/records.ts';
import { type RequestRecord, updateRequest } from '#server/disclosure-requests/records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import { type Changing, changePost } from '#server/posts/create.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem, ColumnIs, ItemColumn } from '#server/rules/disclosure-book.ts';
import { openDeskPath } from '#server/rules/links.ts';

/** A request as far as its duty must know it. */
interface Asked {
  village: Village;
  path: string;
  post: Changing & { title: string; authorId: string };
}

const LEAST_DAYS = 15;

/** Enough have signed: from now on the village owes it, as an item of its own, by a day. */
export async function reachRequest(
  tx: Tx,
  ctx: Context,
  { village, path, post }: Asked,
  request: RequestRecord,
): Promise<void> {
  const at = ctx.clock.now();
  const today = localDate(at);
  const { id, no, signed, needed } = request;
  const item = itemOfRequest(ctx, no);
  const { code } = item;
  await insertItem(tx, {
    villageCode: village.code,
    code,
    body: item,
    addedById: post.authorId,
    addedAt: at,
  });
  const dueOn = addDays(today, item.dueDays);
  const duty = await ensureDuty(tx, ctx, {
    ...{ villageCode: village.code, item, period: today, dueOn },
    ...{ why: 'requested', words: post.title },
  });
  await updateRequest(tx, id, { reachedAt: at, dutyId: duty.id });
  await changePost(tx, post, { state: 'reached' }, at);
  await append(tx, {
    what: 'request.reached',
    subjectKind: 'request',
    subjectId: id,
    villageCode: village.code,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.disclosures.version,
    facts: { no, signed, needed, dueOn },
  });
  await tellReached(tx, { village, path, post }, { dueOn, at });
}

async function tellReached(
  tx: Tx,
  { village, path, post }: Asked,
  { dueOn, at }: { dueOn: string; at: number },
): Promise<void> {
  const { news } = wordsFor('zh').disclosureRequests;
  const day = plainDay('zh', instantOf(dueOn), at);
  const office = await holdersAt(tx, village.code, ['secretary', 'clerk'], at);
  const message = { template: 'request.reached', at };
  await tell(
    tx,
    { ...message, personId: post.authorId, path, body: news.reached(day) },
    ...office.map((personId) => ({
      ...message,
      ...{ personId, path: openDeskPath(village.code), body: news.owed(village.name, day) },
    })),
  );
}

/** An item of the village's own: its words are the request's, the item only says which one. */
function itemOfRequest({ book }: Context, no: number): CatalogueItem {
  const { dueDays } = book.disclosures.request;
  return {
    ...{ no: null, code: `asked-${no}`, class: 'affairs', basis: [] },
    name: { zh: words('zh').name(no), en: words('en').name(no) },
    ...{ frequency: 'event', orElse: null, dueDays, minDays: LEAST_DAYS, publicityDays: null },
    ...{ openTo: 'public', isLedger: false, isPersonal: false, needsTable: false },
    ...{ mayBeEmpty: false, announcedAhead: false, live: null, own: [], confirmed: false },
    columns: [
      column('matter', 'text', true),
      column('detail', 'text', true),
      column('day', 'day', false),
      column('amount', 'money', false),
    ],
  };
}

function column(
  code: 'matter' | 'detail' | 'day' | 'amount',
  is: ColumnIs,
  isRequired: boolean,
): ItemColumn {
  return { code, is, isRequired, zh: words('zh').columns[code], en: words('en').columns[code] };
}

function words(lang: 'zh' | 'en') {
  return wordsFor(lang).disclosureRequests.item;
}
