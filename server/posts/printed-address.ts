import { renderSVG } from 'uqr';
import type { Context } from '#server/kernel/context.ts';
import { siteOrigin } from '#server/kernel/site-origin.ts';
import { href, slipPath } from '#server/rules/links.ts';

/** The full address of a page of the one tree, in the reader's language. */
export function pageAddress(ctx: Context, path: string): string {
  return siteOrigin(ctx) + href(ctx.lang, path);
}

/** The full address that a slip code stands for: for its holder's receipt and nothing else. */
export function slipAddress(ctx: Context, slipCode: string): string {
  return pageAddress(ctx, slipPath(slipCode));
}

/** An address as a QR: an SVG string, black on white. */
export function qrOf(address: string): string {
  return renderSVG(address, { border: 1, pixelSize: 4 });
}
