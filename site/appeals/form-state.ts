import { wordsFor } from '#content/messages/words.ts';
import type { AppealPage } from '#server/appeals/views.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { Lang } from '#server/rules/dates.ts';

/** What every form of an act on an appeal's page is given. */
export interface ActProps {
  lang: Lang;
  view: AppealPage;
  path: string;
  /** The form that came back, of whichever act. */
  form: FormState | null;
}

/** A form that came back: what was typed and what is wrong, in words, by field. */
export interface Returned {
  value(field: string): string | undefined;
  values(field: string): string[];
  error(field: string): string | undefined;
  /** Words of every error by the id of its field, for the summary on top. */
  errors: Record<string, string>;
}

/**
 * One of several forms of a page as it came back: each sends its name in `act`, and ids carry it,
 * so that two fields called words are told apart. A form that was not sent is empty.
 */
export function returnedAct(lang: Lang, form: FormState | null, act: string): Returned {
  const isThis = form?.values.act === act;
  return returned(lang, isThis ? form : null, (field) => fieldId(act, field));
}

/** The photos that came with this form, when it is the one that came back. */
export function keptFor({ view, form }: Pick<ActProps, 'view' | 'form'>, act: string) {
  return form?.values.act === act ? view.keptPhotos : [];
}

/** The id of a field on a page with several forms. */
export function fieldId(act: string, field: string): string {
  return field === '' ? act : `${act}-${field}`;
}

function returned(lang: Lang, form: FormState | null, idOf: (field: string) => string): Returned {
  const words = wordsFor(lang).errors;
  const value = (field: string) => [form?.values[field] ?? []].flat()[0];
  const error = (field: string) => {
    const code = form?.errors[field];
    return code && words[code];
  };
  const wrong = Object.entries(form?.errors ?? {});
  return {
    value,
    values: (field) => [form?.values[field] ?? []].flat(),
    error,
    errors: Object.fromEntries(wrong.map(([field, code]) => [idOf(field), words[code]])),
  };
}
