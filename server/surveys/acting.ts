import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import type { FullPost, WhichPost } from '#server/posts/records.ts';
import { surveyKind } from '#server/surveys/kind.ts';
import { type SurveyRow, selectSurvey } from '#server/surveys/records.ts';

/** A survey as its address names it. */
export interface SurveyRef {
  slug: string;
  no: number;
}

/** A survey that the viewer may see, with its post. */
export interface FoundSurvey {
  loaded: LoadedPost;
  survey: SurveyRow;
}

/** Somebody who makes surveys, at one of them, and the post in which he does. */
export interface SurveyActing extends FoundSurvey {
  post: FullPost;
  village: Village;
  personId: string;
  byPost: string;
}

/** The survey behind an address, if this viewer may see it. */
export async function findSurvey(
  ctx: Context,
  { slug, no }: SurveyRef,
): Promise<FoundSurvey | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  return village && foundAt(ctx, { villageCode: village.code, no });
}

/** The survey with this id on the desk of whoever makes surveys there; a 404 for everybody else. */
export async function actingOnSurvey(ctx: Context, id: string): Promise<Result<SurveyActing>> {
  const found = await foundAt(ctx, { id });
  const { personId } = ctx.viewer;
  const village = found?.loaded.village;
  const byPost = village ? actingPost(ctx.viewer, 'survey.make', village.path) : null;
  if (!found || !village || byPost === null || personId === null) return refuse('notFound');
  return accept({ ...found, post: found.loaded.post, village, personId, byPost });
}

/** Writes an act of the office about a survey into the ledger. */
export async function noteSurvey(
  tx: Tx,
  ctx: Context,
  { survey, personId, byPost }: Pick<SurveyActing, 'survey' | 'personId' | 'byPost'>,
  act: { what: string; facts?: Record<string, unknown>; content?: unknown },
): Promise<void> {
  await append(tx, {
    ...act,
    subjectKind: 'survey',
    subjectId: survey.id,
    villageCode: survey.villageCode,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.surveys.version,
  });
}

async function foundAt(ctx: Context, which: WhichPost): Promise<FoundSurvey | null> {
  const loaded = await loadPost(ctx, which);
  if (loaded?.post.kind !== surveyKind.code) return null;
  const survey = await selectSurvey(ctx.db.read, loaded.post.id);
  return survey && { loaded, survey };
}
