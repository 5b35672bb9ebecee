import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { oweEvent } from '#server/disclosure-duties/declaring.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { prepareWords, type Wording } from '#server/posts/wording.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import { againstDrop, decidedNow, enterAsked } from '#server/resolutions/dropping.ts';
import type { PublishForm } from '#server/resolutions/forms.ts';
import { resolutionKind } from '#server/resolutions/kind.ts';
import { ownersOf } from '#server/resolutions/owners.ts';
import {
  insertResolution,
  type ResolutionRow,
  selectOfMotion,
  selectResolution,
} from '#server/resolutions/records.ts';
import { addDays, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { resolutionsPath } from '#server/rules/links.ts';
import { actOnMotion, findMotion, type StepActing } from '#server/steps/act.ts';
import { decidedStep, enterPublication } from '#server/steps/publications.ts';
import type { StepRow } from '#server/steps/records.ts';

/** Everything decided before the write. */
interface Publishing {
  form: PublishForm;
  title: string;
  words: Wording;
  /** Who raised the matter hears what was decided. */
  raisedById: string;
  /** The item of disclosure that falls due with it; null where the village does not have it. */
  item: CatalogueItem | null;
}

/**
 * 决议公开: publishes what the right body decided, once the supervision committee has held its record
 * against the signed minutes: who carries it out, with how much money, by which day.
 */
export async function publishDecision(
  ctx: Context,
  motionId: string,
  form: PublishForm,
): Promise<Result<{ path: string }>> {
  const found = await findMotion(ctx, motionId);
  if (!found) return refuse('notFound');
  const made = wordsOf(ctx, form);
  if (!made.ok) return made;
  const owners = await ownersOf(ctx, found.loaded.village);
  if (!owners.some(({ personId }) => personId === form.ownerId))
    return refuse('pickOne', 'ownerId');
  const today = localDate(ctx.clock.now());
  if (form.dueOn < today) return refuse('planInPast', 'dueOn');
  if (form.dueOn > addDays(today, FARTHEST_DAYS)) return refuse('dateTooFar', 'dueOn');
  const how = { action: 'resolution.report', act: 'publish', key: form.key } as const;
  const { village, post } = found.loaded;
  const item = await itemOf(ctx, village.code, RESOLUTIONS);
  const publishing = { form, ...made.value, raisedById: post.authorId, item };
  return actOnMotion(ctx, motionId, how, (acting) => writeResolution(acting, publishing));
}

/** Item 12 of the county's catalogue: resolutions of the assemblies, and what came of them. */
const RESOLUTIONS = 'meeting-resolutions';

/** What a village decides is carried out within ten years. */
const FARTHEST_DAYS = 3660;

function wordsOf(ctx: Context, form: PublishForm): Result<{ title: string; words: Wording }> {
  const title = prepareWords(ctx, form.title, { isOfficial: true });
  const isLong = [...form.title].length > ctx.book.rules.texts.titleLength;
  if (!title.ok || isLong) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  return accept({ title: title.value.body, words: words.value });
}

async function writeResolution(
  acting: StepActing,
  publishing: Publishing,
): Promise<Result<{ path: string }>> {
  const { tx, ctx, motion, village, at } = acting;
  const { title, raisedById, item } = publishing;
  const decided = await decidedStep(acting);
  if (!decided) return refuse('notDecided');
  if (decided.checkedAt === null) return refuse('notChecked');
  if (await selectOfMotion(tx, motion.id)) return refuse('alreadyDone');
  const replaced = await replacedBy(acting, publishing, decided);
  if (!replaced.ok) return replaced;
  const { id, no } = await createPost(tx, ctx, postOf(acting, publishing));
  const row = rowOf(acting, publishing, { id, no, decided });
  await insertResolution(tx, row);
  await enterPublication(acting, { postId: id, decided });
  const event = { villageCode: village.code, day: row.passedOn, words: title };
  if (item) await oweEvent(tx, ctx, { ...event, item, isOneTableADay: true });
  await notePublished(acting, publishing, row);
  const dropping = replaced.value && { ...acting, resolution: replaced.value };
  const why = publishing.form.replacesWhy ?? '';
  if (dropping) await enterAsked(dropping, { successorId: id, reason: why });
  const path = resolutionsPath(village.slug, no);
  const body = wordsFor(ctx.lang).resolutions.news.published;
  await tell(tx, { personId: raisedById, template: 'resolution.published', body, path, at });
  return accept({ path });
}

/** The resolution that this one ends, which may be named in the same act; none is the usual case. */
async function replacedBy(
  acting: StepActing,
  { form }: Publishing,
  decided: StepRow,
): Promise<Result<ResolutionRow | null>> {
  const { replaces = '', replacesWhy: reason = '' } = form;
  if (replaces === '') return accept(null);
  const { tx, motion } = acting;
  await lock(tx, 'resolution', 'id', replaces);
  const resolution = await selectResolution(tx, replaces);
  if (!resolution) return refuse('pickOne', 'replaces');
  const later = await decidedNow(tx, motion, decided);
  const against = await againstDrop({ ...acting, resolution }, { later, reason });
  if (!against) return accept(resolution);
  return { ...against, field: against.field === 'reason' ? 'replacesWhy' : 'replaces' };
}

function postOf({ village, at, actorId }: StepActing, { form, title, words }: Publishing): NewPost {
  return {
    ...{ kind: resolutionKind.code, villageCode: village.code, groupCode: null },
    ...{ authorId: actorId, enteredById: null, shownAs: 'name' },
    ...{ title, body: words.body, html: words.html, renderedBy: words.engine },
    ...{ audience: 'public', state: 'carrying-out' },
    ...{ holderId: form.ownerId, holderGridCode: village.code },
    ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
    ...{ at, photoIds: [], holdWords: false },
  };
}

function rowOf(
  { ctx, motion, village, at }: StepActing,
  { form }: Publishing,
  { id, no, decided }: { id: string; no: number; decided: StepRow },
): ResolutionRow {
  const { shownDays, reportDays } = resolutionDays(ctx);
  return {
    ...{ id, motionId: motion.id, stepId: decided.id, villageCode: village.code, no },
    ...{ passedOn: decided.meetOn, ownerId: form.ownerId, budgetFen: form.budget },
    ...{ dueOn: form.dueOn, state: 'carrying-out' },
    shownThrough: addDays(localDate(at), shownDays),
    ...{ doneOn: null, spentFen: null, reportedAt: null, successorId: null },
    ...{ dropReason: null, dropAskedById: null, dropAskedAt: null },
    ...{ droppedById: null, droppedAt: null },
    reportDueOn: addDays(decided.meetOn, reportDays),
  };
}

async function notePublished(
  { tx, ctx, village, at, actorId, byPost }: StepActing,
  { title, words }: Publishing,
  { id, no, passedOn, dueOn, budgetFen }: ResolutionRow,
): Promise<void> {
  await append(tx, {
    ...{ what: 'resolution.published', subjectKind: 'resolution', subjectId: id },
    ...{ villageCode: village.code, actorId, actorRole: byPost, at },
    ruleVersion: ctx.book.fourTwo.version,
    facts: { no, passedOn, dueOn, budgetFen },
    content: { title, words: words.body },
  });
}
