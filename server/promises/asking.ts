import { createHash } from 'node:crypto';
import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { type PlacedVillager, villagersBehind } from '#server/accounts/roster-lines.ts';
import { type DrawnPool, type DrawSubject, registerPurpose } from '#server/draws/purposes.ts';
import type { PoolRow } from '#server/draws/records.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { type Message, tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import {
  ASK_TEMPLATE,
  type AskRow,
  insertAsks,
  selectDueForVerdict,
  selectWithLetters,
  setAsked,
} from '#server/promises/asking-records.ts';
import { type AskedVillage, askedVillage, unfitFor } from '#server/promises/fitness.ts';
import type { PromiseRow } from '#server/promises/records.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, type EpochMs, instantOf, localDate, MINUTE_MS } from '#server/rules/dates.ts';
import { promisePath } from '#server/rules/links.ts';

/** Drawn villagers say whether a promise was kept. */
export const promisePurpose = registerPurpose({
  code: 'promise',
  initial: 'P',
  due,
  gather,
  unfit,
  afterDraw,
  subjects,
});

/** The mark of a villager in what he is asked: found by his own page, told by no table. */
export function inviteeMark({ secrets }: Pick<Context, 'secrets'>, villagerId: string): string {
  return secrets.hmac('promise-invitee', villagerId);
}

/** How the code of a link is kept. */
export function codeHash(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

/** Where the holder of a link answers. */
export function askPath(code: string): string {
  return `${ASK_PATH}${code}`;
}

/** How the code in an address is kept; null where the address is no link of this kind. */
export function hashIn(path: string | null): string | null {
  return path?.startsWith(ASK_PATH) ? codeHash(path.slice(ASK_PATH.length)) : null;
}

const ASK_PATH = '/verdict/';

async function due(ctx: Context): Promise<string[]> {
  const { mostDraws } = ctx.book.promises.verdict;
  const found = await selectDueForVerdict(ctx.db.read, ctx.clock.now(), mostDraws);
  return found.map(({ promise }) => promise.id);
}

async function gather(ctx: Context): Promise<DrawSubject[]> {
  const { mostDraws, drawn } = ctx.book.promises.verdict;
  const found = await selectDueForVerdict(ctx.db.read, ctx.clock.now(), mostDraws);
  const villages = new Map<string, AskedVillage>();
  const subjects: DrawSubject[] = [];
  for (const { promise } of found) {
    const { villageCode } = promise;
    // A roster is read once for all promises of its village, and no two villages at the same time.
    const village = villages.get(villageCode) ?? (await askedVillage(ctx, villageCode));
    villages.set(villageCode, village);
    const subject = await subjectOf(ctx, promise, village);
    if (subject.candidates.length > 0) subjects.push({ ...subject, need: drawn });
  }
  return subjects;
}

async function subjectOf(
  ctx: Context,
  promise: PromiseRow,
  village: AskedVillage,
): Promise<Omit<DrawSubject, 'need'>> {
  const unfitLine = await unfitFor(ctx, promise, village);
  const excluded: Record<string, number> = {};
  const candidates: string[] = [];
  for (const line of village.roster) {
    const reason = unfitLine(line);
    if (reason === null) candidates.push(line.id);
    else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  return { subjectId: promise.id, villageCode: promise.villageCode, candidates, excluded };
}

/** Between the freezing and the draw somebody may have left, taken a post or been declared kin. */
async function unfit(
  ctx: Context,
  { subjectId }: PoolRow,
  candidates: string[],
): Promise<Map<string, string>> {
  const [found] = await selectWithLetters(ctx.db.read, [subjectId]);
  const reasons = new Map<string, string>();
  if (!found) return reasons;
  const village = await askedVillage(ctx, found.promise.villageCode);
  const unfitLine = await unfitFor(ctx, found.promise, village);
  const lines = new Map(village.roster.map((line) => [line.id, line]));
  for (const id of candidates) {
    const line = lines.get(id);
    const reason = line ? unfitLine(line) : 'left';
    if (reason !== null) reasons.set(id, reason);
  }
  return reasons;
}

async function afterDraw(ctx: Context, drawn: DrawnPool[]) {
  const ids = drawn.map(({ pool }) => pool.subjectId);
  const found = await selectWithLetters(ctx.db.read, ids);
  const promises = new Map(found.map(({ promise }) => [promise.id, promise]));
  const picked = drawn.flatMap((one) => one.picked.map(({ candidateId }) => candidateId));
  const villagers = await villagersBehind(ctx, picked);
  return async (tx: Tx, at: EpochMs) => {
    const asked = drawn.flatMap(({ pool, picked: tokens }) => {
      const promise = promises.get(pool.subjectId);
      return promise ? [{ pool, tokens, promise }] : [];
    });
    await setAsked(
      tx,
      asked.map(({ promise }) => promise.id),
    );
    const asks = asked.flatMap(({ pool, tokens, promise }) =>
      tokens.map(({ token, candidateId }) =>
        askOf(ctx, { pool, token, promise, candidateId, villager: villagers.get(candidateId), at }),
      ),
    );
    await insertAsks(
      tx,
      asks.map(({ row }) => row),
    );
    await tell(tx, ...asks.flatMap(({ message }) => message ?? []));
    for (const { promise, pool } of asked) await noteAsked(tx, ctx, { promise, pool, at });
  };
}

/** One villager is asked: by a link in his account, or on paper where he has none. */
function askOf(
  ctx: Context,
  one: {
    pool: PoolRow;
    promise: PromiseRow;
    token: string;
    candidateId: string;
    villager: PlacedVillager | undefined;
    at: EpochMs;
  },
): { row: AskRow; message: Message | null } {
  const { pool, promise, token, candidateId, villager, at } = one;
  const code = newToken();
  const { answerDays } = ctx.book.promises.verdict;
  const closesAt = instantOf(addDays(localDate(at), answerDays + 1));
  const personId = villager?.hasAccount ? villager.personId : null;
  const row: AskRow = {
    id: newId(),
    promiseId: promise.id,
    poolId: pool.id,
    token,
    inviteeMark: inviteeMark(ctx, candidateId),
    codeHash: codeHash(code),
    askedAt: at,
    closesAt,
    channel: personId === null ? 'paper' : 'link',
    answerSealed: null,
    answeredAt: null,
    enteredById: null,
    checkedById: null,
    closedAt: null,
  };
  if (personId === null) return { row, message: null };
  const until = plainDay(ctx.lang, closesAt - MINUTE_MS, at);
  const body = wordsFor(ctx.lang).verdicts.messages.asked(promise.what, until);
  const message = { personId, template: ASK_TEMPLATE, body, path: askPath(code), at };
  return { row, message };
}

async function noteAsked(
  tx: Tx,
  ctx: Context,
  { promise, pool, at }: { promise: PromiseRow; pool: PoolRow; at: EpochMs },
): Promise<void> {
  await append(tx, {
    what: 'promise.asked',
    subjectKind: 'promise',
    subjectId: promise.id,
    villageCode: promise.villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.promises.version,
    facts: { draw: pool.id },
  });
  tx.touch(`post:${promise.postId}`, `village:${promise.villageCode}`, `person:${promise.ownerId}`);
}

async function subjects(ctx: Context, ids: string[]) {
  const found = await selectWithLetters(ctx.db.read, ids);
  const codes = new Set(found.map(({ promise }) => promise.villageCode));
  const villages = await villagesByCode(ctx, [...codes]);
  return new Map(
    found.flatMap(({ promise, letterNo }) => {
      ctx.page.shows(`post:${promise.postId}`);
      const village = villages.get(promise.villageCode);
      if (!village) return [];
      const path = promisePath(village.slug, letterNo, promise.no);
      return [[promise.id, { title: promise.what, path }] as const];
    }),
  );
}
