import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { accountsOf, keepBalances, type SaidBalances } from '#server/disclosure-drafts/accounts.ts';
import { type DraftActing, openDraft } from '#server/disclosure-drafts/drafts.ts';
import { clearAway, importRows } from '#server/disclosure-drafts/importing.ts';
import { changedByOthers, havePapers } from '#server/disclosure-drafts/kept-line-records.ts';
import { dropTownFile, type TownFile, type VillageLines } from '#server/disclosure-upload/file.ts';
import { accountCalled, type PlannedVillage, uploadPlan } from '#server/disclosure-upload/plan.ts';
import {
  dropDraftRows,
  freeDrafts,
  insertUpload,
  keepDrafts,
  selectPeriodDrafts,
  selectUpload,
  type UploadRow,
  updateUpload,
} from '#server/disclosure-upload/records.ts';
import { countRows } from '#server/disclosures/records.ts';
import { placeNamed, placesBelow } from '#server/grids/desk-places.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { firstAnswer, once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { draftPath } from '#server/rules/links.ts';
import { saidAccounts } from '#server/rules/town-ledger.ts';

/** A town whose accounts the viewer may upload. */
export interface UploadTown {
  code: string;
  name: string;
  path: string;
}

const ACTION = 'disclosure.upload';

/** The town whose bookkeeper, or head, the viewer is; null for everybody else. */
export async function uploadTown(ctx: Context): Promise<UploadTown | null> {
  const held = ctx.viewer.posts.find(({ path }) => may(ctx.viewer, ACTION, path));
  const code = held?.path.split('/').filter(Boolean).at(-1);
  const place = code === undefined ? null : await placeNamed(ctx, code);
  return place?.level === 'town' ? place : null;
}

/** What is to come in, and where lines that stand already give way. */
export interface UploadWish {
  file: TownFile | null;
  key: string;
  /** Codes of villages whose lines are replaced. */
  replace: readonly string[];
  /** What the check said of each village, by its `seen`. */
  seen: readonly string[];
}

/**
 * Brings the lines of an export into the drafts of its villages, each in one write of its own; what
 * the export says of the accounts is not asked for again. Cut off halfway, the same press goes on.
 * Refuses 'uploadMoved' where a village is no longer as the check showed it: what it wrote or laid
 * behind its lines meanwhile is not the town's to take away unseen.
 */
export async function bringUpload(
  ctx: Context,
  town: UploadTown,
  wish: UploadWish,
): Promise<Result<{ id: string }>> {
  const lockName = `disclosure-upload:${town.code}`;
  const done = await ctx.db.withLock(lockName, () => bringIn(ctx, town, wish));
  return done ?? refuse('importRunning');
}

async function bringIn(
  ctx: Context,
  town: UploadTown,
  { file, key, replace, seen }: UploadWish,
): Promise<Result<{ id: string }>> {
  const actorId = ctx.viewer.personId;
  if (actorId === null) return refuse('signInFirst');
  const form = { actorId, action: ACTION, key };
  const first = await firstAnswer<Result<{ id: string }>>(ctx.db.read, form);
  const id = first?.ok ? first.value.id : newId();
  // Pressed again when it was through: the export is gone.
  if (file === null) return first ?? refuse('alreadyDone');
  if (file.townFaults > 0) return refuse('sheetFaults');
  const plan = await uploadPlan(ctx, file);
  const moved = plan.filter((one) => one.draft?.uploadId !== id && !seen.includes(one.seen));
  if (moved.length > 0) return refuse('uploadMoved');
  const takes = plan.filter((one) => isTaken(one, { id, replace }));
  if (takes.length === 0) return refuse('nothingToUpload');
  if (!first) await begin(ctx, town, { file, takes, form, id });
  const brought: PlannedVillage[] = [];
  for (const village of takes) {
    const lines = file.villages.find(({ code }) => code === village.code);
    const done = lines && (await bringVillage(ctx, { id, key, file, lines, village }));
    if (done?.ok) brought.push(village);
  }
  await ctx.db.write((tx) => updateUpload(tx, id, countsOf(brought)));
  // Somebody was quicker in a village: its lines stand, and the export waits for another look.
  if (brought.length < takes.length) return refuse('uploadMoved');
  await dropTownFile(ctx, town.code);
  return accept({ id });
}

function isTaken(
  { does, draft, code }: PlannedVillage,
  { id, replace }: { id: string; replace: readonly string[] },
): boolean {
  if (does !== 'replace') return does === 'fill';
  return replace.includes(code) || draft?.uploadId === id;
}

function countsOf(villages: PlannedVillage[]): Pick<UploadRow, 'villages' | 'rows'> {
  return {
    villages: villages.length,
    rows: villages.reduce((sum, { lines }) => sum + lines, 0),
  };
}

interface Beginning {
  file: TownFile;
  takes: PlannedVillage[];
  form: { actorId: string; action: string; key: string };
  id: string;
}

async function begin(
  ctx: Context,
  town: UploadTown,
  { file, takes, form, id }: Beginning,
): Promise<void> {
  const at = ctx.clock.now();
  const { itemCode, period, fileName } = file;
  const counts = countsOf(takes);
  await ctx.db.write((tx) =>
    once<Result<{ id: string }>>(tx, { ...form, at }, async () => {
      const of = { itemCode, period, fileName, byId: form.actorId, at, undoneAt: null };
      await insertUpload(tx, { id, townCode: town.code, ...of, ...counts });
      await noteUpload(ctx, town, { tx, id, what: 'disclosure.uploaded' }, { period, ...counts });
      return accept({ id });
    }),
  );
}

async function bringVillage(
  ctx: Context,
  { id, key, file, lines, village }: Bringing,
): Promise<Result<unknown>> {
  const { itemCode, period } = file;
  const opened = await openDraft(ctx, {
    villageCode: lines.code,
    ...{ itemCode, period, uploadId: id },
  });
  if (!opened.ok) return opened;
  const said = await saidOf(ctx, lines);
  return importRows(ctx, opened.value.id, {
    ...{ rows: lines.rows, how: 'replace', key, action: ACTION, uploadId: id },
    mayStill: (acting) => isAsPlanned(acting, village, id),
    besides: async (acting) => {
      await keepBalances(acting.tx, acting.disclosure, said);
      await tellClerks(acting, lines.rows.length);
    },
  });
}

interface Bringing {
  id: string;
  key: string;
  file: TownFile;
  lines: VillageLines;
  village: PlannedVillage;
}

/** Whether a draft still holds what the plan found in it, or what this very upload brought. */
async function isAsPlanned(
  { tx, disclosure }: DraftActing,
  { draft, there }: PlannedVillage,
  id: string,
): Promise<boolean> {
  if (disclosure.uploadId === id) return true;
  if (disclosure.sentAt !== null) return false;
  const rows = await countRows(tx, disclosure.id, disclosure.version + 1);
  return rows === there && (there === 0 || disclosure.changedAt === draft?.changedAt);
}

/** What the export's running balance says: nobody types it a second time. */
async function saidOf(ctx: Context, { code, rows }: VillageLines): Promise<SaidBalances> {
  const accounts = await accountsOf(ctx.db.read, code);
  return new Map(
    saidAccounts(rows).flatMap(({ account, opening, closing }) => {
      const known = accountCalled(accounts, account);
      return known ? [[known.id, { opening, closing }] as const] : [];
    }),
  );
}

async function tellClerks(
  { tx, village, item, disclosure, at }: DraftActing,
  lines: number,
): Promise<void> {
  const { told } = wordsFor('zh').disclosureUpload;
  const body = told(disclosureTitle('zh', item, disclosure.period), lines);
  const people = await holdersAt(tx, village.code, ['clerk'], at);
  const message = { template: 'disclosure.uploaded', path: draftPath(disclosure.id), body, at };
  await tell(tx, ...people.map((personId) => ({ ...message, personId })));
}

/** Takes everything that an upload brought out again, while no village has changed or sent any of it. */
export async function undoUpload(
  ctx: Context,
  town: UploadTown,
  { id, key }: { id: string; key: string },
): Promise<Result> {
  const actorId = ctx.viewer.personId;
  if (actorId === null) return refuse('signInFirst');
  const upload = await selectUpload(ctx.db.read, id);
  if (upload?.townCode !== town.code) return refuse('notFound');
  const below = await placesBelow(ctx, { code: town.code, level: 'town' });
  const villageCodes = below.map(({ code }) => code);
  const form = { actorId, action: `${ACTION}-undo`, key, at: ctx.clock.now() };
  const done = await ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure_upload', 'id', id);
    return once(tx, form, () => takeBack(ctx, town, { tx, id, villageCodes }));
  });
  if (!done.ok) return done;
  for (const draft of done.value.drafts) await clearAway(ctx, draft);
  return accept();
}

async function takeBack(
  ctx: Context,
  town: UploadTown,
  { tx, id, villageCodes }: { tx: Tx; id: string; villageCodes: string[] },
): Promise<Result<{ drafts: string[] }>> {
  const upload = await selectUpload(tx, id);
  if (!upload || upload.undoneAt !== null) return refuse('alreadyDone');
  const { itemCode, period } = upload;
  const all = await selectPeriodDrafts(tx, { villageCodes, itemCode, period });
  const own = all.flatMap((draft) => (draft.uploadId === id ? draft.id : []));
  const at = ctx.clock.now();
  const drafts = await freeDrafts(tx, own, at);
  const why = drafts.length < own.length ? 'uploadSent' : await whyKept(tx, upload, drafts);
  if (why !== null) {
    await keepDrafts(tx, drafts, id);
    return refuse(why);
  }
  await dropDraftRows(tx, drafts);
  await updateUpload(tx, id, { undoneAt: at });
  const facts = { period, villages: drafts.length };
  await noteUpload(ctx, town, { tx, id, what: 'disclosure.upload-undone' }, facts);
  tx.touch(...drafts.map((draft) => `disclosure:${draft}`));
  return accept({ drafts });
}

// What a village wrote itself, and papers that it put behind lines, are not the town's to take away.
async function whyKept(
  tx: Tx,
  { byId, at }: UploadRow,
  ids: string[],
): Promise<'linesHavePapers' | 'uploadChanged' | null> {
  if (await havePapers(tx, { disclosureIds: ids, fromVersion: 1 })) return 'linesHavePapers';
  return (await changedByOthers(tx, { ids, byId, since: at })) ? 'uploadChanged' : null;
}

async function noteUpload(
  ctx: Context,
  town: UploadTown,
  { tx, id, what }: { tx: Tx; id: string; what: string },
  facts: Record<string, unknown>,
): Promise<void> {
  await append(tx, {
    ...{ what, subjectKind: 'disclosure-upload', subjectId: id, villageCode: null },
    actorId: ctx.viewer.personId,
    actorRole: actingPost(ctx.viewer, ACTION, town.path) ?? '',
    at: ctx.clock.now(),
    ruleVersion: ctx.book.catalogue.version,
    facts: { ...facts, town: town.code },
  });
}
