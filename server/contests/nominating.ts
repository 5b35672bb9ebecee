import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { tooFast } from '#server/accounts/limits.ts';
import {
  type ContestRef,
  type FoundContest,
  findContest,
  noteContest,
} from '#server/contests/acting.ts';
import type { NominationForm } from '#server/contests/forms.ts';
import { countNominees, insertNominee } from '#server/contests/nominee-records.ts';
import { selectMembers, selectNamed } from '#server/contests/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { may, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { prepareWords, roleOf, type Wording } from '#server/posts/wording.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { instantOf } from '#server/rules/dates.ts';

/** Everything decided before the write. */
interface Nomination {
  found: FoundContest;
  householdId: string;
  words: Wording;
  byId: string;
  byRole: string;
}

/**
 * Proposes a household. Its people are asked, and nobody else reads of it before they agree; a
 * household that was proposed before, or has refused, is not told apart from a new one.
 */
export async function nominate(
  ctx: Context,
  ref: ContestRef,
  form: NominationForm,
): Promise<Result<{ path: string }>> {
  const found = await findContest(ctx, ref);
  if (!found || found.loaded.post.removedAt !== null) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const { village } = found;
  const heldPost = speakingPost(ctx.viewer, 'contest.nominate', village.path);
  const isAllowed = heldPost !== null || may(ctx.viewer, 'contest.nominate', village.path);
  if (!isAllowed) return refuse('notOfThisVillage');
  if (found.stage !== 'nominating') return refuse('nominationsOver');
  // Asked before the roster is: nobody tries out who lives here.
  const slower = await tooFast(ctx, 'posts', 'name');
  if (slower) return slower;
  const household = await householdOf(ctx, village.code, form);
  if (!household.ok) return household;
  const words = prepareWords(ctx, form.why, { isOfficial: false });
  if (!words.ok) return { ...words, field: 'why' };
  const nomination = {
    ...{ found, householdId: household.value, words: words.value, byId: personId },
    byRole: roleOf(ctx.viewer, village.code, heldPost),
  };
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const sent = { actorId: personId, action: 'contest.nominate', key: form.key, at };
    return once(tx, sent, () => writeNomination(tx, ctx, nomination, heldPost !== null));
  });
}

/** The one household with somebody of this name, by its number where there are several. */
async function householdOf(
  ctx: Context,
  villageCode: string,
  { name, household }: { name: string; household: string },
): Promise<Result<string>> {
  const plain = (number: string) => number.replace(/^0+/, '');
  const named = await selectNamed(ctx.db.read, villageCode, [name]);
  const there = named.filter(
    ({ number, code }) => household === '' || plain(number ?? code.slice(-3)) === plain(household),
  );
  const [one, ...others] = new Set(there.map(({ householdId }) => householdId));
  if (one === undefined) return refuse('rosterNoMatch', 'name');
  return others.length > 0 ? refuse('sameNames', 'household') : accept(one);
}

async function writeNomination(
  tx: Tx,
  ctx: Context,
  { found, householdId, words, byId, byRole }: Nomination,
  isOffice: boolean,
): Promise<Result<{ path: string }>> {
  const { contest, loaded } = found;
  const { mostNominees, nominationsPerPerson } = ctx.book.contests;
  const counted = await countNominees(tx, { contestId: contest.id, byId });
  const isFull = counted.all >= mostNominees || (!isOffice && counted.own >= nominationsPerPerson);
  if (isFull) return refuse('nominationsFull', 'name');
  const at = ctx.clock.now();
  const row = {
    ...{ id: newId(), contestId: contest.id, no: counted.all + 1, householdId, name: '' },
    ...{ why: words.body, html: words.html, byId, at, state: 'asked', outReason: null },
    ...{ agreedById: null, agreedHow: null, agreedAt: null, photoId: null },
    ...{ likes: 0, points: null, place: null },
  };
  const isNew = await insertNominee(tx, row);
  if (isNew) {
    const content = { householdId, why: words.body };
    const doer = { actorId: byId, actorRole: byRole };
    await noteContest(tx, ctx, contest, { ...doer, what: 'contest.nominated', content });
    await askFamily(tx, found, householdId, at);
  }
  return accept({ path: loaded.path });
}

/** Everybody of the household with an account gets the link to its own page. */
async function askFamily(
  tx: Tx,
  { contest, loaded }: FoundContest,
  householdId: string,
  at: number,
): Promise<void> {
  const day = plainDay('zh', instantOf(contest.nominateThrough), at);
  const body = wordsFor('zh').contests.news.asked(loaded.post.title, day);
  const members = await selectMembers(tx, [householdId]);
  const path = `${loaded.path}/family`;
  const readers = members.flatMap(({ personId }) => personId ?? []);
  await tell(
    tx,
    ...readers.map((personId) => ({ personId, template: 'contest.asked', body, path, at })),
  );
}
