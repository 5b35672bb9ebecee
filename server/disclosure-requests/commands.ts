import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import { standsOn } from '#server/bodies/roll.ts';
import {
  type Asker,
  askerOf,
  type Counted,
  countedFor,
} from '#server/disclosure-requests/basis.ts';
import { reachRequest } from '#server/disclosure-requests/duty.ts';
import type { RequestForm } from '#server/disclosure-requests/forms.ts';
import { requestKind } from '#server/disclosure-requests/kind.ts';
import {
  deleteSignature,
  hasSigned,
  insertRequest,
  insertSignature,
  isUnderAge,
  type RequestRecord,
  recountSigned,
  selectRequest,
} from '#server/disclosure-requests/records.ts';
import { startedVillage } from '#server/disclosure-requests/village.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { createPost } from '#server/posts/create.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { holdsWords, prepareWords, type Wording } from '#server/posts/wording.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import { openThroughOf, requestState } from '#server/rules/disclosure-requests.ts';
import { requestsPath } from '#server/rules/links.ts';

/** A request as its address names it. */
export interface RequestRef {
  slug: string;
  no: number;
}

/** Everything decided before the write. */
interface Opening {
  village: Village;
  form: RequestForm;
  title: string;
  words: Wording;
  authorId: string;
  villagerId: string;
  counted: Counted;
  isHeld: boolean;
  at: EpochMs;
}

/**
 * A villager, or a representative as such, asks the village to disclose what its catalogue does not
 * have, and signs first. Of how many the part is counted is fixed now.
 */
export async function openRequest(
  ctx: Context,
  slug: string,
  form: RequestForm,
): Promise<Result<{ path: string }>> {
  const village = await startedVillage(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const signer = await signerIn(ctx, village, form.asker);
  if (!signer.ok) return { ...signer, field: form.asker === 'representatives' ? 'asker' : 'title' };
  const words = wordsOf(ctx, form);
  if (!words.ok) return words;
  const { code: kind } = requestKind;
  const opening = {
    ...{ village, form, villagerId: signer.value, authorId: personId, at: ctx.clock.now() },
    ...words.value,
    counted: await countedFor(ctx, village.code, form.asker),
    isHeld: await holdsWords(ctx, { kind, isOfficial: false, audience: 'public' }),
  };
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'posts', 'title');
    if (slower) return slower;
    const sent = { actorId: personId, action: 'request.open', key: form.key, at: opening.at };
    return once(tx, sent, async () => accept({ path: await writeRequest(tx, ctx, opening) }));
  });
}

/** Signs a request, once per villager; with `wants` false the signature is taken back, until enough have signed. */
export async function signRequest(ctx: Context, ref: RequestRef, wants: boolean): Promise<Result> {
  const seen = await findRequest(ctx, ref);
  if (!seen || seen.loaded.post.removedAt !== null) return refuse('notFound');
  const { village, post } = seen.loaded;
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const signer = wants
    ? await signerIn(ctx, village, askerOf(seen.request.basis))
    : villagerOf(ctx, village);
  if (!signer.ok) return signer;
  const villagerId = signer.value;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'disclosure_request', 'id', post.id);
    const now = await selectRequest(tx, post.id);
    if (!now || requestState(now, at) === 'over') return refuse('requestOver');
    if (!wants && now.reachedAt !== null) return refuse('requestReached');
    const signature = { requestId: post.id, villagerId, personId, at };
    const signed = wants ? await sign(tx, now, signature) : await takeBack(tx, now, signature);
    tx.touch(`post:${post.id}`, `village:${village.code}`);
    const isReached = now.reachedAt === null && signed !== null && signed >= now.needed;
    if (isReached) await reachRequest(tx, ctx, seen.loaded, { ...now, signed });
    return accept();
  });
}

/** The request behind an address, if this viewer may see it. */
export async function findRequest(
  ctx: Context,
  { slug, no }: RequestRef,
): Promise<{ loaded: LoadedPost; request: RequestRecord } | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await startedVillage(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (loaded?.post.kind !== requestKind.code) return null;
  const request = await selectRequest(ctx.db.read, loaded.post.id);
  return request && { loaded, request };
}

/** The viewer on a village's roster; null when he is not on it. */
export function villagerIn({ viewer }: Context, { code }: Pick<Village, 'code'>): string | null {
  return viewer.memberships.find((one) => one.villageCode === code)?.villagerId ?? null;
}

function villagerOf(ctx: Context, village: Village): Result<string> {
  const villagerId = villagerIn(ctx, village);
  return villagerId === null ? refuse('notOfThisVillage') : accept(villagerId);
}

/**
 * The viewer as one of those who may ask: a grown-up of the roster, or of the representatives, who
 * act for an assembly of those over eighteen (村民委员会组织法 2025, articles 25 and 29).
 */
async function signerIn(ctx: Context, village: Village, asker: Asker): Promise<Result<string>> {
  const own = villagerOf(ctx, village);
  if (!own.ok) return own;
  const isOnRoll = asker === 'villagers' || (await standsOn(ctx, village.code, 'representatives'));
  if (!isOnRoll) return refuse('onlyRepresentatives');
  const today = localDate(ctx.clock.now());
  const isMinor = await isUnderAge(ctx.db.read, own.value, today);
  return isMinor ? refuse('underAge') : own;
}

function wordsOf(ctx: Context, form: RequestForm): Result<{ title: string; words: Wording }> {
  const title = prepareWords(ctx, form.title, { isOfficial: false });
  const isLong = [...form.title].length > ctx.book.rules.texts.titleLength;
  if (!title.ok || isLong) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: false });
  if (!words.ok) return { ...words, field: 'body' };
  return accept({ title: title.value.body, words: words.value });
}

async function writeRequest(tx: Tx, ctx: Context, opening: Opening): Promise<string> {
  const { village, authorId, villagerId, counted, at } = opening;
  const { request } = ctx.book.disclosures;
  const { id, no } = await createPost(tx, ctx, postOf(opening));
  const row = {
    ...{ id, no, villageCode: village.code, ...counted, signed: 0 },
    ...{ raisedById: authorId, openedAt: at, reachedAt: null, dutyId: null },
    openThrough: openThroughOf(at, request.openDays),
  };
  await insertRequest(tx, row);
  const signed = await sign(tx, row, { requestId: id, villagerId, personId: authorId, at });
  await append(tx, {
    what: 'request.opened',
    subjectKind: 'request',
    subjectId: id,
    villageCode: village.code,
    actorId: authorId,
    actorRole: 'villager',
    at,
    ruleVersion: ctx.book.disclosures.version,
    facts: { no, ...counted, openThrough: row.openThrough },
    content: { title: opening.title, words: opening.words.body },
  });
  const path = requestsPath(village.slug, no);
  const post = { ...postOf(opening), id, createdAt: at };
  if (signed !== null && signed >= counted.needed) {
    await reachRequest(tx, ctx, { village, path, post }, { ...row, signed });
  }
  return path;
}

/** The count with this signature, of those still on the roster; null when it was there already. */
async function sign(
  tx: Tx,
  of: Pick<RequestRecord, 'id' | 'villageCode' | 'basis'>,
  signature: { requestId: string; villagerId: string; personId: string; at: EpochMs },
): Promise<number | null> {
  if (await hasSigned(tx, signature)) return null;
  return (await insertSignature(tx, signature)) ? recountSigned(tx, of) : null;
}

async function takeBack(
  tx: Tx,
  of: Pick<RequestRecord, 'id' | 'villageCode' | 'basis'>,
  signature: { requestId: string; personId: string },
): Promise<null> {
  if (await deleteSignature(tx, signature)) await recountSigned(tx, of);
  return null;
}

function postOf({ village, form, title, words, authorId, isHeld, at }: Opening) {
  return {
    kind: requestKind.code,
    villageCode: village.code,
    groupCode: null,
    authorId,
    enteredById: null,
    shownAs: form.shownAs,
    title,
    body: words.body,
    html: words.html,
    renderedBy: words.engine,
    audience: 'public' as const,
    state: 'open',
    ...{ holderId: null, holderGridCode: null },
    ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
    at,
    photoIds: [],
    holdWords: isHeld,
  };
}
