import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import {
  plainText,
  type RenderedText,
  readLines,
  renderMarkdown,
} from '#server/kernel/markdown.ts';
import type { Result } from '#server/kernel/result.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { selectStanding } from '#server/posts/author-records.ts';
import { isReadByMany } from '#server/posts/kinds.ts';
import { titleOf } from '#server/rules/appeal-title.ts';
import { findPersonal, maskPersonal } from '#server/rules/masking.ts';
import { whenWordsAppear } from '#server/rules/release.ts';

/** Words as they are stored and shown. */
export interface Wording extends RenderedText {
  body: string;
}

/** Blackens telephone, ID and card numbers and plates; offices' own numbers may stand. */
export function blacken(text: string, allowed: string[] = []): string {
  return maskPersonal(text, findPersonal(text, { allowed }));
}

/**
 * The form with personal numbers blackened and the question whether that may be sent (voice 24);
 * null when there is nothing to blacken. `fields` are the names of the fields that are published.
 */
export function blackenedForm(
  values: FormState['values'],
  fields: string[],
  allowed: string[] = [],
): FormState | null {
  const masked = { ...values };
  const errors: FormState['errors'] = {};
  for (const field of fields) {
    const typed = values[field];
    if (typeof typed !== 'string') continue;
    const text = blacken(typed, allowed);
    if (text === typed) continue;
    masked[field] = text;
    errors[field] = 'personalMasked';
  }
  return Object.keys(errors).length > 0 ? { values: masked, errors } : null;
}

interface WordingOptions {
  isOfficial: boolean;
  /** Of a short kind, however official. */
  isShort?: boolean | undefined;
  /** Numbers that may stand. */
  allowed?: string[];
}

/** Words made ready before a write: blackened whatever the form said, then rendered once. */
export function prepareWords(
  ctx: Context,
  typed: string,
  { isOfficial, isShort, allowed = [] }: WordingOptions,
): Result<Wording> {
  const { bodyLength, officialLength, shortLength } = ctx.book.rules.texts;
  const said = typed.trim();
  const body = blacken(said, allowed);
  const limit = isOfficial ? officialLength : bodyLength;
  const options = { limit: isShort ? shortLength : limit, isOfficial };
  const rendered = renderMarkdown(body, options);
  if (!rendered.ok) return rendered;
  // A number can be typed so that only its Markdown, once read, shows it: then the words stay plain.
  const read = readLines(rendered.value.html);
  const isLookedAt = read === said;
  const plain = isLookedAt ? body : blacken(read, allowed);
  if (plain === read) return { ok: true, value: { body, ...rendered.value } };
  const covered = renderMarkdown(plain, options);
  return covered.ok ? { ok: true, value: { body: plain, ...covered.value } } : covered;
}

/**
 * Whether somebody has to look before these words of the viewer appear. What only its author and
 * those who answer read waits for nobody, and passes no other desk.
 */
export async function holdsWords(
  ctx: Context,
  { kind, isOfficial, audience }: { kind: string; isOfficial: boolean; audience: string },
): Promise<boolean> {
  const { personId } = ctx.viewer;
  if (isOfficial || personId === null || !isReadByMany(audience)) return false;
  const known = await selectStanding(ctx.db.read, personId);
  const isFirstPost = !known?.hasPosted;
  const sent = { kind, isOfficial, isFirstPost, accountOpenedAt: known?.accountOpenedAt ?? null };
  return whenWordsAppear(ctx.book.rules.moderation, sent, ctx.clock.now()) === 'after-look';
}

const FIRST_BLOCK_END = /<\/(?:p|li|h[3-6]|blockquote|pre)>|<br ?\/?>/;

/** The first sentence of rendered words: the title of what has none. */
export function firstWords(html: string): string {
  const [first = html] = html.split(FIRST_BLOCK_END).filter((block) => plainText(block, 1) !== '');
  return titleOf(plainText(first, 200));
}

/** In which role somebody acts, for the ledger: his post, else villager or phone user. */
export function roleOf(viewer: Viewer, villageCode: string, heldPost: string | null): string {
  if (heldPost !== null) return heldPost;
  const isVillager = viewer.memberships.some((one) => one.villageCode === villageCode);
  return isVillager ? 'villager' : 'phone_user';
}
