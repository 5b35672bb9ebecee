import type { FormState } from '#server/kernel/http.ts';

/** What was typed into the lines of a letter, one entry for each line that the form has. */
export function typedLines(form: FormState | null, most: number) {
  const column = (name: string) => [form?.values[name] ?? []].flat();
  const [what, measure, dueOn, helpers] = ['what', 'measure', 'dueOn', 'helpers'].map(column);
  return Array.from({ length: most }, (_, at) => ({
    what: what?.[at] ?? '',
    measure: measure?.[at] ?? '',
    dueOn: dueOn?.[at] ?? '',
    helpers: helpers?.[at] ?? '',
  }));
}
