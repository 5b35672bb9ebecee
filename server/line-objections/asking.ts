import type { Tx } from '#db/surface.ts';
import { tooFastInTx } from '#server/accounts/limits.ts';
import type { Answerer } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { may, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { addObjectionStep, noteObjection, touchObjection } from '#server/line-objections/act.ts';
import type { AskForm } from '#server/line-objections/forms.ts';
import { holderOfObjection } from '#server/line-objections/holder.ts';
import { objectionKind } from '#server/line-objections/kind.ts';
import {
  handlerOf,
  type LineRef,
  type LineToAsk,
  lineToAsk,
} from '#server/line-objections/line.ts';
import { countOnRow, selectOwnOpen } from '#server/line-objections/line-records.ts';
import { tellOfObjection } from '#server/line-objections/news.ts';
import { insertObjection, type ObjectionRecord } from '#server/line-objections/records.ts';
import { createPost } from '#server/posts/create.ts';
import { holdsWords, prepareWords, roleOf, type Wording } from '#server/posts/wording.ts';
import { isAccusation } from '#server/rules/appeal-classes.ts';
import { deskOrder } from '#server/rules/appeal-limits.ts';
import { titleOf } from '#server/rules/appeal-title.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { finishDue, firstAnswerDue } from '#server/rules/line-objections.ts';
import { objectionPath } from '#server/rules/links.ts';

/** Where a question about a line can be read. */
export interface AskedObjection {
  no: number;
  path: string;
}

/** Everything decided before the write. */
interface Asking {
  line: LineToAsk;
  form: AskForm;
  words: Wording;
  holder: Answerer;
  authorId: string;
  heldPost: string | null;
  isHeld: boolean;
  firstDueAt: EpochMs | null;
  finishDueAt: EpochMs | null;
  at: EpochMs;
}

/**
 * 我对这笔有疑问: a question about one line, with both clocks and the one person who answers. About a
 * line that names a person it is private to who asks, the supervision committee and the town; about
 * one of that committee, or his household, the town answers and the committee does not read it.
 */
export async function askAboutLine(
  ctx: Context,
  ref: LineRef,
  form: AskForm,
): Promise<Result<AskedObjection>> {
  const line = await lineToAsk(ctx, ref, form.line);
  if (!line) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  if (!may(ctx.viewer, 'line-objection.raise', line.village.path)) return refuse('notAllowed');
  const asking = await decide(ctx, line, form, personId);
  if (!asking.ok) return asking;
  const { at } = asking.value;
  return ctx.db.write(async (tx) => {
    const slower = await tooFastInTx(tx, ctx, 'posts', 'body');
    if (slower) return slower;
    const sent = { actorId: personId, action: 'objection.ask', key: form.key, at };
    return once<Result<AskedObjection>>(tx, sent, async () => {
      const own = await selectOwnOpen(tx, { rowId: line.row.rowId, authorId: personId });
      if (own) return refuse('askedAlready', 'body');
      return accept(await writeObjection(tx, ctx, asking.value));
    });
  });
}

async function decide(
  ctx: Context,
  line: LineToAsk,
  form: AskForm,
  authorId: string,
): Promise<Result<Asking>> {
  const accuses = isAccusation(ctx.book.appealClasses, form.body);
  if (accuses && form.notAccusation === undefined) return refuse('accusation', 'body');
  const words = prepareWords(ctx, form.body, { isOfficial: false });
  if (!words.ok) return { ...words, field: 'body' };
  const { village, row, isPrivate, audience, level } = line;
  const at = ctx.clock.now();
  const holder = await holderOfObjection(
    ctx.db.read,
    {
      village,
      level,
      isPrivate,
      draftedById: row.draftedById,
      handler: handlerOf(row),
      askerId: authorId,
    },
    at,
  );
  if (!holder) return refuse('nobodyAnswers', 'body');
  const { calendar, disclosures } = ctx.book;
  const heldPost = speakingPost(ctx.viewer, 'comment.answer', village.path);
  const isOfficial = heldPost !== null;
  return accept({
    line,
    form,
    words: words.value,
    holder,
    authorId,
    heldPost,
    // What sounds like an accusation is looked at before all may read it.
    isHeld:
      accuses && !isPrivate
        ? true
        : await holdsWords(ctx, { kind: 'comment', isOfficial, audience }),
    firstDueAt: firstAnswerDue(disclosures.objection, calendar, at),
    finishDueAt: finishDue(disclosures.objection, calendar, { level, startedAt: at }),
    at,
  });
}

async function writeObjection(tx: Tx, ctx: Context, asking: Asking): Promise<AskedObjection> {
  const { line, words, holder, authorId, heldPost, firstDueAt, finishDueAt, at } = asking;
  const { village, row, isPrivate } = line;
  const { id: postId, no } = await createPost(tx, ctx, postOf(asking));
  const objection = objectionOf(postId, line);
  await insertObjection(tx, objection);
  const byPost = roleOf(ctx.viewer, village.code, heldPost);
  const said = { what: 'asked', words: { body: '', html: '' }, byId: authorId, byPost, at };
  await addObjectionStep(tx, objection, said);
  // That somebody asked about a person is told only once it was answered.
  if (!isPrivate) await countOnRow(tx, row.rowId);
  const actor = { tx, ctx, postId, villageCode: village.code, at, actorId: authorId, byPost };
  const facts = { no, firstDueAt, finishDueAt };
  const { disclosureId, rowNo } = row;
  await noteObjection(actor, 'asked', {
    facts,
    content: { words: words.body, disclosureId, rowNo },
  });
  const path = objectionPath(village.slug, no);
  const news = { village: village.name, no, path, isPrivate, dueAt: firstDueAt, at };
  await tellOfObjection(tx, authorId, { ...news, template: 'asked', toId: holder.personId });
  await touchObjection(tx, objection);
  return { no, path };
}

function objectionOf(
  postId: string,
  { village, row, isPrivate, level }: LineToAsk,
): ObjectionRecord {
  const { disclosureId, rowId, rowNo } = row;
  const about = { postId, disclosureId, rowId, rowNo, villageCode: village.code };
  return { ...about, isPrivate, level, ...unanswered };
}

const unanswered = {
  outcome: null,
  answer: '',
  answerHtml: '',
  answeredById: null,
  answeredByPost: null,
  answeredAt: null,
  raisedAt: null,
  raisedWhy: '',
};

function postOf({ line, form, words, holder, authorId, heldPost, ...asking }: Asking) {
  const { firstDueAt, finishDueAt, isHeld, at } = asking;
  return {
    kind: objectionKind.code,
    villageCode: line.village.code,
    groupCode: null,
    authorId,
    enteredById: null,
    shownAs: heldPost === null ? form.shownAs : ('name' as const),
    title: titleOf(words.body),
    body: words.body,
    html: words.html,
    renderedBy: words.engine,
    audience: line.audience,
    state: 'asked',
    holderId: holder.personId,
    holderGridCode: holder.gridCode,
    firstDueAt,
    finishDueAt,
    nextDueAt: deskOrder(firstDueAt),
    at,
    photoIds: [],
    holdWords: isHeld,
  };
}
