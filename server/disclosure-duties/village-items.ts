import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import { villageItems } from '#server/disclosure-catalogue/records.ts';
import { formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { dutyRow } from '#server/disclosure-duties/duties.ts';
import { insertDuties, insertItem, selectStart } from '#server/disclosure-duties/records.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { localDate } from '#server/rules/dates.ts';
import type {
  CatalogueItem,
  ColumnIs,
  Frequency,
  ItemColumn,
} from '#server/rules/disclosure-book.ts';
import { dutiesOf } from '#server/rules/disclosure-duties.ts';
import { findInText, maskCell } from '#server/rules/disclosure-gate.ts';

const MOST_ITEMS = 50;
const DUE_DAYS = 10;
const LEAST_DAYS = 15;

/** An item of a village's own, as it writes it. */
export interface OwnItem {
  villageCode: string;
  name: string;
  frequency: Frequency;
  columns: ItemColumn[];
  /** Who reads it, where a column holds names; the village's own people unless it says otherwise. */
  openTo?: CatalogueItem['openTo'] | undefined;
  key?: string | undefined;
}

/** Every word by which a kind of column may be named, in both languages. */
export function columnKinds(): Map<string, ColumnIs> {
  const all = [wordsFor('zh'), wordsFor('en')].flatMap(({ disclosureDuties }) =>
    Object.entries(disclosureDuties.desk.columnKinds),
  );
  return new Map(all.map(([is, word]) => [word.toLowerCase(), is as ColumnIs]));
}

/**
 * Adds an item to what a village discloses; none is ever taken out. It is owed from the period under
 * way on, with the days of article 35.
 */
export async function addItem(ctx: Context, typed: OwnItem): Promise<Result> {
  const { villageCode } = typed;
  const village = await villageFor(ctx, villageCode, 'disclosure.set-up');
  if (!village) return refuse('notFound');
  const at = ctx.clock.now();
  const own = await coveredItem(ctx, village, typed);
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.item', own.key), async () => {
      await lock(tx, 'village_disclosure', 'village_code', villageCode);
      const start = await selectStart(tx, villageCode);
      if (!start) return refuse('notFound');
      const there = await villageItems(tx, villageCode);
      const known = [...ctx.book.catalogue.items, ...there];
      if (known.some(({ name }) => name.zh === own.name)) return refuse('placeNameTaken', 'name');
      if (there.length >= MOST_ITEMS) return refuse('tooManyTries', 'name');
      const item = ownItem(own, there.length + 1);
      const row = { villageCode, code: item.code, body: item, addedAt: at };
      await insertItem(tx, { ...row, addedById: ctx.viewer.personId ?? 'system' });
      const today = localDate(at);
      const since = start.since > today ? start.since : today;
      const terms = { since, choices: {}, today, ahead: 0 };
      const owes = dutiesOf(ctx.book.calendar, [item], terms);
      await insertDuties(
        tx,
        owes.map((one) => dutyRow(one, { villageCode, at })),
      );
      const facts = { item: item.code, frequency: item.frequency, openTo: item.openTo };
      await record(tx, ctx, { what: 'disclosure.item', village, facts, content: item });
      return accept();
    }),
  );
}

// Its name and its columns head every page and copy of it: they name no villager.
async function coveredItem(ctx: Context, village: Village, item: OwnItem): Promise<OwnItem> {
  const { known } = await gateOf(ctx, village);
  const cover = (text: string) => String(maskCell(text, findInText(text, known), 'public'));
  const columns = item.columns.map((one) => ({ ...one, zh: cover(one.zh), en: cover(one.en) }));
  return { ...item, name: cover(item.name), columns };
}

function ownItem(
  { name, frequency, columns, openTo = 'village' }: OwnItem,
  no: number,
): CatalogueItem {
  const isPersonal = columns.some((column) => column.is === 'name');
  return {
    no: null,
    code: `own-${no}`,
    class: 'affairs',
    name: { zh: name, en: name },
    basis: [],
    frequency,
    orElse: null,
    dueDays: DUE_DAYS,
    minDays: LEAST_DAYS,
    publicityDays: null,
    // What names nobody is for everybody: a village keeps no account from those outside.
    openTo: isPersonal ? openTo : 'public',
    isLedger: false,
    isPersonal,
    needsTable: isPersonal,
    mayBeEmpty: frequency !== 'standing',
    announcedAhead: false,
    live: null,
    columns,
    own: isPersonal ? ['id', 'card', 'phone'] : [],
    confirmed: false,
  };
}
