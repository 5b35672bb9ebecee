import { renderSVG } from 'uqr';
import type { Env } from '#server/kernel/env.ts';
import { slipPath } from '#server/rules/links.ts';

/** The full address that a slip code stands for, as a QR or a message carries it. */
export function slipAddress(env: Pick<Env, 'publicOrigin' | 'port'>, slipCode: string): string {
  return `${env.publicOrigin ?? `http://localhost:${env.port}`}${slipPath(slipCode)}`;
}

/** The QR of that address as an SVG string, black on white. */
export function slipQr(env: Pick<Env, 'publicOrigin' | 'port'>, slipCode: string): string {
  return renderSVG(slipAddress(env, slipCode), { border: 1, pixelSize: 4 });
}
