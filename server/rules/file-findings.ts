import { type FindingKind, findInText, type GateKnowledge } from '#server/rules/disclosure-gate.ts';
import { unwrapped } from '#server/rules/plain-signs.ts';

/** How many of a kind stand in a place of a file; never what they are. */
export interface FileFinding {
  /** The page, from 1. */
  place: 'name' | 'about' | number;
  kind: FindingKind;
  count: number;
}

/** What a file says: its name, what it tells about itself, its pages. */
export interface FileWords {
  name: string;
  about: string[];
  texts: string[];
}

/** Counts the personal data in a file by place and kind. */
export function findInFile(
  { name, about, texts }: FileWords,
  known: GateKnowledge,
  isPersonal: boolean,
): FileFinding[] {
  const counted = (place: FileFinding['place'], words: string) =>
    [...countsIn(words, known, isPersonal)].map(([kind, count]) => ({ place, kind, count }));
  return [
    ...counted('name', name),
    ...counted('about', about.join('\n')),
    ...texts.flatMap((text, at) => counted(at + 1, text)),
  ];
}

// A number or a name may go on in the next line; sums below each other must not become one.
const GOES_ON: readonly FindingKind[] = ['id', 'name', 'address'];

function countsIn(
  words: string,
  known: GateKnowledge,
  isPersonal: boolean,
): Map<FindingKind, number> {
  const counts = countKinds(words, known, isPersonal);
  for (const [kind, count] of countKinds(unwrapped(words), known, isPersonal)) {
    if (GOES_ON.includes(kind)) counts.set(kind, Math.max(count, counts.get(kind) ?? 0));
  }
  return counts;
}

function countKinds(words: string, known: GateKnowledge, isPersonal: boolean) {
  const counts = new Map<FindingKind, number>();
  for (const { kind } of findInText(words, known, isPersonal)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
