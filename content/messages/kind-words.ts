/** What every kind of post is called where several kinds stand beside each other. */
export interface KindWords {
  name: string;
  /** The first sentence of what is handed on to a group. */
  shared: (place: string, title: string) => string;
}

/** The words of a plain kind; those that all plain kinds share are `posts.form`. */
export interface PlainWords extends KindWords {
  /** Over its list, in a place of this sort. */
  title: (place: 'village' | 'community' | 'campus') => string;
  intro: string;
  nothing: string;
  nothingHint?: string;
  /** Leads from the list to the form, which then says `newTitle`. */
  add: string;
  newTitle: string;
  body: string;
  bodyHint: string;
  send: string;
}

/** Both languages stand side by side, so that a new kind has one file of words. */
export type InBothLanguages<W> = Record<'zh' | 'en', W>;
