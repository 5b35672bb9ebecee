import { wordsFor } from '#content/messages/words.ts';
import type { MeetingRow } from '#server/meetings/records.ts';
import type { Lang, LocalDate } from '#server/rules/dates.ts';

type Said = Pick<
  MeetingRow,
  'kind' | 'topic' | 'place' | 'agenda' | 'due' | 'present' | 'remote' | 'body'
> & { heldOn: LocalDate };

/** A record as lines of text that can be compared: all of it, or what everybody may know. */
export function wordsOfMeeting(lang: Lang, said: Said, isWhole: boolean): string {
  const words = wordsFor(lang).meetings;
  const kinds: Record<string, string> = words.kinds;
  const { heldOn, topic, place, agenda, due, present, remote } = said;
  const open = [topic, heldOn, words.came(present + remote)];
  if (!isWhole) return open.join('\n');
  return [
    ...[topic, `${heldOn} ${kinds[said.kind] ?? ''}`, words.page.attendance(due, present, remote)],
    ...(place === '' ? [] : [words.page.place(place)]),
    ...agenda.map((item, at) => `${at + 1}. ${item}`),
    said.body,
  ].join('\n');
}
