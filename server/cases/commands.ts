import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { matterToTell, type SolvedMatter } from '#server/appeals/retelling.ts';
import { type CaseForm, caseBody } from '#server/cases/forms.ts';
import { caseKind } from '#server/cases/kind.ts';
import { putCase, selectCaseOf } from '#server/cases/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { type Role, speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { casePath } from '#server/rules/links.ts';

/**
 * The post in which the viewer may write this matter up: the village's secretary, or whoever had a
 * part in it and still serves there. Nobody writes up what he raised himself.
 */
export function writingPost({ personId, ...viewer }: Viewer, matter: SolvedMatter): Role | null {
  if (personId === null || matter.authorId === personId) return null;
  const held = speakingPost({ personId, ...viewer }, 'case.write', matter.village.path);
  return held === 'secretary' || matter.handlerIds.includes(personId) ? held : null;
}

/**
 * Writes a solved public matter up as a governance case, one standing case a matter, once per form
 * key. Its appellant is told; the case calls him a villager. Gives the number of its page.
 */
export async function writeCase(
  ctx: Context,
  slug: string,
  form: CaseForm,
): Promise<Result<{ no: number }>> {
  const matter = await matterToTell(ctx, { slug, no: form.matter });
  const byPost = matter && writingPost(ctx.viewer, matter);
  const { personId } = ctx.viewer;
  if (!matter || !byPost || personId === null) return refuse('notFound');
  if ([...form.title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  const wording = prepareWords(ctx, caseBody(form), { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'how' };
  const ids = matter.photos.map(({ id }) => id);
  const strange = (['before', 'after'] as const).find(
    (name) => form[name] !== '' && !ids.includes(form[name]),
  );
  if (strange) return refuse('pickOne', strange);
  const at = ctx.clock.now();
  const { body, html, engine } = wording.value;
  const words = { title: blacken(form.title), body, html, renderedBy: engine };
  const post = postOf(words, { matter, personId, at });
  const photos = { beforePhotoId: form.before || null, afterPhotoId: form.after || null };
  const sent = { actorId: personId, action: 'case', key: form.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', matter.postId);
    return once(tx, sent, () => writeInTx(tx, ctx, { matter, post, photos, byPost }));
  });
}

interface ReadyCase {
  matter: SolvedMatter;
  post: NewPost;
  photos: { beforePhotoId: string | null; afterPhotoId: string | null };
  byPost: Role;
}

async function writeInTx(
  tx: Tx,
  ctx: Context,
  { matter, post, photos, byPost }: ReadyCase,
): Promise<Result<{ no: number }>> {
  const { postId: appealId, days } = matter;
  const before = await selectCaseOf(tx, appealId);
  if (before && before.withdrawnAt === null) return refuse('alreadyDone');
  const { villageCode, authorId, title, body, at } = post;
  const { id: postId, no } = await createPost(tx, ctx, post);
  await putCase(tx, { postId, appealId, ...photos });
  await append(tx, {
    what: 'case.posted',
    subjectKind: 'post',
    subjectId: postId,
    villageCode,
    actorId: authorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { appealId, days },
    content: { title, body, ...photos },
  });
  await tellAppellant(tx, matter, { no, at });
  tx.touch(`post:${appealId}`);
  return accept({ no });
}

/** Whoever raised it reads first what others will read of it. */
async function tellAppellant(
  tx: Tx,
  { authorId, village, no: matterNo }: SolvedMatter,
  { no, at }: { no: number; at: EpochMs },
): Promise<void> {
  await tell(tx, {
    personId: authorId,
    template: 'case.posted',
    body: wordsFor('zh').cases.told(village.name, matterNo),
    path: casePath(village.slug, no),
    at,
  });
}

function postOf(
  words: Pick<NewPost, 'title' | 'body' | 'html' | 'renderedBy'>,
  { matter, personId, at }: { matter: SolvedMatter; personId: string; at: EpochMs },
): NewPost {
  return {
    ...words,
    kind: caseKind.code,
    villageCode: matter.village.code,
    groupCode: null,
    authorId: personId,
    enteredById: null,
    shownAs: 'name',
    audience: 'public',
    state: 'standing',
    holderId: personId,
    holderGridCode: matter.village.code,
    firstDueAt: null,
    finishDueAt: null,
    nextDueAt: null,
    photoIds: [],
    holdWords: false,
    at,
  };
}
