import type { Tx } from '#db/surface.ts';
import { accountOfPhone } from '#server/accounts/accounts-for-others.ts';
import { nextPostNo } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import type { MeetingForm, MemberForm } from '#server/meetings/forms.ts';
import { actOf, type Keeper, keeperOf } from '#server/meetings/keeper.ts';
import {
  deleteMember,
  insertMeeting,
  insertMember,
  type MeetingRow,
  replaceAttendance,
  selectWholeMeeting,
  updateMeeting,
} from '#server/meetings/records.ts';
import { type Attendance, meetingWords } from '#server/meetings/words.ts';

/** Writes the record of a meeting, once per form key; gives its number in the village. */
export async function recordMeeting(
  ctx: Context,
  slug: string,
  form: MeetingForm,
): Promise<Result<{ no: number }>> {
  const keeper = await keeperOf(ctx, slug);
  if (!keeper.ok) return keeper;
  const words = await meetingWords(ctx, keeper.value.village, form);
  if (!words.ok) return words;
  const { personId } = keeper.value;
  const at = ctx.clock.now();
  const { audience } = form;
  const made = { audience, recordedById: personId, createdAt: at, changedAt: null };
  const { villageCode, attendance, ...said } = words.value;
  const row = { ...said, ...made, id: newId(), villageCode };
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'meeting', key: form.key, at }, () =>
      writeMeeting(tx, ctx, keeper.value, { row, attendance }),
    ),
  );
  return accept({ no });
}

type UnnumberedMeeting = Omit<MeetingRow, 'no'>;

/** The record and its ledger entry; its number. */
async function writeMeeting(
  tx: Tx,
  ctx: Context,
  keeper: Keeper,
  { row, attendance }: { row: UnnumberedMeeting; attendance: Attendance[] },
) {
  const no = await nextPostNo(tx, row.villageCode);
  await insertMeeting(tx, { ...row, no });
  await replaceAttendance(tx, row.id, attendance);
  await append(tx, {
    ...actOf(ctx, keeper),
    what: 'meeting.recorded',
    subjectId: row.id,
    facts: { heldOn: row.heldOn, present: row.present + row.remote, audience: row.audience },
    content: { ...row, attendance },
  });
  tx.touch(`village:${row.villageCode}`);
  return no;
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
    await updateMeeting(tx, found.id, { audience });
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
