import type { AppealRef } from '#server/appeals/act.ts';
import { type AppealPage, appealPage } from '#server/appeals/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import { appealPath } from '#server/rules/links.ts';

/** An appeal on paper, for the notice board or a file. */
export interface PaperPage {
  view: AppealPage;
  title: string;
  /** The page it was printed from; its author's slip code stands on his receipt alone. */
  url: string;
  /** The address as a QR, an SVG string. */
  qr: string;
}

/** The sheet of an appeal; null for whoever may not read it, and once its words are gone. */
export async function paperPage(ctx: Context, ref: AppealRef): Promise<PaperPage | null> {
  const view = await appealPage(ctx, ref);
  if (!view || view.title === null) return null;
  if (view.parts.isWithdrawn || view.parts.gone !== null) return null;
  const url = pageAddress(ctx, appealPath(view.village.slug, view.no));
  return { view, title: view.title, url, qr: qrOf(url) };
}
