const LONGEST = 32;
const SENTENCE_END = /[。！？!?\n；;]/u;

/** The title of an appeal is its first sentence, in the person's own words, cut at 32 characters. */
export function titleOf(words: string): string {
  const text = words.trim().replace(/[*_#>`~[\]]/g, '');
  const end = text.search(SENTENCE_END);
  const keepsMark = end >= 0 && /[？?！!]/u.test(text.charAt(end));
  const sentence = end < 0 ? text : text.slice(0, keepsMark ? end + 1 : end);
  const characters = [...sentence.trim()];
  if (characters.length <= LONGEST) return characters.join('');
  return `${characters.slice(0, LONGEST - 1).join('')}…`;
}
