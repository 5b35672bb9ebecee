import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import type { MeetingForm } from '#server/meetings/forms.ts';
import { type MeetingRow, selectMembers } from '#server/meetings/records.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { localDate } from '#server/rules/dates.ts';

/** Somebody who took part, and how: 'present' or 'remote'. */
export interface Attendance {
  personId: string;
  how: string;
}

type Unread = 'id' | 'no' | 'audience' | 'recordedById' | 'createdAt' | 'changedAt';
/** What a form says of a meeting, checked, covered and rendered before any write. */
export type MeetingWords = Omit<MeetingRow, Unread> & { attendance: Attendance[] };

/** A record's words made ready, or why they cannot be kept. */
export async function meetingWords(
  ctx: Context,
  { code: villageCode }: Village,
  form: Omit<MeetingForm, 'audience'>,
): Promise<Result<MeetingWords>> {
  const refusal = refusedField(ctx, form);
  if (refusal) return refusal;
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const attendance = await attendanceOf(ctx, villageCode, form);
  const countOf = (how: string) => attendance.filter((one) => one.how === how).length;
  if (countOf('present') > form.present) return refuse('moreTicked', 'present');
  if (countOf('remote') > form.remote) return refuse('moreTicked', 'remote');
  const { kind, heldOn, due, present, remote } = form;
  const { body, html, engine: renderedBy } = wording.value;
  return accept({
    ...{ villageCode, kind, heldOn, due, present, remote, body, html, renderedBy, attendance },
    topic: blacken(form.topic),
    place: blacken(form.place),
    agenda: form.agenda.filter((item) => item !== '').map((item) => blacken(item)),
    lessonIds: form.lessonIds.filter((id) => id !== ''),
  });
}

/** Only those whom the village's list names; ticked twice, somebody sat there. */
async function attendanceOf(
  ctx: Context,
  villageCode: string,
  { here, away }: Pick<MeetingForm, 'here' | 'away'>,
): Promise<Attendance[]> {
  const members = await selectMembers(ctx.db.read, villageCode);
  return members.flatMap(({ personId }) => {
    if (here.includes(personId)) return [{ personId, how: 'present' }];
    return away.includes(personId) ? [{ personId, how: 'remote' }] : [];
  });
}

function refusedField(ctx: Context, form: Omit<MeetingForm, 'audience'>): Refusal | null {
  const { titleLength } = ctx.book.rules.texts;
  if ([...form.topic].length > titleLength) return refuse('tooLong', 'topic');
  if ([...form.place].length > titleLength) return refuse('tooLong', 'place');
  if (form.agenda.some((item) => [...item].length > titleLength))
    return refuse('tooLong', 'agenda');
  if (form.heldOn > localDate(ctx.clock.now())) return refuse('meetingToCome', 'heldOn');
  return form.present + form.remote > form.due ? refuse('moreThanDue', 'present') : null;
}
