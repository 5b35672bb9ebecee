import { lock } from '#db/dialect.ts';
import { actingOnContest, noteContest } from '#server/contests/acting.ts';
import type { ContestForm } from '#server/contests/forms.ts';
import { contestKind } from '#server/contests/kind.ts';
import { insertContest, selectContest, updateContest } from '#server/contests/records.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { changePost, createPost } from '#server/posts/create.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { unfitDay } from '#server/rules/contest-rules.ts';
import { localDate } from '#server/rules/dates.ts';
import { contestsPath } from '#server/rules/links.ts';

/** Opens what families may be nominated for; from now on days, places and jury are fixed. */
export async function openContest(
  ctx: Context,
  villageCode: string,
  form: ContestForm,
): Promise<Result<{ path: string }>> {
  const village = await villageByCode(ctx, villageCode);
  const { personId } = ctx.viewer;
  const byPost = village && actingPost(ctx.viewer, 'contest.open', village.path);
  if (!village || !byPost || personId === null) return refuse('notFound');
  const refusal = unfitForm(ctx, form);
  if (refusal) return refusal;
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const { body, html, engine: renderedBy } = words.value;
  const { key, title, body: _, ...frame } = form;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'contest.open', key, at }, async () => {
      const { id, no } = await createPost(tx, ctx, {
        ...blankPost,
        ...{ title: blacken(title), body, html, renderedBy, villageCode, at },
        ...{ authorId: personId, holderId: personId, holderGridCode: villageCode },
      });
      const row = { id, villageCode, no, state: 'nominating', ...frame, openedById: personId };
      await insertContest(tx, row);
      await noteContest(tx, ctx, row, {
        what: 'contest.opened',
        actorId: personId,
        actorRole: byPost,
        facts: { no, ...frame },
        content: { title, body },
      });
      tx.touch(`village:${villageCode}`);
      return accept({ path: contestsPath(village.slug, no) });
    }),
  );
}

const blankPost = {
  kind: contestKind.code,
  groupCode: null,
  enteredById: null,
  shownAs: 'name' as const,
  audience: 'public' as const,
  state: 'nominating',
  ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null },
  photoIds: [],
  holdWords: false,
};

function unfitForm(ctx: Context, form: ContestForm): Refusal | null {
  const { contests, rules } = ctx.book;
  if ([...form.title].length > rules.texts.titleLength) return refuse('tooLong', 'title');
  if (form.places < 1 || form.places > contests.mostPlaces) return refuse('countWrong', 'places');
  const { leastJurors, mostJurors } = contests;
  const isJury = form.jurors >= leastJurors && form.jurors <= mostJurors;
  if (!isJury) return refuse('jurorsWrong', 'jurors');
  const day = unfitDay(form, localDate(ctx.clock.now()), contests);
  return day && refuse('stageDays', day);
}

/** Ends a choice without a result, and says why; whoever opened or decides may do it. */
export async function voidContest(
  ctx: Context,
  id: string,
  form: { body: string; key: string },
): Promise<Result<{ path: string }>> {
  const opens = await actingOnContest(ctx, id, 'contest.open');
  const acting = opens.ok ? opens : await actingOnContest(ctx, id, 'contest.decide');
  if (!acting.ok) return acting;
  const { loaded, personId, byPost } = acting.value;
  const decision = blacken(form.body.trim());
  if ([...decision].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'body');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', id);
    const now = await selectContest(tx, id);
    if (!now || now.state === 'decided' || now.state === 'void') return refuse('alreadyDone');
    const decided = { decision, decidedById: personId, decidedAt: at };
    await updateContest(tx, id, { state: 'void', ...decided });
    await changePost(tx, loaded.post, { state: 'void' }, at);
    const doer = { actorId: personId, actorRole: byPost };
    await noteContest(tx, ctx, now, { ...doer, what: 'contest.void', content: { decision } });
    return accept({ path: loaded.path });
  });
}
