import { wordsFor } from '#content/messages/words.ts';
import type { MotionPage } from '#server/motions/views.ts';
import type { ClockFace } from '#server/rules/clock-face.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { motionTag } from '#site/motions/motion-tag.ts';
import { clockLines } from '#site/posts/clock-words.ts';
import { type OwnClock, questionsClock } from '#site/posts/own-clocks.ts';

/** The clocks of a matter that counts as raised: to be taken up, then its questions; and how it stands. */
export function motionClocks(lang: Lang, view: MotionPage, now: EpochMs): OwnClock[] {
  const { duty, loggedAt, parts } = view;
  if (!duty) return [];
  const { plate } = wordsFor(lang).motions;
  const toLog = { ...timed(lang, duty.first, now), name: plate.log };
  const first = loggedAt === null ? toLog : questionsClock(lang, parts.questions);
  return [first, standingClock(lang, view, now)];
}

// Nothing is 办好 by being voted on: only the talk has a day, the way through the steps has a share.
function standingClock(lang: Lang, view: MotionPage, now: EpochMs): OwnClock {
  const { state, steps, duty } = view;
  const stands = {
    name: wordsFor(lang).posts.plate.stands,
    value: motionTag(lang, state).label,
  };
  const isTalk = state === 'talking' || state === 'ended';
  if (isTalk && duty?.finish) return { ...timed(lang, duty.finish, now), ...stands };
  if (state === 'decided' || state === 'closed') return { ...stands, state: 'done', used: 1 };
  const passed = steps.filter((one) => one.state === 'done').length;
  return { ...stands, state: 'run', used: passed / Math.max(steps.length, 1) };
}

function timed(lang: Lang, face: ClockFace, now: EpochMs): OwnClock {
  const { name, value, due } = clockLines(lang, face, now);
  return { state: face.state, used: face.used, name, value, ...(due === null ? {} : { due }) };
}
