import { wordsFor } from '#content/messages/words.ts';
import type { CheckPage } from '#server/appeals/raising.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { Lang } from '#server/rules/dates.ts';
import { namedWords } from '#site/posts/words.ts';

/** What the last screen lets the person choose, as labelled options. */
export function sendChoices(lang: Lang, view: CheckPage) {
  const { raising, common } = wordsFor(lang);
  const words = raising.check;
  const cadre = view.duty ? namedWords(lang, view.duty.holder) : '';
  const { secretary, name, nickname } = view;
  const isForTown = view.plan?.audience === 'town';
  const toCadre = { value: 'cadre', label: words.toCadre(cadre), hint: words.toCadreHint };
  const toSecretary = secretary && {
    value: 'secretary',
    label: words.toSecretary(secretary.post, secretary.name),
    hint: words.toSecretaryHint(view.duty?.holder.name ?? ''),
  };
  const resident = common.people.villager[view.village.kind];
  return {
    // The town's matters have one reader, whom nobody chooses.
    addressee: isForTown ? [] : [toCadre, toSecretary].filter((option) => option !== null),
    audience: [
      { value: 'public', label: words.public, hint: words.publicHint },
      { value: 'handlers', label: words.handlers, hint: words.handlersHint },
    ],
    shownAs: [
      { value: 'resident', label: words.asResident(resident), hint: words.asResidentHint },
      ...(nickname === '' ? [] : [{ value: 'nickname', label: words.asNickname(nickname) }]),
      { value: 'name', label: words.asName(name) },
    ],
  };
}

/** When counting begins and who answers by when, in whole sentences. */
export function whenWords(lang: Lang, view: CheckPage): string[] {
  const { say } = wordsFor(lang).time;
  const { duty, plan, now } = view;
  if (!duty || !plan) return [];
  const who = namedWords(lang, duty.holder);
  const { startsAt, dueAt, state } = duty.first;
  const isClosed = state === 'wait' && startsAt !== null;
  const starts = isClosed ? [say.startsLater(dayTime(lang, startsAt, now))] : [];
  if (dueAt !== null) return [say.answersBy(who, dayTime(lang, dueAt, now)), ...starts];
  const { readAt } = plan.limits.first;
  if (readAt === null) return [say.answersUnknown(who)];
  return [say.nobodyOnDuty(dayTime(lang, readAt, now))];
}
