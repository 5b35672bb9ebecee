import type { FormState } from '#server/kernel/http.ts';

/** One line of a letter's form, as far as it is filled in. */
export type TypedLine = Record<'what' | 'measure' | 'dueOn' | 'helpers', string>;

/** What was typed into the lines of a letter, one entry for each line that the form has. */
export function typedLines(form: FormState | null, most: number): TypedLine[] {
  const column = (name: string) => [form?.values[name] ?? []].flat();
  const [what, measure, dueOn, helpers] = ['what', 'measure', 'dueOn', 'helpers'].map(column);
  return Array.from({ length: most }, (_, at) => ({
    what: what?.[at] ?? '',
    measure: measure?.[at] ?? '',
    dueOn: dueOn?.[at] ?? '',
    helpers: helpers?.[at] ?? '',
  }));
}

/** Whether nothing was typed into a line. */
export function isBlank(line: TypedLine): boolean {
  return Object.values(line).every((cell) => cell === '');
}

/** The fields of a letter that can be wrong, in their order on the page. */
export function letterFields(lines: number, photos: number): string[] {
  const ofLine = (no: number) => ['what', 'measure', 'dueOn', 'helpers'].map((name) => name + no);
  const numbers = (n: number) => Array.from({ length: n }, (_, at) => at + 1);
  return [
    ...['title', 'body'],
    ...numbers(lines).flatMap(ofLine),
    ...['portrait', 'recording', 'transcript'],
    ...numbers(photos).map((no) => `photo${no}`),
    ...['day', 'time'],
  ];
}
