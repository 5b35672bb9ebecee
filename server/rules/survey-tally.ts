import type { SurveyAnswer, SurveyAnswers, SurveyQuestion } from '#server/rules/survey-rules.ts';

/**
 * What somebody answered: with all his answers while his sheet is opened, and then, as it is kept,
 * with one of them alone. Nobody's, of a group perhaps.
 */
export interface KeptAnswers {
  groupCode: string | null;
  answers: SurveyAnswers;
}

/**
 * Sheets taken apart: each answer stands alone, beside its group where enough of that group answered
 * the same question. Which answers came from one sheet is nowhere any more.
 */
export function takenApart(sheets: KeptAnswers[], least: number): KeptAnswers[] {
  const alone = sheets.flatMap(({ groupCode, answers }) =>
    Object.entries(answers).map(([no, answer]) => ({ no, groupCode, answers: { [no]: answer } })),
  );
  const byQuestion = [...Map.groupBy(alone, ({ no }) => no).values()];
  return byQuestion.flatMap((said) =>
    withLargeGroups(
      said.map(({ groupCode, answers }) => ({ groupCode, answers })),
      least,
    ),
  );
}

/**
 * Who answered is known, and where he lives: a group of which few answered is not kept beside its
 * answers, or a copy of the tables would tell whose they are.
 */
function withLargeGroups(said: KeptAnswers[], least: number): KeptAnswers[] {
  const kept = new Set(groupsShown(groupSizes(said), said.length, least));
  return said.map((one) => (kept.has(one.groupCode ?? '') ? one : { ...one, groupCode: null }));
}

function groupSizes(said: { groupCode: string | null }[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { groupCode } of said) {
    if (groupCode !== null) sizes.set(groupCode, (sizes.get(groupCode) ?? 0) + 1);
  }
  return sizes;
}

/** How often each option was chosen, by its place; of a matrix, row by row. */
export interface Counted {
  answered: number;
  /** One list; of a matrix, one per row. */
  counts: number[][];
}

/** One question counted; `whole` is null where too few answered it. */
export interface QuestionTally {
  no: number;
  whole: Counted | null;
  /** The groups that may be shown apart; none unless each of them and all the others are enough. */
  groups: ({ code: string } & Counted)[];
}

/** Counts a question with something to choose. */
export function tallyQuestion(
  question: SurveyQuestion,
  kept: KeptAnswers[],
  least: number,
): QuestionTally {
  const said = kept.flatMap(({ groupCode, answers }) => {
    const answer = answers[question.no];
    return answer === undefined ? [] : [{ groupCode, answer }];
  });
  const { no } = question;
  if (said.length < least) return { no, whole: null, groups: [] };
  const whole = countedOf(
    question,
    said.map(({ answer }) => answer),
  );
  const shown = groupsShown(groupSizes(said), said.length, least);
  const groups = shown.map((code) => {
    const own = said.filter(({ groupCode }) => groupCode === code);
    return {
      code,
      ...countedOf(
        question,
        own.map(({ answer }) => answer),
      ),
    };
  });
  return { no, whole, groups };
}

/** A question that was answered in free words: how many wrote, where they are enough. */
export function tallyWords(no: number, written: number, least: number): QuestionTally {
  return { no, whole: written < least ? null : { answered: written, counts: [] }, groups: [] };
}

/**
 * The groups that may be shown apart: each has enough answers, and so have all that are not shown
 * together, since they are what remains when the shown ones are taken from the whole. Where that
 * remainder would be small, the smallest shown group is hidden in it.
 */
export function groupsShown(
  sizes: ReadonlyMap<string, number>,
  total: number,
  least: number,
): string[] {
  const shown = [...sizes]
    .filter(([, n]) => n >= least)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const rest = () => total - shown.reduce((sum, [, n]) => sum + n, 0);
  while (shown.length > 0 && rest() > 0 && rest() < least) shown.pop();
  // One group that is everybody is the whole again.
  if (shown.length === 1 && rest() === 0) return [];
  return shown.map(([code]) => code).toSorted();
}

function countedOf(question: SurveyQuestion, answers: SurveyAnswer[]): Counted {
  const { kind, rows, options, most } = question;
  const width = kind === 'rating' ? most : kind === 'text' ? 0 : options.length;
  const height = kind === 'matrix' ? rows.length : 1;
  const counts = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
  for (const answer of answers) {
    for (const [row, picked] of picksOf(kind, answer)) {
      const line = counts[row];
      if (line?.[picked - 1] !== undefined) line[picked - 1] = (line[picked - 1] ?? 0) + 1;
    }
  }
  return { answered: answers.length, counts };
}

/** Row and number of everything that an answer chose. */
function picksOf(kind: SurveyQuestion['kind'], answer: SurveyAnswer): [number, number][] {
  if (typeof answer === 'string') return [];
  if (typeof answer === 'number') return [[0, answer]];
  return answer.map((picked, at) => [kind === 'matrix' ? at : 0, picked]);
}

/** The mean grade in tenths, rounded, of counts of grades from 1; null of none. */
export function meanTenths(counts: number[]): number | null {
  const answered = counts.reduce((sum, n) => sum + n, 0);
  if (answered === 0) return null;
  const sum = counts.reduce((total, n, at) => total + n * (at + 1), 0);
  return Math.round((sum * 10) / answered);
}

/**
 * The counts as a table to take away: the question (of a matrix, its row), what could be chosen, how
 * many chose it. Never sheet by sheet: whoever answered many questions is known by the whole of them.
 */
export function countTable(
  counted: { question: SurveyQuestion; tally: Pick<QuestionTally, 'whole'> }[],
): string[][] {
  return counted.flatMap(({ question, tally }) => {
    const { no, kind, label, rows } = question;
    const counts = tally.whole?.counts ?? [];
    return counts.flatMap((line, at) =>
      line.map((n, place) => [
        kind === 'matrix' ? `${no}. ${label} / ${rows[at] ?? ''}` : `${no}. ${label}`,
        question.options[place] ?? String(place + 1),
        String(n),
      ]),
    );
  });
}
