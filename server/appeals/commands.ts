import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import { homeIn } from '#server/accounts/roster-views.ts';
import { type AppealRef, actOn, note } from '#server/appeals/act.ts';
import { writeSheets } from '#server/appeals/clocks.ts';
import { clearDraft } from '#server/appeals/drafts.ts';
import { appealKind } from '#server/appeals/kind.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import { planAppealFor, type RaisePlan } from '#server/appeals/planning.ts';
import { insertAppeal, insertSealedWords, insertStep } from '#server/appeals/records.ts';
import { groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { firstAnswer, once } from '#server/kernel/once.ts';
import { may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { changePost, createPost } from '#server/posts/create.ts';
import { blacken, holdsWords, prepareWords, type Wording } from '#server/posts/wording.ts';
import { isAccusation } from '#server/rules/appeal-classes.ts';
import { remedyDue } from '#server/rules/appeal-limits.ts';
import { titleOf } from '#server/rules/appeal-title.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What a person said on the four screens. */
export interface NewAppeal {
  key: string;
  picture: string | null;
  words: string;
  photoIds: string[];
  groupCode: string;
  landmark: string;
  latitude: number | null;
  longitude: number | null;
  addressee: 'cadre' | 'secretary';
  audience: 'public' | 'handlers';
  shownAs: 'resident' | 'nickname' | 'name';
  /** The person was shown the way to 12388 and says it is no accusation: it goes to the town. */
  notAccusation: boolean;
  /** The villager without a phone for whom a clerk or cadre writes; null for oneself. */
  forPersonId: string | null;
}

/** Where a new appeal can be found. */
export interface RaisedAppeal {
  slug: string;
  no: number;
  slipCode: string;
}

/** Everything decided before the write. */
interface Raising {
  village: Village;
  form: NewAppeal;
  words: Wording;
  plan: RaisePlan;
  holdWords: boolean;
  enteredById: string | null;
  authorId: string;
  at: EpochMs;
}

/**
 * Raises an appeal: registered at once whatever it is about, with both due dates, the one person
 * who answers for that place, and a ledger entry. An accusation is not stored ('accusation').
 */
export async function raiseAppeal(
  ctx: Context,
  slug: string,
  form: NewAppeal,
): Promise<Result<RaisedAppeal>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const sent = { actorId: personId, action: 'appeal.raise', key: form.key };
  // Sending takes the draft away: who presses again, on a bad line, has nothing else left to send.
  const before = await firstAnswer<Result<RaisedAppeal>>(ctx.db.read, sent);
  if (before) return before;
  const refusal = await whyNot(ctx, village, form);
  if (refusal) return refusal;
  const raising = await decide(ctx, village, form, personId);
  if (!raising.ok) return raising;
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'posts', '');
    if (slower) return slower;
    return once(tx, { ...sent, at: raising.value.at }, async () =>
      accept(await writeAppeal(tx, ctx, raising.value)),
    );
  });
}

/** The author takes the appeal back; it stays numbered and dated, without its words. */
export function withdrawAppeal(ctx: Context, ref: AppealRef, key: string): Promise<Result> {
  return actOn<undefined>(ctx, ref, { act: 'withdraw', by: 'author', key }, async (acting) => {
    const { tx, row, at, actorId } = acting;
    await insertStep(tx, {
      ...blankStep,
      id: newId(),
      postId: row.post.id,
      kind: 'withdrawn',
      byId: actorId,
      byPost: 'author',
      at,
      round: row.appeal.round,
    });
    await changePost(tx, row.post, { state: 'withdrawn', withdrawnAt: at, nextDueAt: null }, at);
    await note(acting, 'appeal.withdrawn', {}, null);
    return accept();
  });
}

async function decide(
  ctx: Context,
  village: Village,
  form: NewAppeal,
  personId: string,
): Promise<Result<Raising>> {
  const words = prepareWords(ctx, form.words, { isOfficial: false });
  if (!words.ok) return words;
  const at = ctx.clock.now();
  const plan = await planAppealFor(ctx, village, form, at);
  if (!plan) return refuse('nobodyAnswers');
  const isForOther = form.forPersonId !== null;
  return accept({
    village,
    form,
    words: words.value,
    plan,
    holdWords: await holdsWords(ctx, {
      kind: appealKind.code,
      isOfficial: isForOther,
      audience: plan.audience,
    }),
    enteredById: isForOther ? personId : null,
    authorId: form.forPersonId ?? personId,
    at,
  });
}

async function whyNot(ctx: Context, village: Village, form: NewAppeal) {
  if (form.forPersonId !== null && !(await mayWriteFor(ctx, village, form.forPersonId))) {
    return refuse('notAllowed');
  }
  if (isAccusation(ctx.book.appealClasses, form.words) && !form.notAccusation) {
    return refuse('accusation', 'words');
  }
  const groups = await groupsOf(ctx, village.code);
  return groups.some((group) => group.code === form.groupCode)
    ? null
    : refuse('pickOne', 'groupCode');
}

// A cadre writes for the villagers of his own groups, a clerk for those of the village.
async function mayWriteFor(ctx: Context, village: Village, personId: string): Promise<boolean> {
  const home = await homeIn(ctx, personId, village.code);
  const isOther = personId !== ctx.viewer.personId;
  return isOther && home !== null && may(ctx.viewer, 'appeal.raise-for', home.path);
}

async function writeAppeal(tx: Tx, ctx: Context, raising: Raising): Promise<RaisedAppeal> {
  const { village, form, plan, authorId, enteredById, at } = raising;
  const created = await createPost(tx, ctx, postOf(raising));
  const postId = created.id;
  await insertAppeal(tx, appealOf(ctx, postId, raising));
  if (raising.words.body !== form.words.trim()) await sealWords(tx, ctx, postId, raising);
  await insertStep(tx, {
    ...blankStep,
    id: newId(),
    postId,
    kind: 'raised',
    byId: enteredById ?? authorId,
    byPost: enteredById === null ? 'author' : 'entered',
    at,
    facts: { addressee: form.addressee },
  });
  await writeSheets(tx, ctx, { postId, limits: plan.limits, startedAt: at, reason: 'raised', at });
  await clearDraft(tx, enteredById ?? authorId, village.code);
  await append(tx, actOf(ctx, created, raising));
  await tellPeople(tx, ctx, {
    template: 'raised',
    village,
    no: created.no,
    to: [authorId],
    handlers: [plan.holder.personId, ...(plan.secretaryId ? [plan.secretaryId] : [])],
    isPrivate: plan.audience !== 'public',
    at,
    dueAt: plan.limits.first.dueAt,
  });
  return { slug: village.slug, no: created.no, slipCode: created.slipCode };
}

const blankStep = { insteadOfId: null, round: 1, body: '', html: '', facts: {} };

function postOf({ village, form, words, plan, authorId, enteredById, holdWords, at }: Raising) {
  const { first, finish } = plan.limits;
  return {
    kind: appealKind.code,
    villageCode: village.code,
    townCode: plan.audience === 'town' ? village.townCode : undefined,
    groupCode: form.groupCode,
    authorId,
    enteredById,
    shownAs: form.shownAs,
    title: titleOf(words.body),
    body: words.body,
    html: words.html,
    renderedBy: words.engine,
    audience: plan.audience,
    state: 'received',
    holderId: plan.holder.personId,
    holderGridCode: plan.holder.gridCode,
    firstDueAt: first.dueAt,
    finishDueAt: finish.dueAt,
    // Without a roster or a calendar it still stands in the desk's order, from when it can be read.
    nextDueAt: first.dueAt ?? first.readAt ?? at,
    at,
    photoIds: form.photoIds,
    holdWords,
  };
}

function appealOf(ctx: Context, postId: string, { form, plan, at }: Raising) {
  const { rules, calendar } = ctx.book;
  return {
    postId,
    picture: form.picture,
    sla: plan.limits.sla,
    remedyDueAt: remedyDue(rules, at, calendar).dueAt,
    addressee: form.addressee,
    secretaryId: plan.secretaryId,
    householdId: plan.householdId,
    landmark: blacken(form.landmark),
    latitude: form.latitude?.toFixed(5) ?? null,
    longitude: form.longitude?.toFixed(5) ?? null,
    isEmergency: plan.isEmergency,
    isManned: plan.isManned,
    round: 1,
    reopened: 0,
    calendarVersion: calendar.version,
    ruleVersion: rules.version,
  };
}

// What was typed stays readable for author and handlers; the public text has ■ in its place.
async function sealWords(tx: Tx, ctx: Context, subjectId: string, { form, authorId, at }: Raising) {
  await insertSealedWords(tx, {
    id: newId(),
    subjectKind: 'post',
    subjectId,
    no: 0,
    title: '',
    body: ctx.secrets.seal('wording', form.words),
    html: '',
    isSealed: true,
    byId: authorId,
    at,
  });
}

function actOf(
  ctx: Context,
  created: { id: string; no: number },
  { village, form, words, plan, authorId, enteredById, at }: Raising,
) {
  const { first, finish } = plan.limits;
  return {
    what: 'appeal.raised',
    subjectKind: 'appeal',
    subjectId: created.id,
    villageCode: village.code,
    actorId: enteredById ?? authorId,
    actorRole: enteredById === null ? 'author' : 'entered',
    at,
    ruleVersion: ctx.book.rules.version,
    facts: {
      no: created.no,
      sla: plan.limits.sla,
      firstDueAt: first.dueAt,
      finishDueAt: finish.dueAt,
    },
    content: { words: words.body, group: form.groupCode },
  };
}
