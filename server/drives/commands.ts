import { lock } from '#db/dialect.ts';
import type { OpenForm } from '#server/drives/forms.ts';
import { driveKind } from '#server/drives/kind.ts';
import { actOnDrive, type DriveRef, entryOf } from '#server/drives/load.ts';
import { insertDrive, selectDrive, updateDrive } from '#server/drives/records.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { createPost, movePost } from '#server/posts/create.ts';
import { prepareWords, type Wording } from '#server/posts/wording.ts';
import { localDate } from '#server/rules/dates.ts';
import { drivesPath } from '#server/rules/links.ts';

/** Opens a discussion: what about, and until when people tell what bothers them and what they would do. */
export async function openDrive(
  ctx: Context,
  slug: string,
  form: OpenForm,
): Promise<Result<{ path: string }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'drive.open', village.path);
  if (byPost === null) return refuse('notFound');
  const words = wordsOf(ctx, form);
  if (!words.ok) return words;
  const at = ctx.clock.now();
  const { tellThrough } = form;
  if (tellThrough < localDate(at)) return refuse('planInPast', 'tellThrough');
  const { title, words: said } = words.value;
  const sent = { actorId: personId, action: 'drive.open', key: form.key, at };
  return ctx.db.write((tx) =>
    once<Result<{ path: string }>>(tx, sent, async () => {
      const post = postOf(village.code, { personId, title, words: said, at });
      const { id, no } = await createPost(tx, ctx, post);
      const row = { id, no, villageCode: village.code, state: 'open', tellThrough };
      await insertDrive(tx, { ...row, openedById: personId, closedAt: null });
      await append(tx, {
        ...{ what: 'drive.opened', subjectKind: 'drive', subjectId: id },
        ...{ villageCode: village.code, actorId: personId, actorRole: byPost, at },
        ruleVersion: ctx.book.motions.version,
        facts: { no, tellThrough },
        content: { title, words: said.body },
      });
      return accept({ path: drivesPath(village.slug, no) });
    }),
  );
}

/** Ends a discussion; its ideas and projects stay, and projects may still be told on. */
export async function closeDrive(ctx: Context, ref: DriveRef, key: string): Promise<Result> {
  const act = await actOnDrive(ctx, ref);
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  const { id } = loaded.post;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'drive', 'id', id);
    return once<Result>(tx, { actorId: personId, action: 'drive.close', key, at }, async () => {
      const now = await selectDrive(tx, id);
      if (now?.state !== 'open') return refuse('alreadyDone');
      await updateDrive(tx, id, { state: 'closed', closedAt: at });
      await movePost(tx, id, 'over', at);
      await append(tx, { ...entryOf(ctx, act.value), what: 'drive.closed' });
      return accept();
    });
  });
}

function wordsOf(ctx: Context, form: OpenForm): Result<{ title: string; words: Wording }> {
  const title = prepareWords(ctx, form.title, { isOfficial: false });
  const isLong = [...form.title].length > ctx.book.rules.texts.titleLength;
  if (!title.ok || isLong) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  return accept({ title: title.value.body, words: words.value });
}

function postOf(
  villageCode: string,
  { personId, title, words, at }: { personId: string; title: string; words: Wording; at: number },
) {
  return {
    ...{ kind: driveKind.code, villageCode, groupCode: null, authorId: personId },
    ...{ enteredById: null, shownAs: 'name' as const, title, body: words.body, html: words.html },
    ...{ renderedBy: words.engine, audience: 'public' as const, state: 'open' },
    ...{ holderId: personId, holderGridCode: villageCode },
    ...{ firstDueAt: null, finishDueAt: null, nextDueAt: null, at, photoIds: [] },
    holdWords: false,
  };
}
