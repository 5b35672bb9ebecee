import type { Village } from '#server/grids/places.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { append } from '#server/ledger/append.ts';
import { createPost, type NewPost } from '#server/posts/create.ts';
import type { PostKind } from '#server/posts/kinds.ts';
import { roleOf, type Wording } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A post of a plain kind: words and photos, no clock of its own. */
export interface PlainPost
  extends Pick<NewPost, 'shownAs' | 'title' | 'audience' | 'photoIds' | 'holdWords'> {
  kind: PostKind;
  village: Village;
  personId: string;
  /** The post through which somebody in office speaks; he then answers questions under it. */
  heldPost: string | null;
  wording: Wording;
  periodEndsAt: EpochMs | null;
  key: string;
}

/** Writes a plain post once per form key, with its ledger entry; gives its page's path. */
export async function postPlain(ctx: Context, plain: PlainPost): Promise<string> {
  const { kind, village, personId, key } = plain;
  const at = ctx.clock.now();
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: kind.code, key, at }, async () => {
      const post = await createPost(tx, ctx, rowOf(plain, at));
      await append(tx, {
        what: `${kind.code}.posted`,
        subjectKind: 'post',
        subjectId: post.id,
        villageCode: village.code,
        actorId: personId,
        actorRole: roleOf(ctx.viewer, village.code, plain.heldPost),
        at,
        ruleVersion: ctx.book.rules.version,
        facts: { periodEndsAt: plain.periodEndsAt },
        content: { title: plain.title, body: plain.wording.body },
      });
      return post.no;
    }),
  );
  return kind.path(village.slug, no);
}

function rowOf(plain: PlainPost, at: EpochMs): NewPost {
  const { kind, village, personId, wording, periodEndsAt } = plain;
  const { shownAs, title, audience, photoIds, holdWords } = plain;
  const isHolder = kind.isOfficial;
  return {
    shownAs,
    title,
    audience,
    photoIds,
    holdWords,
    kind: kind.code,
    villageCode: village.code,
    groupCode: null,
    authorId: personId,
    enteredById: null,
    body: wording.body,
    html: wording.html,
    renderedBy: wording.engine,
    state: kind.states[0] ?? 'standing',
    holderId: isHolder ? personId : null,
    holderGridCode: isHolder ? village.code : null,
    firstDueAt: null,
    finishDueAt: null,
    nextDueAt: null,
    at,
    ...(periodEndsAt === null ? {} : { periodEndsAt }),
  };
}
