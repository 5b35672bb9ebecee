import { wordsFor } from '#content/messages/words.ts';
import { sizeOf } from '#server/bodies/roll.ts';
import { disclosureSentence, plainSentence } from '#server/disclosure-catalogue/sentence.ts';
import { publicTable, sha256, tableCsv } from '#server/disclosure-copies/public-table.ts';
import { keepBalances } from '#server/disclosure-drafts/accounts.ts';
import { maskAgain, wronglyStanding } from '#server/disclosure-drafts/let-stand.ts';
import { coveredReason } from '#server/disclosure-drafts/words.ts';
import { ensureDuty, meetDuty } from '#server/disclosure-duties/duties.ts';
import { noteStep, type StepActing, takeStep } from '#server/disclosure-review/act.ts';
import { orderFollowing, wasWithdrawn } from '#server/disclosure-review/following.ts';
import {
  dropDrafts,
  insertVersion,
  leaveTombstones,
  type RowToPublish,
  replaceSums,
  selectAskers,
  selectBalances,
  selectRows,
  standBalances,
} from '#server/disclosure-review/publishing-records.ts';
import { tellPosts, titleOf, whatIsMissing } from '#server/disclosure-review/steps.ts';
import { sumsByKind, withdrawnRows } from '#server/disclosure-review/summary.ts';
import { disclosureKind } from '#server/disclosures/kind.ts';
import { updateDisclosure } from '#server/disclosures/records.ts';
import { breathe } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { createPost } from '#server/posts/create.ts';
import { rewordSettled } from '#server/posts/rewording.ts';
import { prepareWords } from '#server/posts/wording.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import { lateDays, shownThrough } from '#server/rules/disclosure-periods.ts';
import { isOnNotice } from '#server/rules/disclosure-steps.ts';
import { type DisclosureFacts, disclosedFacts } from '#server/rules/disclosure-words.ts';
import { disclosurePath } from '#server/rules/links.ts';

/** The joint meeting of the Party branch and the village committee, which decides to publish. */
export interface JointMeeting {
  /** A local date, after the draft was sent for review. */
  metOn: LocalDate;
  present: number;
  decision: string;
  /** Why it comes late; asked for only then. */
  lateReason?: string;
}

/** What goes out with a version: counted from the rows that stand in it. */
export interface Ready {
  version: number;
  rows: RowToPublish[];
  withdrawn: RowToPublish[];
  facts: DisclosureFacts;
  hash: string;
}

/**
 * Publishes a version that was signed, after the joint meeting, in one write: the post, the version
 * with its hash, sums and balances, the duty that it meets. Nothing published is ever taken back.
 * Refuses 'meetingDayWrong', and 'required' at `lateReason` when it is late without a word why.
 */
export async function publishDisclosure(
  ctx: Context,
  id: string,
  meeting: JointMeeting,
  key?: string,
): Promise<Result<{ postId: string; no: number; path: string }>> {
  const { reasonLength } = ctx.book.rules.texts;
  const lateReason = await coveredReason(ctx, id, meeting.lateReason ?? '');
  const decision = await coveredReason(ctx, id, meeting.decision);
  if (decision === '') return refuse('required', 'decision');
  if ([...decision].length > reasonLength) return refuse('tooLong', 'decision');
  if ([...lateReason].length > reasonLength) return refuse('tooLong', 'lateReason');
  if (meeting.present < 1) return refuse('countWrong', 'present');
  const wrong = await wronglyStanding(ctx, id);
  return takeStep(ctx, { id, act: 'publish', key }, async (acting) => {
    const { village, item, disclosure } = acting;
    const hindered = await hindrance(acting, { ...meeting, lateReason });
    if (hindered) return hindered;
    await maskAgain(acting, wrong);
    const ready = await readyVersion(acting);
    const post = await writePost(acting, ready);
    await writeVersion(acting, ready);
    const isUntrue = item.isLedger && (await wasWithdrawn(acting.tx, disclosure));
    const dates = await writeDates(acting, { postId: post.id, ready, lateReason });
    if (isUntrue) await orderFollowing(acting);
    const { metOn, present } = meeting;
    await noteStep(acting, 'met', { reason: decision, facts: { metOn, present } });
    const what = dates.publicityThrough === null ? 'published' : 'publicity';
    const { facts, hash, withdrawn } = ready;
    await noteStep(acting, what, {
      facts: { rows: facts.rows, withdrawn: withdrawn.length, hash, postId: post.id, ...dates },
    });
    const path = disclosurePath(village.slug, post.no);
    await tellPublished(acting, { path, until: dates.shownThrough });
    return accept({ postId: post.id, no: post.no, path });
  });
}

/** What keeps a signed version from going out now; null when nothing does. */
async function hindrance(
  acting: StepActing,
  { metOn, present, lateReason }: Pick<JointMeeting, 'metOn' | 'present'> & { lateReason: string },
): Promise<Refusal | null> {
  const { disclosure, at } = acting;
  const sentOn = localDate(disclosure.sentAt ?? at);
  const isMeetingDay = metOn >= sentOn && metOn <= localDate(at);
  if (!isMeetingDay) return refuse('meetingDayWrong', 'metOn');
  if (await isMoreThanSit(acting, present)) return refuse('moreThanDue', 'present');
  const late = await lateNow(acting);
  if (late > 0 && lateReason === '') return refuse('required', 'lateReason');
  // Asked again: another period may have been published since this one was sent and signed.
  const missing = await whatIsMissing(acting);
  return missing && refuse(missing);
}

// Where both rolls are kept, no more can have met than sit in the two committees.
async function isMoreThanSit({ tx, village, at }: StepActing, present: number): Promise<boolean> {
  const branch = await sizeOf(tx, village.code, 'party_committee', at);
  const committee = await sizeOf(tx, village.code, 'village_committee', at);
  const areKept = branch.size > 0 && committee.size > 0;
  return areKept && present > branch.size + committee.size;
}

/** By how many days a first publication would be late now; a correction is never late. */
async function lateNow({ tx, ctx, disclosure, item, at }: StepActing): Promise<number> {
  if (disclosure.version > 0) return 0;
  const { villageCode, period, id: disclosureId } = disclosure;
  const duty = await ensureDuty(tx, ctx, { villageCode, item, period, disclosureId });
  const today = localDate(at);
  return lateDays(duty.dueOn, today, today);
}

/** Counts what a version says, with what its withdrawn rows leave behind. */
export async function readyVersion({
  tx,
  ctx,
  disclosure,
  item,
  making,
}: StepActing): Promise<Ready> {
  const { id } = disclosure;
  if (item.isLedger) await keepBalances(tx, disclosure, new Map());
  // Ten thousand lines are read, counted and hashed: pages go on between the pieces.
  await breathe();
  const all = await selectRows(tx, id, making);
  await breathe();
  const withdrawn = item.isPersonal ? withdrawnRows(all, making) : [];
  const ids = new Set(withdrawn.map((row) => row.id));
  const rows = all.map((row) => (ids.has(row.id) ? { ...row, shown: {} } : row));
  const standing = rows.filter(({ toVersion }) => toVersion === null || toVersion > making);
  const balances = item.isLedger ? await selectBalances(tx, id, making) : [];
  const facts = disclosedFacts(item, standing, balances);
  await breathe();
  const table = publicTable(ctx.book, { item, version: making }, rows);
  return { version: making, rows: standing, withdrawn, facts, hash: sha256(tableCsv(table)) };
}

/** The version with its hash, sums by kind, balances that count; drafts are kept no longer. */
export async function writeVersion(
  { tx, disclosure, item, actorId, byPost, at }: StepActing,
  { version, rows, withdrawn, facts, hash }: Ready,
  reason = disclosure.changeReason,
): Promise<void> {
  const { id: disclosureId, villageCode, itemCode, endsOn, note, recipientRule } = disclosure;
  await leaveTombstones(
    tx,
    withdrawn.map(({ id }) => id),
  );
  await breathe();
  await dropDrafts(tx, disclosureId);
  await breathe();
  const through = shownThrough(localDate(at), item.minDays);
  await insertVersion(tx, {
    ...{ disclosureId, no: version, reason, note, recipientRule, rows: facts.rows, hash },
    ...{ publishedById: actorId, publishedByPost: byPost, publishedAt: at, shownThrough: through },
  });
  const place = { disclosureId, itemCode, villageCode, endsOn };
  await replaceSums(
    tx,
    disclosureId,
    sumsByKind(item, rows).map((sum) => ({ ...place, ...sum })),
  );
  if (item.isLedger) await standBalances(tx, disclosureId, version);
}

/** The first publication makes the post; a further version changes its sentence and keeps the old one. */
export async function writePost(
  { tx, ctx, disclosure, village, item, actorId, at }: StepActing,
  { facts }: Pick<Ready, 'facts'>,
): Promise<{ id: string; no: number }> {
  const { period, note, postId } = disclosure;
  const sentence = plainSentence(disclosureSentence('zh', item, { period, facts }));
  const typed = note === '' ? sentence : `${sentence}\n\n${note}`;
  const wording = prepareWords(ctx, typed, { isOfficial: true });
  if (!wording.ok) throw new Error(`the sentence of ${disclosure.id} is no official text`);
  const { body, html, engine: renderedBy } = wording.value;
  if (postId !== null) {
    return rewordSettled(tx, postId, { body, html, renderedBy }, { byId: actorId, at });
  }
  const words = { title: titleOf({ item, disclosure }), body, html, renderedBy };
  return createPost(tx, ctx, {
    ...disclosedPost,
    ...words,
    villageCode: village.code,
    authorId: disclosure.draftedById,
    audience: disclosure.openTo === 'village' ? 'village' : 'public',
    holderId: disclosure.draftedById,
    holderGridCode: village.code,
    at,
  });
}

/** What all disclosed items have in common as posts. */
const disclosedPost = {
  kind: disclosureKind.code,
  groupCode: null,
  enteredById: null,
  shownAs: 'name' as const,
  state: 'standing',
  firstDueAt: null,
  finishDueAt: null,
  nextDueAt: null,
  photoIds: [],
  holdWords: false,
};

/** The state, and the days through which it stays; late days are counted once and never again. */
async function writeDates(
  { tx, ctx, disclosure, item, steps, at, making }: StepActing,
  { postId, ready, lateReason }: { postId: string; ready: Ready; lateReason: string },
) {
  const { villageCode, period, id: disclosureId } = disclosure;
  const today = localDate(at);
  const adds = ready.rows.some(({ fromVersion }) => fromVersion === making);
  // Whoever comes onto a list is on notice before he counts; who only leaves it needs none, and ends
  // nobody else's.
  const goesOn = making === 1 || adds || isOnNotice(steps);
  const isPublicity = item.publicityDays !== null && goesOn;
  const onNotice = adds
    ? shownThrough(today, item.publicityDays ?? 0)
    : disclosure.publicityThrough;
  const publicityThrough = isPublicity ? onNotice : null;
  const through = shownThrough(today, Math.max(item.minDays, item.publicityDays ?? 0));
  const duty = { villageCode, item, period, disclosureId, lateReason };
  const met = await meetDuty(tx, ctx, duty);
  const lateDays_ = disclosure.lateDays ?? met.lateDays;
  await updateDisclosure(tx, disclosureId, {
    ...{ postId, version: making, changeReason: '', changedAt: at, summary: ready.facts },
    state: isPublicity ? 'publicity' : 'published',
    publishedAt: disclosure.publishedAt ?? at,
    shownThrough: through,
    publicityThrough: isPublicity ? publicityThrough : disclosure.publicityThrough,
    namesThrough: endOfNames(item, through),
    lateDays: lateDays_,
  });
  return { shownThrough: through, publicityThrough, lateDays: lateDays_ };
}

/** A list of people in need names them only as long as the law has it shown (domain 8.43). */
export function endOfNames(
  { class: kind, frequency }: StepActing['item'],
  through: LocalDate,
): LocalDate | null {
  return kind === 'relief' && frequency !== 'standing' ? through : null;
}

/** Supervision and clerks learn that it is out, and until when; so do those who asked for it (D1). */
async function tellPublished(
  acting: StepActing,
  { path, until }: { path: string; until: LocalDate },
): Promise<void> {
  const { tx, disclosure, village, item, at } = acting;
  const words = wordsFor('zh').disclosureReview.messages;
  const template = 'disclosure.published';
  const body = words.published(village.name, titleOf(acting), until);
  await tellPosts(acting, ['supervision', 'clerk'], { template, body, path });
  // Only what a village added itself can have been asked for.
  const askers = item.no === null ? await selectAskers(tx, disclosure) : [];
  const asked = { template, body: words.askedFor(titleOf(acting)), path, at };
  await tell(tx, ...askers.map((personId) => ({ ...asked, personId })));
}
