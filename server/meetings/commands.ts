import type { Tx } from '#db/surface.ts';
import { accountOfPhone } from '#server/accounts/accounts-for-others.ts';
import { nextPostNo } from '#server/grids/duties.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { MeetingForm, MemberForm } from '#server/meetings/forms.ts';
import {
  deleteMember,
  insertMeeting,
  insertMember,
  type MeetingRow,
  selectWholeMeeting,
  updateAudience,
} from '#server/meetings/records.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/** Where somebody keeps these records, and in which post. */
interface Keeper {
  village: Village;
  personId: string;
  byPost: string;
}

/** Writes the record of a meeting, once per form key; gives its number in the village. */
export async function recordMeeting(
  ctx: Context,
  slug: string,
  form: MeetingForm,
): Promise<Result<{ no: number }>> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  const refusal = refusedField(ctx, form);
  if (refusal) return refusal;
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const { personId } = keeper.value;
  const at = ctx.clock.now();
  const row = rowOf(form, wording.value, { ...keeper.value, at });
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'meeting', key: form.key, at }, () =>
      writeMeeting(tx, ctx, keeper.value, row),
    ),
  );
  return accept({ no });
}

type UnnumberedMeeting = Omit<MeetingRow, 'no'>;

/** The record and its ledger entry; its number. */
async function writeMeeting(tx: Tx, ctx: Context, keeper: Keeper, row: UnnumberedMeeting) {
  const no = await nextPostNo(tx, row.villageCode);
  await insertMeeting(tx, { ...row, no });
  await append(tx, {
    ...actOf(ctx, keeper),
    what: 'meeting.recorded',
    subjectId: row.id,
    facts: { heldOn: row.heldOn, present: row.present + row.remote, audience: row.audience },
    content: row,
  });
  tx.touch(`village:${row.villageCode}`);
  return no;
}

function rowOf(
  { key: _, ...fields }: MeetingForm,
  { body, html, engine: renderedBy }: Wording,
  { village, personId, at }: Keeper & { at: EpochMs },
): UnnumberedMeeting {
  return {
    ...fields,
    id: newId(),
    villageCode: village.code,
    topic: blacken(fields.topic),
    place: blacken(fields.place),
    agenda: fields.agenda.filter((item) => item !== '').map((item) => blacken(item)),
    lessonIds: fields.lessonIds.filter((id) => id !== ''),
    body,
    html,
    renderedBy,
    recordedById: personId,
    createdAt: at,
    changedAt: null,
  };
}

/** Lets more or fewer people read the record from now on. */
export async function openMeeting(
  ctx: Context,
  { slug, no }: { slug: string; no: number },
  audience: string,
): Promise<Result> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  const { village } = keeper.value;
  const found = await selectWholeMeeting(ctx.db.read, ctx.viewer, {
    villageCode: village.code,
    no,
  });
  if (!found) return refuse('notFound');
  await ctx.db.write(async (tx) => {
    await updateAudience(tx, found.id, audience);
    await append(tx, {
      ...actOf(ctx, keeper.value),
      what: 'meeting.opened',
      subjectId: found.id,
      facts: { audience },
    });
    tx.touch(`village:${village.code}`);
  });
  return accept();
}

/** Says that somebody is a member of the Party here; an account is opened where there is none. */
export async function markMember(
  ctx: Context,
  slug: string,
  { name, phone }: MemberForm,
): Promise<Result> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  const { village, personId: markedById } = keeper.value;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const account = await accountOfPhone(tx, ctx, { name, phone, at });
    if (!account.ok) return account;
    const { personId } = account.value;
    await insertMember(tx, { villageCode: village.code, personId, markedById, markedAt: at });
    await append(tx, memberAct(ctx, keeper.value, 'party.marked', personId));
    return accept();
  });
}

/** Takes the mark away again. */
export async function unmarkMember(ctx: Context, slug: string, personId: string): Promise<Result> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  return ctx.db.write(async (tx) => {
    const wasThere = await deleteMember(tx, keeper.value.village.code, personId);
    if (!wasThere) return refuse('notFound');
    await append(tx, memberAct(ctx, keeper.value, 'party.unmarked', personId));
    return accept();
  });
}

async function keeperOf(ctx: Context, slug: string): Promise<Result<Keeper>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'meeting.record', village.path);
  return byPost === null ? refuse('notFound') : accept({ village, personId, byPost });
}

function actOf(ctx: Context, { village, personId, byPost }: Keeper) {
  return {
    subjectKind: 'meeting',
    villageCode: village.code,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.rules.version,
  };
}

/** Who belongs to the Party is nobody else's business: the entry commits to him, and names nobody. */
function memberAct(ctx: Context, keeper: Keeper, what: string, personId: string) {
  const { code } = keeper.village;
  return {
    ...actOf(ctx, keeper),
    what,
    subjectKind: 'village',
    subjectId: code,
    content: { personId },
  };
}

function refusedField(ctx: Context, form: MeetingForm): Refusal | null {
  const { titleLength } = ctx.book.rules.texts;
  if ([...form.topic].length > titleLength) return refuse('tooLong', 'topic');
  if ([...form.place].length > titleLength) return refuse('tooLong', 'place');
  if (form.agenda.some((item) => [...item].length > titleLength))
    return refuse('tooLong', 'agenda');
  if (form.heldOn > localDate(ctx.clock.now())) return refuse('meetingToCome', 'heldOn');
  return form.present + form.remote > form.due ? refuse('moreThanDue', 'present') : null;
}
