import type { BothWords } from '#server/rules/disclosure-book.ts';

/** An article in a law as it stood; null where the whole article or paragraph is meant. */
export interface Article {
  law: BothWords;
  lawVersion: string;
  /** '' where the law as a whole is meant. */
  article: string;
  paragraph: number | null;
  item: number | null;
}

/** An article as a file of content/ has it: the law by its key. */
export interface RawArticle {
  law: string;
  article: string;
  paragraph: number | null;
  item: number | null;
}

/** The laws that a file names, by key. */
export type RawLaws = Record<string, BothWords & { lawVersion: string }>;

/** Articles with the names of their laws; a law that the file does not name throws. */
export function articlesOf(raw: readonly RawArticle[], laws: RawLaws): Article[] {
  return raw.map(({ law, ...place }) => {
    const named = laws[law];
    if (!named) throw new Error(`${law} is not one of the laws that the file names`);
    const { lawVersion, zh, en } = named;
    return { ...place, law: { zh, en }, lawVersion };
  });
}

/** Reads words of a file out of closed sets; any other word throws with the file's name. */
export function closedSets(file: string) {
  return <T extends string>(allowed: readonly T[], text: string): T => {
    const found = allowed.find((word) => word === text);
    if (!found) throw new Error(`${file}: ${text} is not one of ${allowed.join(', ')}`);
    return found;
  };
}
