/** One line of the table: what was measured, against which goal. */
export interface Line {
  /** The goal's number. */
  no: number;
  what: string;
  /** The figure that the goal is about, as it is printed. */
  figure: string;
  goal: string;
  isMet: boolean;
  /** Absolute figures, which move with the machine. */
  aside: string;
}

/** The middle one of some figures. */
export function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('a median of nothing');
  return middle;
}

/** A goal of the kind "at least so many times the reference". */
export function atLeast(limit: number, ratio: number): Pick<Line, 'figure' | 'goal' | 'isMet'> {
  return { figure: `${ratio.toFixed(2)} ×`, goal: `≥ ${limit} ×`, isMet: ratio >= limit };
}

/** A goal of the kind "at most so many times". */
export function atMost(limit: number, ratio: number): Pick<Line, 'figure' | 'goal' | 'isMet'> {
  return { figure: `${ratio.toFixed(2)} ×`, goal: `≤ ${limit} ×`, isMet: ratio <= limit };
}

/** A goal in a unit of its own. */
export function within(
  limit: number,
  value: number,
  unit: string,
): Pick<Line, 'figure' | 'goal' | 'isMet'> {
  const digits = value < 10 ? 2 : 0;
  return {
    figure: `${value.toFixed(digits)} ${unit}`,
    goal: `≤ ${limit} ${unit}`,
    isMet: value <= limit,
  };
}

/** What is wrong with an answer ends the whole run: a fast wrong answer is worth nothing. */
export function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`wrong answer: ${what}`);
}

/** The table as it is printed. */
export function tableOf(lines: Line[]): string {
  const rows = lines.map((line) => [
    `#${line.no}`,
    line.what,
    line.figure,
    line.goal,
    line.isMet ? 'met' : 'MISSED',
    line.aside,
  ]);
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
