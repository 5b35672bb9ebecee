import { type HallProject, projectForHall } from '#server/drives/hall.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { isOfVillage } from '#server/motions/act.ts';
import { motionSource } from '#server/motions/inviting.ts';
import { type LoadedMotion, type MotionRef, standingMotion } from '#server/motions/load.ts';
import { standingAs } from '#server/motions/raising.ts';
import { type LikelySameMotion, likelySameMotions } from '#server/motions/similar.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import { fourTwoStep } from '#server/rules/four-two-book.ts';
import { type Raiser, raisers } from '#server/rules/motions.ts';

/** The form of a new matter. */
export interface NewMotionPage {
  village: Village;
  /** As whom the viewer may raise it; empty for nobody. */
  as: { code: Raiser; needed: number; outOf: number }[];
  source: { id: string; title: string; path: string; body: string } | null;
  /** The project of a discussion that it would be made of. */
  project: HallProject | null;
  /** What says nearly the same as what was typed. */
  same: LikelySameMotion[];
  gatherDays: number;
  logDays: number;
  isSignedIn: boolean;
  speaker: Speaker | null;
  key: string;
}

/** What its address names, and the form that comes back. */
export interface NewMotionPlaces {
  from: string | null;
  /** The number of a project of the discussion that `from` names. */
  project?: string | null;
  form: FormState | null;
}

/** The page on which a matter is raised; null for no such village. */
export async function newMotionPage(
  ctx: Context,
  slug: string,
  { from, project: asked, form }: NewMotionPlaces,
): Promise<NewMotionPage | null> {
  ctx.page.keepPrivate();
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const as = await mayRaiseAs(ctx, village);
  const typedFrom = from ?? textOf(form, 'from');
  const isId = /^[\da-f-]{36}$/.test(typedFrom);
  const source = isId ? await motionSource(ctx, village, typedFrom) : null;
  const no = Number(asked ?? textOf(form, 'project'));
  const project = source && (await projectForHall(ctx, village, { driveId: source.postId, no }));
  const asksSame = form?.errors.notSame !== undefined;
  const typed = { title: textOf(form, 'title'), body: textOf(form, 'body') };
  return {
    village,
    as,
    source: source && { id: source.postId, ...wordsOf(source) },
    project,
    same: asksSame ? await likelySameMotions(ctx, village.code, typed) : [],
    gatherDays: ctx.book.motions.gatherDays,
    logDays: fourTwoStep(ctx.book.fourTwo, 's0_intake').dueDays ?? 0,
    isSignedIn: ctx.viewer.personId !== null,
    speaker: await speakerOf(ctx, village.path),
    key: ctx.viewer.personId === null ? '' : newToken(),
  };
}

/** The form of an amendment: the text as it stands, to be changed. Null for whoever may not. */
export async function amendPage(
  ctx: Context,
  ref: MotionRef,
): Promise<{ loaded: LoadedMotion; speaker: Speaker | null; key: string } | null> {
  ctx.page.keepPrivate();
  const loaded = await standingMotion(ctx, ref);
  if (!loaded || !isOfVillage(ctx, loaded.village)) return null;
  return { loaded, speaker: await speakerOf(ctx, loaded.village.path), key: newToken() };
}

/** The form on which somebody is invited; null for whoever may not. */
export async function invitePage(
  ctx: Context,
  ref: MotionRef,
): Promise<{ loaded: LoadedMotion; key: string } | null> {
  ctx.page.keepPrivate();
  const loaded = await standingMotion(ctx, ref);
  if (!loaded || actingPost(ctx.viewer, 'motion.keep', loaded.village.path) === null) return null;
  return { loaded, key: newToken() };
}

async function mayRaiseAs(ctx: Context, village: Village): Promise<NewMotionPage['as']> {
  if (ctx.viewer.personId === null) return [];
  const found = await Promise.all(
    raisers.map(async (code) => ({ code, standing: await standingAs(ctx, village, code) })),
  );
  return found.flatMap(({ code, standing }) =>
    standing ? [{ code, needed: standing.needed, outOf: standing.outOf }] : [],
  );
}

function wordsOf({ title, path, body }: { title: string; path: string; body: string }) {
  return { title, path, body };
}

function textOf(form: FormState | null, name: string): string {
  const value = form?.values[name];
  return typeof value === 'string' ? value : '';
}
