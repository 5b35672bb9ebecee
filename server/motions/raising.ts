import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import { rosterSize } from '#server/accounts/roster-views.ts';
import { sizeOf, standsOn } from '#server/bodies/roll.ts';
import { enterHall, type HallProject, isFreeInTx, projectForHall } from '#server/drives/hall.ts';
import { secretaryOf } from '#server/grids/duties.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { villagerIn } from '#server/motions/act.ts';
import type { RaiseForm } from '#server/motions/forms.ts';
import { inviteAuthor, type MotionSource, motionSource } from '#server/motions/inviting.ts';
import { motionKind } from '#server/motions/kind.ts';
import { insertMotion, type MotionRecord } from '#server/motions/records.ts';
import { addName, reachMotion } from '#server/motions/signing.ts';
import { likelySameMotions } from '#server/motions/similar.ts';
import { createPost } from '#server/posts/create.ts';
import { holdsWords, prepareWords, type Wording } from '#server/posts/wording.ts';
import { addDays, type EpochMs, localDate } from '#server/rules/dates.ts';
import { signaturesNeeded } from '#server/rules/disclosure-requests.ts';
import { hallPath } from '#server/rules/links.ts';
import type { MotionState, Raiser } from '#server/rules/motions.ts';

/** As whom the viewer raises a matter, and how many names it then needs, of how many. */
interface Standing {
  byPost: string | null;
  villagerId: string | null;
  needed: number;
  outOf: number;
}

/** Everything decided before the write. */
interface Raising {
  village: Village;
  form: RaiseForm;
  authorId: string;
  standing: Standing;
  source: MotionSource | null;
  /** The project of a discussion that is taken to the hall. */
  project: HallProject | null;
  title: string;
  words: Wording;
  holderId: string | null;
  isHeld: boolean;
  at: EpochMs;
}

/**
 * Raises a matter: by the branch it is talked over at once, by the supervision committee it waits for
 * the branch to take it up, by villagers or representatives it first gathers names. What says nearly
 * the same is offered once, before anything is sent.
 */
export async function raiseMotion(
  ctx: Context,
  slug: string,
  form: RaiseForm,
): Promise<Result<{ path: string }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const standing = await standingAs(ctx, village, form.as);
  if (!standing) return refuse('notAllowed', 'as');
  const words = wordsOf(ctx, form);
  if (!words.ok) return words;
  const isKnown = form.notSame === 'yes';
  const same = isKnown ? [] : await likelySameMotions(ctx, village.code, form);
  if (same.length > 0) return refuse('motionThere', 'notSame');
  const raising = await decide(ctx, { village, form, authorId: personId, standing }, words.value);
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'posts', 'title');
    if (slower) return slower;
    const sent = { actorId: personId, action: 'motion.raise', key: form.key, at: raising.at };
    return once<Result<{ path: string }>>(tx, sent, async () => {
      const { project } = raising;
      if (project && !(await isFreeInTx(tx, project))) return refuse('projectInHall', 'title');
      return accept({ path: await writeMotion(tx, ctx, raising) });
    });
  });
}

/** Whether the viewer may raise a matter here as one of these, and how many names it needs. */
export async function standingAs(
  ctx: Context,
  village: Village,
  as: Raiser,
): Promise<Standing | null> {
  const alone = { villagerId: null, needed: 0, outOf: 0 };
  if (as === 'branch') {
    const byPost = actingPost(ctx.viewer, 'motion.log', village.path);
    return byPost === null ? null : { ...alone, byPost };
  }
  if (as === 'supervision') {
    const serves = ctx.viewer.posts.some(
      (held) => held.post === 'supervision' && village.path.startsWith(held.path),
    );
    return serves ? { ...alone, byPost: 'supervision' } : null;
  }
  const villagerId = villagerIn(ctx, village);
  if (villagerId === null) return null;
  if (as === 'villagers') {
    const today = localDate(ctx.clock.now());
    const { size: outOf } = await rosterSize(ctx.db.read, village.code, today);
    return { byPost: null, villagerId, outOf, needed: namesNeeded(ctx, as, outOf) };
  }
  if (!(await standsOn(ctx, village.code, 'representatives'))) return null;
  const { size } = await sizeOf(ctx.db.read, village.code, 'representatives', ctx.clock.now());
  const needed = namesNeeded(ctx, as, size);
  return { byPost: null, villagerId, outOf: size, needed };
}

/** The share of content/four-two.json in whole people; whom it asks for no names needs none. */
function namesNeeded(ctx: Context, as: Raiser, outOf: number): number {
  const share = ctx.book.fourTwo.raisers.find(({ code }) => code === as)?.share;
  return share ? signaturesNeeded(share, outOf) : 0;
}

function wordsOf(ctx: Context, form: RaiseForm): Result<{ title: string; words: Wording }> {
  const title = prepareWords(ctx, form.title, { isOfficial: false });
  const isLong = [...form.title].length > ctx.book.rules.texts.titleLength;
  if (!title.ok || isLong) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: form.as === 'branch' });
  if (!words.ok) return { ...words, field: 'body' };
  return accept({ title: title.value.body, words: words.value });
}

async function decide(
  ctx: Context,
  known: Pick<Raising, 'village' | 'form' | 'authorId' | 'standing'>,
  words: { title: string; words: Wording },
): Promise<Raising> {
  const { village, form, standing } = known;
  const at = ctx.clock.now();
  const { code: kind } = motionKind;
  const isOfficial = standing.byPost !== null;
  const [secretary, source, isHeld] = await Promise.all([
    secretaryOf(ctx.db.read, village.code, at),
    form.from === undefined ? null : motionSource(ctx, village, form.from),
    holdsWords(ctx, { kind, isOfficial, audience: 'public' }),
  ]);
  const from = { driveId: source?.postId ?? '', no: form.project ?? 0 };
  const project = source && (await projectForHall(ctx, village, from));
  const holderId = secretary?.personId ?? null;
  return { ...known, ...words, source, project, holderId, isHeld, at };
}

async function writeMotion(tx: Tx, ctx: Context, raising: Raising): Promise<string> {
  const { village, authorId, standing, source, project, at } = raising;
  const { id, no } = await createPost(tx, ctx, postOf(raising));
  const row = rowOf(ctx, raising, { id, no });
  await insertMotion(tx, row);
  await append(tx, {
    what: 'motion.opened',
    subjectKind: 'motion',
    subjectId: id,
    villageCode: village.code,
    actorId: authorId,
    actorRole: standing.byPost ?? 'villager',
    at,
    ruleVersion: ctx.book.motions.version,
    facts: { no, raisedBy: row.raisedBy, outOf: row.outOf, needed: row.needed },
    content: { title: raising.title, words: raising.words.body, sourcePostId: row.sourcePostId },
  });
  const path = hallPath(village.slug, no);
  if (project) await enterHall(tx, ctx, village, { project, motionId: id });
  if (source) await inviteAuthor(tx, ctx, { motionId: id, path, village, source, byId: authorId });
  const { villagerId } = standing;
  const waits = { id, path, village, title: raising.title, authorId };
  if (villagerId === null) {
    if (row.state === 'waiting') await reachMotion(tx, ctx, waits, row);
    return path;
  }
  const signed = await addName(tx, row, { motionId: id, villagerId, personId: authorId, at });
  if (signed !== null && signed >= row.needed) await reachMotion(tx, ctx, waits, row);
  return path;
}

function rowOf(
  ctx: Context,
  { village, form, standing, source, at }: Raising,
  { id, no }: { id: string; no: number },
): MotionRecord {
  const states: Record<Raiser, MotionState> = {
    branch: 'talking',
    supervision: 'waiting',
    villagers: 'gathering',
    representatives: 'gathering',
  };
  const isBranch = form.as === 'branch';
  const { talkDays } = ctx.book.motions;
  return {
    ...{ id, no, villageCode: village.code, matter: '', raisedBy: form.as },
    ...{ sourcePostId: source?.postId ?? null, state: states[form.as] },
    ...{ needed: standing.needed, outOf: standing.outOf, signed: 0 },
    raisedAt: isBranch ? at : null,
    logDueAt: null,
    loggedAt: isBranch ? at : null,
    loggedById: null,
    talkThrough: isBranch ? addDays(localDate(at), talkDays) : null,
    ...{ closedAt: null, closedReason: null },
  };
}

function postOf({ village, form, title, words, authorId, standing, holderId, ...rest }: Raising) {
  return {
    kind: motionKind.code,
    villageCode: village.code,
    groupCode: null,
    authorId,
    enteredById: null,
    shownAs: standing.byPost === null ? form.shownAs : ('name' as const),
    title,
    body: words.body,
    html: words.html,
    renderedBy: words.engine,
    audience: 'public' as const,
    state: 'open',
    holderId,
    holderGridCode: holderId === null ? null : village.code,
    ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
    at: rest.at,
    photoIds: [],
    holdWords: rest.isHeld,
  };
}
