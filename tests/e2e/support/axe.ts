import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

/** Which rules are asked: those of some standards, or some by name. */
export interface Asked {
  type: 'tag' | 'rule';
  values: string[];
}

interface Violation {
  id: string;
  nodes: { html: string; target: string[] }[];
}

declare global {
  interface Window {
    axe: { run(where: Document, how: object): Promise<{ violations: Violation[] }> };
  }
}

const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Gives axe to every page that is opened from now on. Where many pages are looked at, this takes a
 * tenth of the time of sending it to each.
 */
export async function bringAxe(page: Page): Promise<void> {
  await page.addInitScript({ path });
}

/** What axe finds wrong with a page as it stands; every rule is asked unless some are named. */
export async function axeFaults(page: Page, asked?: Asked): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(readFileSync(path, 'utf8'));
  const how = { ...(asked && { runOnly: asked }), resultTypes: ['violations'] };
  const violations = await page.evaluate(async (options) => {
    const found = await window.axe.run(document, options);
    return found.violations;
  }, how);
  return violations.map(({ id, nodes: [node] }) => `${id} at ${node?.target.join(' ')}`);
}
