import type { InBothLanguages, PlainWords } from '#content/messages/kind-words.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { villagePath } from '#server/rules/links.ts';

/** A plain kind says only what is particular; form, routes, pages and the rest are the same. */
export interface PlainDeclaration {
  code: string;
  /** Its part of the address (/v/shiti/talks), and its folder in server/ and site/. */
  list: string;
  words: InBothLanguages<PlainWords>;
  icon: string;
  mayPost: Action;
  /**
   * Official words are posted in office, by whoever then answers questions under them; they appear
   * at once, may be indexed, and keep every wording that was public. A villager's own words choose
   * a name, are looked at first where the county says so, and are sealed when changed.
   */
  isOfficial: boolean;
  /** Three sentences and one photo: a body of at most `texts.shortLength` characters. */
  isShort?: true;
  /** Without a title the first words are one. */
  hasTitle: boolean;
  /** The days from which and until which it holds; both may be left empty. */
  hasPeriod: boolean;
  /** It may tell of an activity: a day, an hour, a place in the village or on the net; all may lack. */
  hasActivity?: true;
  /** It may be meant for some of the village's groups; chosen none, it is for the whole village. */
  hasGroups: boolean;
  hasPhotos: boolean;
  /** Who may read it: the first is chosen beforehand, and of one there is no choice. */
  audiences: ('public' | 'village')[];
}

export type PlainKind = PlainDeclaration & PostKind;

const plain = new Map<string, PlainKind>();

/** Makes a plain kind known; server/kinds.ts names its file. */
export function registerPlainKind(declared: PlainDeclaration): PlainKind {
  const listPath = (slug: string) => `${villagePath(slug)}/${declared.list}`;
  const kind: PlainKind = {
    ...declared,
    ...(declared.hasTitle ? {} : { titleIsFirstWords: true }),
    hasClock: false,
    readHandlers: null,
    readTown: null,
    states: ['standing'],
    listPath,
    path: (slug, no) => `${listPath(slug)}/${no}`,
  };
  registerKind(kind);
  plain.set(kind.list, kind);
  return kind;
}

/** The plain kind whose list has this address; null when nobody declared it. */
export function plainKindAt(list: string): PlainKind | null {
  return plain.get(list) ?? null;
}

/** Every plain kind, in the order of registration. */
export function plainKinds(): PlainKind[] {
  return [...plain.values()];
}
