import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { renderMarkdown } from '#server/kernel/markdown.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { CorrectionForm } from '#server/meetings/forms.ts';
import { actOf, type Keeper, keeperOf } from '#server/meetings/keeper.ts';
import {
  insertVersion,
  type MeetingRow,
  meetingInTx,
  replaceAttendance,
  selectVersions,
  selectWholeMeeting,
  updateMeeting,
  updateVersion,
} from '#server/meetings/records.ts';
import { type MeetingWords, meetingWords } from '#server/meetings/words.ts';
import type { PrivacyForm } from '#server/moderation/forms.ts';
import { blacken } from '#server/posts/wording.ts';
import { redact } from '#server/rules/masking.ts';

/** Which meeting: its village and its number there. */
export interface MeetingRef {
  slug: string;
  no: number;
}

/**
 * Puts a record right, once per form key. What it said before stays, with the reason, for all who
 * read the record; of day, topic and number everybody sees that they were changed.
 */
export async function correctMeeting(
  ctx: Context,
  ref: MeetingRef,
  form: CorrectionForm,
): Promise<Result> {
  const found = await keptMeeting(ctx, ref);
  if (!found.ok) return found;
  const { keeper, meeting } = found.value;
  const words = await meetingWords(ctx, keeper.village, form);
  if (!words.ok) return words;
  if ([...form.reason].length > ctx.book.rules.texts.reasonLength) {
    return refuse('tooLong', 'reason');
  }
  const { personId: actorId } = keeper;
  const sent = { actorId, action: 'meeting.correct', key: form.key, at: ctx.clock.now() };
  const corrected = { words: words.value, reason: blacken(form.reason) };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'meeting', 'id', meeting.id);
    return once<Result>(tx, sent, () => rewrite(tx, ctx, keeper, { id: meeting.id, ...corrected }));
  });
}

async function rewrite(
  tx: Tx,
  ctx: Context,
  keeper: Keeper,
  { id, words, reason }: { id: string; words: MeetingWords; reason: string },
): Promise<Result> {
  const now = await meetingInTx(tx, id);
  if (!now) return refuse('notFound');
  const at = ctx.clock.now();
  const no = (await selectVersions(tx, id)).length + 1;
  const replaced = { replacedById: keeper.personId, replacedAt: at };
  await insertVersion(tx, { ...saidIn(now), meetingId: id, no, reason, ...replaced });
  const { attendance, ...changes } = words;
  await updateMeeting(tx, id, { ...changes, changedAt: at });
  await replaceAttendance(tx, id, attendance);
  const { heldOn, present, remote } = changes;
  await append(tx, {
    ...actOf(ctx, keeper),
    what: 'meeting.corrected',
    subjectId: id,
    facts: { version: no + 1, heldOn, present: present + remote },
    content: { ...words, reason },
  });
  tx.touch(`village:${keeper.village.code}`);
  return accept();
}

/** What of a record is kept when it is replaced. */
function saidIn({ kind, heldOn, topic, place, agenda, due, present, remote, body }: MeetingRow) {
  return { kind, heldOn, topic, place, agenda, due, present, remote, body };
}

/**
 * 隐私更正: puts ■ for a personal datum in a record and in all that it said before. Only that it
 * happened is recorded. Refuses 'datumNotFound' when it stands nowhere.
 */
export async function coverInMeeting(
  ctx: Context,
  ref: MeetingRef,
  { datum, key }: PrivacyForm,
): Promise<Result> {
  const found = await keptMeeting(ctx, ref);
  if (!found.ok) return found;
  const { keeper, meeting } = found.value;
  if (actingPost(ctx.viewer, 'privacy.correct', keeper.village.path) === null) {
    return refuse('notFound');
  }
  const sent = { actorId: keeper.personId, action: 'meeting.cover', key, at: ctx.clock.now() };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'meeting', 'id', meeting.id);
    return once<Result>(tx, sent, async () => {
      const places = await coverAll(tx, ctx, meeting.id, (text) => redact(text, datum));
      if (places === 0) return refuse('datumNotFound', 'datum');
      const what = 'meeting.privacy-corrected';
      await append(tx, {
        ...{ ...actOf(ctx, keeper), what, subjectId: meeting.id },
        facts: { places },
      });
      tx.touch(`village:${keeper.village.code}`);
      return accept();
    });
  });
}

type Cover = (text: string) => string;

/** How many texts changed: those of the record, and of each version. */
async function coverAll(tx: Tx, ctx: Context, id: string, cover: Cover): Promise<number> {
  const now = await meetingInTx(tx, id);
  let changed = 0;
  const words = now && coveredWords(now, cover);
  if (now && words) {
    await updateMeeting(tx, id, { ...words, html: rendered(ctx, words.body) });
    changed += 1;
  }
  for (const version of await selectVersions(tx, id)) {
    const before = coveredWords(version, cover);
    const reason = cover(version.reason);
    if (!before && reason === version.reason) continue;
    await updateVersion(tx, version, { ...before, reason });
    changed += 1;
  }
  return changed;
}

type Worded = Pick<MeetingRow, 'topic' | 'place' | 'agenda' | 'body'>;

/** The words with the datum covered; null when it stood in none of them. */
function coveredWords({ topic, place, agenda, body }: Worded, cover: Cover): Worded | null {
  const before: Worded = { topic, place, agenda, body };
  const after: Worded = {
    topic: cover(topic),
    place: cover(place),
    agenda: agenda.map(cover),
    body: cover(body),
  };
  return JSON.stringify(after) === JSON.stringify(before) ? null : after;
}

function rendered(ctx: Context, body: string): string {
  const limit = ctx.book.rules.texts.officialLength;
  const made = renderMarkdown(body, { limit, isOfficial: true });
  // It was within its limit before, and ■ is no longer than what it covers.
  if (!made.ok) throw new Error('a stored record is longer than its limit');
  return made.value.html;
}

async function keptMeeting(
  ctx: Context,
  { slug, no }: MeetingRef,
): Promise<Result<{ keeper: Keeper; meeting: MeetingRow }>> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  const which = { villageCode: keeper.value.village.code, no };
  const meeting = await selectWholeMeeting(ctx.db.read, ctx.viewer, which);
  return meeting ? accept({ keeper: keeper.value, meeting }) : refuse('notFound');
}
