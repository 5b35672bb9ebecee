import { itemOf } from '#server/disclosure-catalogue/items.ts';
import {
  isFree,
  selectJustifiedCells,
  selectPublishedCells,
  selectPublishedWords,
} from '#server/disclosures/covered-row-records.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import {
  type ReadDisclosure,
  selectDisclosureOfPost,
} from '#server/disclosures/reading-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import type { PostHere } from '#server/posts/kinds.ts';
import {
  findInCell,
  findInText,
  type GateFinding,
  type GateKnowledge,
} from '#server/rules/disclosure-gate.ts';
import { fold } from '#server/rules/fold.ts';
import { looksLikePerson } from '#server/rules/person-names.ts';

/**
 * Whether a datum in a published table is about a person, so that one alone may cover it: a name on
 * the village's roster, whatever the gate finds by itself, or just what it finds where it stands in
 * the table. The names of those in office never are. A word that only looks like a name the town
 * covers, and not who drew up the table.
 */
export async function isPersonalDatum(
  ctx: Context,
  { post, village }: PostHere,
  datum: string,
): Promise<boolean> {
  const byItself = await judgedAlone(ctx, village, datum);
  if (byItself !== null) return byItself;
  const { known } = await gateOf(ctx, village);
  const table = await selectDisclosureOfPost(ctx.db.read, post.id);
  return table !== null && (await isFoundWithin(ctx, { table, known, said: bare(datum) }));
}

/**
 * Whether a datum is about a person wherever it stands: what was signed at a meeting, or put to the
 * vote, has no table that could tell more.
 */
export async function isPersonalWord(
  ctx: Context,
  { village }: Pick<PostHere, 'village'>,
  datum: string,
): Promise<boolean> {
  return (await judgedAlone(ctx, village, datum)) ?? false;
}

/** What a datum says by itself; null when only the place where it stands can tell. */
async function judgedAlone(
  ctx: Context,
  village: PostHere['village'],
  datum: string,
): Promise<boolean | null> {
  const { finder, known } = await gateOf(ctx, village);
  const said = bare(datum);
  const officials = [...known.names.official].map(bare);
  if (said === '' || officials.includes(said)) return false;
  if (finder.names.some((name) => bare(name) === said)) return true;
  if (isAllFound(datum, findInText(datum, known, true))) return true;
  if (officials.some((name) => name.includes(said))) return false;
  const isOfTown = actingPost(ctx.viewer, 'review.second', village.path) !== null;
  return isOfTown && looksLikePerson(datum) ? true : null;
}

interface Sought {
  table: ReadDisclosure;
  known: GateKnowledge;
  /** The datum, bare. */
  said: string;
}

// Only what was signed tells: a comment or a draft could be written for the purpose.
async function isFoundWithin(ctx: Context, { table, known, said }: Sought): Promise<boolean> {
  const { id, villageCode, itemCode, version } = table;
  const [item, rows, words, justified] = await Promise.all([
    itemOf(ctx, villageCode, itemCode),
    selectPublishedCells(ctx.db.read, { id, version }),
    selectPublishedWords(ctx.db.read, id),
    selectJustifiedCells(ctx.db.read, id),
  ]);
  if (!item) return false;
  const has = (text: string) => bare(text).includes(said);
  const isIn = (text: string, found: () => GateFinding[]) =>
    has(text) && found().some(({ start, end }) => bare(text.slice(start, end)) === said);
  if (words.some((text) => isIn(text, () => findInText(text, known, item.isPersonal)))) return true;
  const columns = item.columns.filter(isFree);
  return rows.some((row) =>
    columns
      .filter(({ code }) => !justified.has(`${row.id} ${code}`))
      .some((column) =>
        [row.shown[column.code], row.village?.[column.code]].some(
          (value) =>
            typeof value === 'string' &&
            isIn(value, () => findInCell(value, { column, item }, known)),
        ),
      ),
  );
}

/** Whether nothing but its group stands beside what was found in a datum. */
function isAllFound(datum: string, found: readonly GateFinding[]): boolean {
  if (found.length === 0) return false;
  let rest = '';
  let done = 0;
  for (const { start, end } of found) {
    rest += datum.slice(done, start);
    done = end;
  }
  return bare((rest + datum.slice(done)).replace(/\d+组/gu, '')) === '';
}

/** Letters and digits only, folded: a datum is found however it was typed. */
function bare(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}
