import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { changePost, createPost } from '#server/posts/create.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, DAY_MS, type EpochMs, instantOf, MINUTE_MS } from '#server/rules/dates.ts';
import { actingOnSurvey, noteSurvey, type SurveyActing } from '#server/surveys/acting.ts';
import type { SurveyForm } from '#server/surveys/forms.ts';
import { surveyKind } from '#server/surveys/kind.ts';
import { tellAsked } from '#server/surveys/news.ts';
import {
  deleteSurvey,
  insertSurvey,
  selectQuestions,
  selectSurvey,
  updateSurvey,
} from '#server/surveys/records.ts';

/** A survey's frame as it is kept. */
interface Frame {
  words: { title: string; body: string; html: string; renderedBy: string };
  groupCodes: string[] | null;
  closesAt: EpochMs;
  least: number;
}

/** Begins a survey as a draft, which only those who make surveys read; gives its id. */
export async function makeSurvey(
  ctx: Context,
  villageCode: string,
  form: SurveyForm,
): Promise<Result<{ id: string }>> {
  const village = await villageByCode(ctx, villageCode);
  const { personId } = ctx.viewer;
  const byPost = village && actingPost(ctx.viewer, 'survey.make', village.path);
  if (!village || !byPost || personId === null) return refuse('notFound');
  const frame = await frameOf(ctx, village, form);
  if (!frame.ok) return frame;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'survey.make', key: form.key, at }, async () => {
      const { words, ...numbers } = frame.value;
      const { id, no } = await createPost(tx, ctx, {
        ...blankPost,
        ...words,
        villageCode,
        groupCodes: numbers.groupCodes,
        authorId: personId,
        ...{ holderId: personId, holderGridCode: villageCode, at },
      });
      const row = { id, villageCode, no, state: 'draft', ...numbers, answers: 0 };
      await insertSurvey(tx, { ...row, madeById: personId });
      return accept({ id });
    }),
  );
}

const blankPost = {
  kind: surveyKind.code,
  groupCode: null,
  enteredById: null,
  shownAs: 'name' as const,
  audience: 'handlers' as const,
  state: 'draft',
  ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
  photoIds: [],
  holdWords: false,
};

/** Changes the frame of a draft. */
export async function changeSurvey(ctx: Context, id: string, form: SurveyForm): Promise<Result> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  const frame = await frameOf(ctx, acting.value.village, form);
  if (!frame.ok) return frame;
  const { words, ...numbers } = frame.value;
  return changeDraft(ctx, acting.value, async (tx, at) => {
    await updateSurvey(tx, id, numbers);
    const { groupCodes } = numbers;
    await changePost(tx, acting.value.post, { ...words, groupCodes }, at);
    return accept();
  });
}

/** Puts the questions to the village; from now on they are fixed. */
export async function openSurvey(ctx: Context, id: string): Promise<Result<{ path: string }>> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  const { survey, post, loaded } = acting.value;
  return changeDraft(ctx, acting.value, async (tx, at) => {
    const now = await selectSurvey(tx, id);
    const questions = await selectQuestions(tx, id);
    if (questions.length === 0) return refuse('questionsNone');
    const wrongDay = closingRefusal(ctx, now?.closesAt ?? survey.closesAt);
    if (wrongDay) return wrongDay;
    await updateSurvey(tx, id, { state: 'open', openedAt: at });
    // In the list it stands where it was asked, not where it was begun.
    await changePost(tx, post, { state: 'open', audience: 'public', createdAt: at }, at);
    const { no, least, closesAt, groupCodes } = now ?? survey;
    const day = plainDay('zh', closesAt - MINUTE_MS, at);
    const asked = wordsFor('zh').surveys.news.opened(post.title, day);
    const message = { template: 'survey.opened', body: asked, path: loaded.path, at };
    await tellAsked(tx, now ?? survey, message);
    await noteSurvey(tx, ctx, acting.value, {
      what: 'survey.opened',
      facts: { no, least, closesAt, groups: groupCodes?.length ?? 0, questions: questions.length },
      content: { title: post.title, body: post.body, questions },
    });
    return accept({ path: loaded.path });
  });
}

/** Throws a draft away. */
export async function dropSurvey(ctx: Context, id: string): Promise<Result> {
  const acting = await actingOnSurvey(ctx, id);
  if (!acting.ok) return acting;
  return changeDraft(ctx, acting.value, async (tx, at) => {
    await deleteSurvey(tx, id);
    await changePost(tx, acting.value.post, { withdrawnAt: at }, at);
    return accept();
  });
}

/** Does something to a survey inside a write, as long as it was not put to the village. */
export function changeDraft<T>(
  ctx: Context,
  { survey }: Pick<SurveyActing, 'survey'>,
  change: (tx: Tx, at: EpochMs) => Promise<Result<T>>,
): Promise<Result<T>> {
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'survey', 'id', survey.id);
    const now = await selectSurvey(tx, survey.id);
    return now?.state === 'draft' ? change(tx, at) : refuse('surveyFixed');
  });
}

async function frameOf(ctx: Context, village: Village, form: SurveyForm): Promise<Result<Frame>> {
  const title = blacken(form.title);
  if ([...title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const known = (await groupsOf(ctx, village.code)).map(({ code }) => code);
  if (!form.groups.every((code) => known.includes(code))) return refuse('pickOne', 'groups');
  const { least, highestLeast } = ctx.book.surveys;
  if (form.least < least || form.least > highestLeast) return refuse('leastWrong', 'least');
  const closesAt = instantOf(addDays(form.closesOn, 1));
  const wrongDay = closingRefusal(ctx, closesAt);
  if (wrongDay) return wrongDay;
  const { body, html, engine: renderedBy } = words.value;
  const isWhole = form.groups.length === 0 || form.groups.length === known.length;
  return accept({
    words: { title, body, html, renderedBy },
    groupCodes: isWhole ? null : form.groups,
    closesAt,
    least: form.least,
  });
}

/** People need some days to answer, and nothing stays open for ever. */
function closingRefusal(ctx: Context, closesAt: EpochMs) {
  const { leastDays, farthestDays } = ctx.book.surveys;
  const daysLeft = (closesAt - ctx.clock.now()) / DAY_MS;
  const isFit = daysLeft >= leastDays && daysLeft <= farthestDays + 1;
  return isFit ? null : refuse('closingWrong', 'closesOn');
}
