import { wordsFor } from '#content/messages/words.ts';
import type { AppealStepView } from '#server/appeals/step-views.ts';
import type { AppealPage } from '#server/appeals/views.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { namedWords } from '#site/posts/words.ts';

/** A line of the timeline, as site/posts/Steps.astro prints it. */
interface Step {
  kind: 'next' | 'person' | 'auto';
  what: string;
  at: EpochMs | null;
  who: string | null;
  words?: string | null;
}

/** Kinds whose words stand under 答复; the timeline only names them. */
const official = new Set(['answered', 'progress', 'planned', 'proposed', 'receipt']);

/** Whether the words of a step are an office's, which stand whole under 答复. */
export function isOfficial({ kind }: AppealStepView): boolean {
  return official.has(kind) && kind !== 'receipt';
}

/** The answers and reports of an appeal that have words, newest first. */
export function officialWords(view: AppealPage): AppealStepView[] {
  return view.steps.filter((step) => isOfficial(step) && step.html !== '').reverse();
}

/** The timeline of an appeal, newest first, with what is expected next on top. */
export function timeline(lang: Lang, view: AppealPage): Step[] {
  const done = view.steps.map((step) => stepOf(lang, view, step)).reverse();
  const next = nextStep(lang, view);
  return next ? [next, ...done] : done;
}

/** Who did a step, as a timeline names him. */
function whoOf(lang: Lang, { kind, by, byPost, insteadOf }: AppealStepView): string | null {
  const { steps, page } = wordsFor(lang).appeals;
  if (kind === 'handed' && by && insteadOf) return steps.handedOn(insteadOf.name, by.name);
  if (byPost === 'system') return null;
  if (byPost === 'entered') return page.entered;
  if (!by) return steps.resident;
  return insteadOf ? steps.instead(by.name, insteadOf.name) : by.name;
}

/** A step as the timeline prints it. */
export function stepOf(lang: Lang, view: AppealPage, step: AppealStepView): Step {
  const words = wordsFor(lang).appeals.steps;
  const names: Record<string, string> = words.what;
  const isFirstAnswer = official.has(step.kind) && step.at === view.duty?.first.endedAt;
  const isAuto = step.byPost === 'system' || step.kind === 'receipt';
  const kind = step.byPost === 'entered' ? 'entered' : step.kind;
  return {
    kind: isAuto ? 'auto' : 'person',
    what: isFirstAnswer && step.kind === 'answered' ? words.firstAnswered : (names[kind] ?? kind),
    at: step.at,
    who: [
      whoOf(lang, step),
      isFirstAnswer ? takenWords(lang, view) : null,
      gradeWords(lang, view, step),
    ]
      .filter((part) => part !== null)
      .join(lang === 'zh' ? '，' : ', '),
    words: isOfficial(step) ? null : step.text || null,
  };
}

function gradeWords(lang: Lang, { grades }: AppealPage, { kind, facts }: AppealStepView) {
  const { own } = wordsFor(lang).appeals;
  const names: Record<string, string> = own.grades;
  const grade = kind === 'confirmed' ? grades[Number(facts.grade) - 1] : undefined;
  return grade === undefined ? null : own.graded(names[grade] ?? grade);
}

function takenWords(lang: Lang, { duty }: AppealPage): string | null {
  const amount = duty?.first.amount;
  return amount ? wordsFor(lang).appeals.steps.taken(wordsFor(lang).time.length(amount)) : null;
}

function nextStep(lang: Lang, view: AppealPage): Step | null {
  const words = wordsFor(lang).appeals.steps.next;
  const { state, duty, plan, awaitsUntil, now } = view;
  const blank = { kind: 'next' as const, at: null, who: null };
  if (state === 'awaiting') {
    const until = awaitsUntil === null ? null : plainDay(lang, awaitsUntil, now);
    const who = until && wordsFor(lang).appeals.steps.dueBy(until);
    return { ...blank, what: words.awaiting, who };
  }
  if (state === 'unconfirmed') return { ...blank, what: words.unconfirmed };
  const isOver = state === 'solved' || state === 'withdrawn';
  if (isOver || !duty) return null;
  const isAnswered = duty.first.endedAt !== null;
  // Whoever was written to by name owes the first answer; the cadre does the work.
  const next = isAnswered ? duty.holder : (view.secretary ?? duty.holder);
  const who = namedWords(lang, next);
  const milestone = plan.find((step) => step.doneAt === null);
  if (isAnswered && milestone) return dueStep(lang, milestone.what, milestone.dueAt, now);
  const clock = isAnswered ? duty.finish : duty.first;
  const owed = clock?.kind === 'plan' ? words.plan(who) : words.finish(who);
  const what = isAnswered ? owed : words.answer(who);
  return dueStep(lang, what, clock?.dueAt ?? null, now);
}

function dueStep(lang: Lang, what: string, dueAt: EpochMs | null, now: EpochMs): Step {
  const { dueBy } = wordsFor(lang).appeals.steps;
  const who = dueAt === null ? null : dueBy(plainDay(lang, dueAt, now));
  return { kind: 'next', what, at: null, who };
}
