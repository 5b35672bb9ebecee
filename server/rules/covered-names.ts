/** What stands where a name stood; always as long, so that its length tells nothing. */
export const COVER = '■■';

/** What people are called by behind their surname: 曾书记. */
const TITLES = '书记|支书|主任|镇长|乡长|组长|委员|文书|会计|网格员|同志|局长|所长|队长';

/** What a place is called with and without the word for what it is. */
const PLACE_ENDS = /(?:村民委员会|居民委员会|村委会|居委会|街道|社区|村|镇|乡)$/;

/** Names that a text must not tell. */
export interface HiddenNames {
  /** Whole names of people: 曾谷雨. */
  people: string[];
  /** Names of places with what they are: 石梯村, 连山镇, and old names. */
  places: string[];
}

/**
 * A text with every name of these people and places covered: whole names, a surname before a title
 * (曾书记), and a place without its ending (石梯) where two characters or more are left. What
 * somebody describes without naming it cannot be covered.
 */
export function coverNames(text: string, { people, places }: HiddenNames): string {
  const stems = places
    .map((name) => name.replace(PLACE_ENDS, ''))
    .filter((stem) => [...stem].length > 1);
  const whole = [...new Set([...people, ...places, ...stems])].filter((name) => name !== '');
  const longestFirst = whole.toSorted((a, b) => b.length - a.length).map(escaped);
  const covered = longestFirst.length === 0 ? text : text.replace(anyOf(longestFirst), COVER);
  const surnames = [...new Set(people.flatMap((name) => [...name].slice(0, 1)))].map(escaped);
  if (surnames.length === 0) return covered;
  return covered.replace(new RegExp(`(?:${surnames.join('|')})(?=${TITLES})`, 'gu'), COVER);
}

/** Names that follow each other, and a place's ending behind its stem, are one cover. */
function anyOf(names: string[]): RegExp {
  return new RegExp(`(?:${names.join('|')})+(?:村委会|居委会|委会|街道|社区|村|镇|乡)?`, 'gu');
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
