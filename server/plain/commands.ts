import { groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';
import type { PlainForm } from '#server/plain/forms.ts';
import type { PlainKind } from '#server/plain/kinds.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import { blacken, firstWords, holdsWords, prepareWords, roleOf } from '#server/posts/wording.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';

/** May the viewer post this kind here? Official words only by a post that he holds. */
export function mayPostPlain(viewer: Viewer, kind: PlainKind, { path }: Village): boolean {
  if (kind.isOfficial) return actingPost(viewer, kind.mayPost, path) !== null;
  return may(viewer, kind.mayPost, path);
}

/** Posts words and photos of a plain kind in a village, once per form key; gives its page's path. */
export async function postPlain(
  ctx: Context,
  kind: PlainKind,
  slug: string,
  form: PlainForm & { photoIds: string[] },
): Promise<Result<{ path: string }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  if (!mayPostPlain(ctx.viewer, kind, village)) {
    return refuse(kind.isOfficial ? 'notAllowed' : 'notOfThisVillage');
  }
  const worded = wordPost(ctx, kind, form);
  if (!worded.ok) return worded;
  const groups = await groupsIn(ctx, village, form.groups ?? []);
  if (!groups.ok) return groups;
  const heldPost = actingPost(ctx.viewer, kind.mayPost, village.path);
  const holdWords = await holdsWords(ctx, {
    kind: kind.code,
    isOfficial: heldPost !== null,
    audience: form.audience,
  });
  const isHolder = kind.isOfficial;
  const post: NewPost = {
    ...worded.value,
    ...unclocked,
    kind: kind.code,
    villageCode: village.code,
    groupCode: null,
    groupCodes: groups.value,
    authorId: personId,
    enteredById: null,
    shownAs: kind.isOfficial ? 'name' : (form.shownAs ?? 'resident'),
    audience: form.audience,
    photoIds: form.photoIds,
    holdWords,
    state: kind.states[0] ?? 'standing',
    holderId: isHolder ? personId : null,
    holderGridCode: isHolder ? village.code : null,
    at: ctx.clock.now(),
  };
  const no = await write(ctx, post, { key: form.key, heldPost });
  return accept({ path: kind.path(village.slug, no) });
}

const unclocked = { firstDueAt: null, finishDueAt: null, nextDueAt: null };

type When = Pick<NewPost, 'periodStartsAt' | 'periodEndsAt' | 'activityPlace'>;
type Worded = When & Pick<NewPost, 'title' | 'body' | 'html' | 'renderedBy'>;

/** Title, words and period as they are kept, or the refusal at its field. */
function wordPost(ctx: Context, kind: PlainKind, form: PlainForm): Result<Worded> {
  const longest = ctx.book.rules.texts.titleLength;
  if ([...(form.title ?? '')].length > longest) return refuse('tooLong', 'title');
  const wording = prepareWords(ctx, form.body, kind);
  if (!wording.ok) return { ...wording, field: 'body' };
  const when = kind.hasActivity ? activityOf(ctx, form) : periodOf(ctx, form);
  if (!when.ok) return when;
  const { body, html, engine } = wording.value;
  return accept({
    title: kind.hasTitle ? blacken(form.title ?? '') : firstWords(html),
    body,
    html,
    renderedBy: engine,
    ...when.value,
  });
}

/** The period in full days: it ends at the midnight after its last one, which is not over yet. */
function periodOf(ctx: Context, { from = '', until = '' }: PlainForm): Result<When> {
  if (until !== '' && until < localDate(ctx.clock.now())) return refuse('dateWrong', 'until');
  if (until !== '' && until < from) return refuse('dateOrder', 'until');
  return accept({
    ...(from === '' ? {} : { periodStartsAt: instantOf(from) }),
    ...(until === '' ? {} : { periodEndsAt: instantOf(addDays(until, 1)) }),
  });
}

/** The activity's day as a period from its hour to the midnight after it; what was, may be told. */
export function activityOf(
  ctx: Context,
  { day = '', time = '', place = '' }: Pick<PlainForm, 'day' | 'time' | 'place'>,
): Result<When> {
  if (time !== '' && day === '') return refuse('required', 'day');
  if ([...place].length > ctx.book.rules.texts.landmarkLength) return refuse('tooLong', 'place');
  const activityPlace = blacken(place);
  if (day === '') return accept({ activityPlace });
  const periodStartsAt = instantOf(day, time || undefined);
  return accept({ activityPlace, periodStartsAt, periodEndsAt: instantOf(addDays(day, 1)) });
}

/** The chosen groups, all of this village; null for the whole village. */
async function groupsIn(
  ctx: Context,
  village: Village,
  chosen: string[],
): Promise<Result<string[] | null>> {
  const codes = (await groupsOf(ctx, village.code)).map(({ code }) => code);
  if (!chosen.every((code) => codes.includes(code))) return refuse('pickOne', 'groups');
  return accept(chosen.length === 0 ? null : codes.filter((code) => chosen.includes(code)));
}

/** The post with its ledger entry in one write; its number. */
function write(
  ctx: Context,
  post: NewPost,
  { key, heldPost }: { key: string; heldPost: string | null },
): Promise<number> {
  const { kind, villageCode, authorId, at, title, body, activityPlace } = post;
  return ctx.db.write((tx) =>
    once(tx, { actorId: authorId, action: kind, key, at }, async () => {
      const { id, no } = await createPost(tx, ctx, post);
      await append(tx, {
        what: `${kind}.posted`,
        subjectKind: 'post',
        subjectId: id,
        villageCode,
        actorId: authorId,
        actorRole: roleOf(ctx.viewer, villageCode, heldPost),
        at,
        ruleVersion: ctx.book.rules.version,
        facts: periodFacts(post),
        content: { title, body, ...(activityPlace ? { activityPlace } : {}) },
      });
      return no;
    }),
  );
}

function periodFacts({ periodStartsAt, periodEndsAt, groupCodes }: NewPost) {
  return {
    ...(periodStartsAt === undefined ? {} : { periodStartsAt }),
    ...(groupCodes ? { groups: groupCodes.join(' ') } : {}),
    periodEndsAt: periodEndsAt ?? null,
  };
}
